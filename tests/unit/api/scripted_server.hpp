#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace made_up {

/// A server that says what a test wants, byte for byte, over a real socket of 127.0.0.1. One
/// connection after the other.
class ScriptedServer {
 public:
  /// Makes the bytes of an answer out of a request; the connection is closed behind them.
  using Line = std::function<std::string(const std::string& request)>;

  /// Each connection gets the next line, and the last one gets all that come later.
  explicit ScriptedServer(std::vector<Line> script);
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ~ScriptedServer();

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// The requests so far, each whole.
  [[nodiscard]] std::vector<std::string> requests() const;

 private:
  void serve();
  void is_at(int connection);
  void answer(int connection);

  std::vector<Line> script_;
  int listener_, port_ = 0;
  mutable std::mutex guard_;
  int connection_ = -1;  ///< the one under way
  std::vector<std::string> requests_;
  std::thread running_;
};

/// A whole answer with its length.
[[nodiscard]] std::string http(int status, const std::string& content_type, const std::string& body,
                               const std::string& headers = {});
/// The same bytes whatever is asked.
[[nodiscard]] ScriptedServer::Line says(std::string bytes);

}  // namespace made_up
