#include "api/guarded_server.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace api {
namespace {

using Clock = std::chrono::steady_clock;

/// A connection with an end: however slowly bytes drip, the deadline stands.
class Connection {
 public:
  explicit Connection(socket_t sock) : socket_(sock) {}

  /// Reads until `enough` says so, at most `bytes_max`. False when the time is up, the other side
  /// has gone, or there is more.
  template <class Enough>
  bool read(std::string& bytes, std::size_t bytes_max, Clock::time_point deadline, Enough enough) {
    std::array<char, 4096> block{};
    while (!enough(bytes)) {
      if (bytes.size() >= bytes_max || !is_ready(POLLIN, deadline)) return false;
      const auto most = std::min(block.size(), bytes_max - bytes.size());
      const ssize_t got = ::recv(socket_, block.data(), most, 0);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return false;
      bytes.append(block.data(), static_cast<std::size_t>(got));
    }
    return true;
  }

  bool write(std::string_view bytes, Clock::time_point deadline) {
    while (!bytes.empty()) {
      if (!is_ready(POLLOUT, deadline)) return false;
      const ssize_t put = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (put < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      if (put <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
  }

  /// What the other side still sends is read and dropped for a moment: closing with bytes unread
  /// would reset the connection before the answer was seen.
  void close() {
    ::shutdown(socket_, SHUT_WR);
    std::string rest;
    read(rest, 65'536, Clock::now() + std::chrono::milliseconds(500),
         [](const std::string&) { return false; });
    ::close(socket_);
  }

 private:
  [[nodiscard]] bool is_ready(short events, Clock::time_point deadline) const {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    pollfd descriptor{socket_, events, 0};
    const int ready = ::poll(&descriptor, 1, static_cast<int>(left));
    return ready > 0 || (ready < 0 && errno == EINTR);
  }

  socket_t socket_;
};

/// A request that is here whole, as the library's own connection.
class WholeRequest final : public httplib::Stream {
 public:
  WholeRequest(std::string bytes, socket_t sock) : bytes_(std::move(bytes)), socket_(sock) {}

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
  [[nodiscard]] socket_t socket() const override { return socket_; }

  [[nodiscard]] const std::string& answer() const { return answer_; }

 private:
  std::string bytes_, answer_;
  std::size_t at_ = 0;
  socket_t socket_;
};

using Setup = std::function<void(httplib::Request&)>;

/// The library's versions pass different things along.
template <class Server>
void process(Server& server, bool (Server::*call)(httplib::Stream&, bool, bool&, const Setup&),
             WholeRequest& request) {
  bool closed = false;
  (server.*call)(request, true, closed, nullptr);
}
template <class Server>
void process(Server& server,
             bool (Server::*call)(httplib::Stream&, const std::string&, int, const std::string&,
                                  int, bool, bool&, const Setup&),
             WholeRequest& request) {
  bool closed = false;
  (server.*call)(request, "", 0, "", 0, true, closed, nullptr);
}

std::size_t head_size(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  return end == std::string_view::npos ? 0 : end + 4;
}

}  // namespace

GuardedServer::GuardedServer(const RequestLimits& limits, std::size_t threads) : limits_(limits) {
  new_task_queue = [threads] { return new httplib::ThreadPool(threads); };
  // Not SO_REUSEPORT, the library's default: a second server on this port must fail.
  set_socket_options([](socket_t sock) {
    const int yes = 1;
    ::setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  set_exception_handler([](const httplib::Request&, httplib::Response& response, auto&&...) {
    response.status = 500;
  });
}

bool GuardedServer::process_and_close_socket(socket_t sock) {
  const auto begin = Clock::now();
  Connection connection(sock);
  std::string bytes;
  const bool has_head =
      connection.read(bytes, limits_.head_bytes, begin + head_time,
                      [](const std::string& read) { return head_size(read) > 0; });
  std::optional<HttpRefusal> refusal;
  RequestHead head;
  if (has_head)
    refusal = judge_head(std::string_view(bytes).substr(0, head_size(bytes)), limits_, head);
  else if (bytes.size() >= limits_.head_bytes)
    refusal = HttpRefusal{431, "Request Header Fields Too Large"};
  else
    refusal = HttpRefusal{408, "Request Timeout"};
  const std::size_t whole = head_size(bytes) + head.body_bytes;
  if (!refusal && !connection.read(bytes, std::max(whole, bytes.size()), begin + request_time,
                                   [&](const std::string& read) { return read.size() >= whole; }))
    refusal = HttpRefusal{408, "Request Timeout"};
  std::string answer = refusal ? refusal_text(*refusal) : "";
  if (!refusal) {
    bytes.resize(whole);
    WholeRequest request(std::move(bytes), sock);
    process<httplib::Server>(*this, &GuardedServer::process_request, request);
    answer = request.answer();
  }
  connection.write(answer, Clock::now() + head_time);
  connection.close();
  return true;
}

}  // namespace api
