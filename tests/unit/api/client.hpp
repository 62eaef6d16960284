#pragma once

#include <chrono>
#include <string>

namespace made_up {

/// A stranger at a real socket, who sends what it likes.
class Client {
 public:
  /// Connects from any address of 127.0.0.0/8.
  explicit Client(int port, const std::string& from = "127.0.0.1");
  Client(Client&& other) noexcept;
  Client& operator=(Client&&) = delete;
  ~Client();

  /// False when the other side has closed.
  bool send(const std::string& bytes) const;
  /// Says that nothing more will come.
  void end() const;
  /// What comes until the other side closes.
  [[nodiscard]] std::string rest() const;
  /// What comes until there are so many bytes, or the other side closes.
  [[nodiscard]] std::string some(std::size_t bytes) const;
  /// What comes until these bytes are there, or the other side closes.
  [[nodiscard]] std::string until(const std::string& bytes) const;
  /// Something comes within that time, or the other side closes.
  [[nodiscard]] bool has_answer(std::chrono::milliseconds within = {}) const;

 private:
  int socket_;
};

}  // namespace made_up
