#include "api/client/socket_watch.hpp"

#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace api::client {

SocketWatch::SocketWatch(std::chrono::milliseconds time, std::size_t bytes)
    : end_(std::chrono::steady_clock::now() + time),
      bytes_max_(bytes),
      thread_([this](const std::stop_token& stopping) { watch(stopping); }) {}

SocketWatch::~SocketWatch() {
  thread_.request_stop();
  thread_.join();
  forget();
}

void SocketWatch::look_at(int socket) {
  const std::lock_guard lock(guard_);
  forget();
  socket_ = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
}

void SocketWatch::forget() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

bool SocketWatch::is_too_much() const {
  if (std::chrono::steady_clock::now() >= end_) return true;
  tcp_info info{};
  socklen_t size = sizeof info;
  return ::getsockopt(socket_, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
         info.tcpi_bytes_received > bytes_max_;
}

void SocketWatch::watch(const std::stop_token& stopping) {
  constexpr std::chrono::milliseconds between_looks{20};
  std::unique_lock lock(guard_);
  while (!stopping.stop_requested()) {
    stopped_.wait_for(lock, stopping, between_looks, [] { return false; });
    if (socket_ >= 0 && is_too_much()) ::shutdown(socket_, SHUT_RDWR);
  }
}

}  // namespace api::client
