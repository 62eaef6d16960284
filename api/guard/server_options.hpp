#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/guard/http_request.hpp"
#include "api/request.hpp"

namespace api {

using Clock = std::chrono::steady_clock;

/// How long a client may take. Each is an end, however slowly bytes drip.
struct TimeLimits {
  std::chrono::milliseconds head{10'000};     ///< from the connection to the head's last byte
  std::chrono::milliseconds request{30'000};  ///< from the connection to the body's last byte
  std::chrono::milliseconds answer{30'000};   ///< from the answer's begin to its end
  /// A body or an answer that is larger than what `request` and `answer` have room for must go on
  /// by a megabyte in each of these: 100 kB/s.
  std::chrono::milliseconds megabyte{10'000};
  /// A body that is not whole after so long goes when another finds no room.
  std::chrono::milliseconds room_for_body{2'000};
  /// From a stop on, for readers to take their answers.
  std::chrono::milliseconds stop{20'000};
  std::chrono::milliseconds parting{1'000};  ///< to see the answer before the connection closes
  std::chrono::milliseconds feed_silence{15'000};  ///< before `Feed::keep_alive` is sent
  std::chrono::milliseconds feed_stall{30'000};    ///< for what was sent to a feed's reader
  std::chrono::milliseconds feed_round{50};        ///< between two times that feeds are asked
};

struct ServerLimits {
  RequestLimits request;
  TimeLimits times;
  std::size_t connections = 2048;
  std::size_t connections_of_a_client = 64;  ///< by IPv6 /64
  bool counts_loopback = false;              ///< or it may have as many as there are
  std::size_t threads = 64;
  std::size_t waiting = 1024;                   ///< requests for a thread
  std::size_t body_bytes = 128 * 1024 * 1024;   ///< of all requests that are not answered yet
  std::size_t answer_bytes = 64 * 1024 * 1024;  ///< of all answers that wait for their readers
  std::size_t feeds = 256;
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  int port = 0;                      ///< 0: any that is free
  std::vector<std::string> hosts;    ///< names beside the address itself and localhost
  bool takes_any_host = false;       ///< where nothing is secret and nothing is done for a browser
  std::vector<std::string> proxies;  ///< addresses whose X-Forwarded-For, X-Request-Id are believed
  ServerLimits limits;
  /// How large the body of a POST may be; judged before a byte of it is taken. 16 KiB are taken
  /// on every path, so that `Answer` can say what is wrong with it.
  std::function<std::size_t(std::string_view path)> body_bytes_max = [](auto) {
    return std::size_t{0};
  };
  /// The methods that a path takes, for the header Allow; "" where there is no such path.
  std::function<std::string_view(std::string_view path)> allowed = [](auto) {
    return std::string_view("GET, HEAD, POST");
  };
  /// Told of each answer when it was sent, or could not be. By the server's own thread: it must not
  /// wait.
  std::function<void(const Exchange&)> log = [](const Exchange&) {};
  /// 64 random bits for a request's id. Null: the machine's.
  std::function<std::uint64_t()> random;
};

}  // namespace api
