#pragma once

#include <algorithm>
#include <cstring>
#include <httplib.h>
#include <string>
#include <utility>

namespace api {

/// A request that is here whole, and room for its answer, as the library's own connection.
class WholeRequest final : public httplib::Stream {
 public:
  explicit WholeRequest(std::string bytes) : bytes_(std::move(bytes)) {}

  [[nodiscard]] bool is_readable() const override { return true; }
  [[nodiscard]] bool is_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override {
    const std::size_t count = std::min(size, bytes_.size() - at_);
    std::memcpy(to, bytes_.data() + at_, count);
    at_ += count;
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* from, std::size_t size) override {
    answer_.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  [[nodiscard]] socket_t socket() const override { return INVALID_SOCKET; }

  [[nodiscard]] const std::string& answer() const { return answer_; }

 private:
  std::string bytes_, answer_;
  std::size_t at_ = 0;
};

}  // namespace api
