#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "api/guard/guarded_server.hpp"
#include "tests/unit/api/client.hpp"

namespace made_up {

/// A guarded server that says back what it is asked:
///   POST /        the body
///   POST /slow    "late", when it is let free
///   GET /headers  the request's headers, a line each, and who asks
///   GET /throws   throws
///   GET /large    16 MB
///   GET /lines    an answer whose header is two lines
///   GET /feed     what is put into `news`, as it comes
class Echo {
 public:
  /// Bodies of 100,000,000 bytes for /large, small ones for others.
  static api::ServerOptions options();

  explicit Echo(api::ServerOptions asked = options());
  ~Echo();

  [[nodiscard]] Client connect(const std::string& from = "127.0.0.1") const;
  /// What is answered to these bytes.
  [[nodiscard]] std::string said(const std::string& bytes,
                                 const std::string& from = "127.0.0.1") const;
  void stop();
  /// Lets those at work go on.
  void free();
  void wait_until_at_work(int count);
  void put(const std::string& news);
  void wait_until_feeds(std::size_t count) const;
  /// That line of the log, from 1, when it is there.
  [[nodiscard]] api::Exchange logged(std::size_t count);

  std::size_t feeds_ended = 0;         ///< under `guard`
  std::chrono::microseconds waited{};  ///< under `guard`: of the last request that was answered
  bool may_listen = true;              ///< under `guard`: else a silent feed ends
  api::GuardedServer server;
  std::mutex guard;
  std::condition_variable changed;
  std::string news;

 private:
  [[nodiscard]] api::Response answer(const api::Request& request);

  std::vector<api::Exchange> log_;
  bool is_free_ = false;
  int at_work_ = 0;
  std::thread serving_;
};

[[nodiscard]] std::string get(const std::string& path, const std::string& headers = "");
[[nodiscard]] std::string post(const std::string& body, const std::string& path = "/");

}  // namespace made_up
