#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "api/http_request.hpp"
#include "api/listener.hpp"

namespace api {

using Clock = std::chrono::steady_clock;

/// How long a client may take: from its connection, the answer's begin, and its end.
struct TimeLimits {
  std::chrono::milliseconds head{10'000}, request{20'000}, answer{10'000}, parting{500};
};

/// One request and its answer. Never waits: each step goes as far as the socket lets it, and has
/// an end however slowly bytes drip.
class Connection {
 public:
  enum class Stage : std::uint8_t { reading, complete, at_work, answering, parting, over };

  Connection(Accepted accepted, const RequestLimits& limits, const TimeLimits& times,
             Clock::time_point now);

  [[nodiscard]] int descriptor() const { return accepted_.socket.number(); }
  [[nodiscard]] const std::string& client() const { return accepted_.client; }
  [[nodiscard]] Stage stage() const { return stage_; }
  /// It waits for its client, so its client may lose it.
  [[nodiscard]] bool is_slow() const;
  /// What to poll for; 0 when there is nothing to wait for on the socket.
  [[nodiscard]] short events() const;
  /// When a slow one is to be advanced even if nothing came.
  [[nodiscard]] Clock::time_point deadline() const { return deadline_; }

  /// Reads or writes what can be.
  void advance(Clock::time_point now);
  /// Of a complete one, which is then at work: head and exactly its body.
  [[nodiscard]] std::string take_request();
  /// Of one at work.
  void answer(std::string bytes, Clock::time_point now);

 private:
  void read(Clock::time_point now);
  void take_bytes(std::size_t searched, Clock::time_point now);
  void write(Clock::time_point now);
  void drain();
  void expire(Clock::time_point now);

  Accepted accepted_;
  const RequestLimits& limits_;
  const TimeLimits& times_;
  Clock::time_point begin_, deadline_;
  Stage stage_ = Stage::reading;
  std::string bytes_;        ///< of the request, then of the answer
  std::size_t whole_ = 0;    ///< of the request, once its head is known
  std::size_t written_ = 0;  ///< of the answer
  std::size_t drained_ = 0;
};

}  // namespace api
