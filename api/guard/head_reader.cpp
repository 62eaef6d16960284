#include "api/guard/head_reader.hpp"

#include <algorithm>
#include <cstring>
#include <httplib.h>

#include "api/guard/http_request.hpp"

namespace api {
namespace {

/// The head as the library's connection. What the library would answer goes nowhere.
class InMemory final : public httplib::Stream {
 public:
  explicit InMemory(const std::string& bytes) : bytes_(bytes) {}

  [[nodiscard]] bool is_readable() const override { return true; }
  [[nodiscard]] bool is_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override {
    const std::size_t count = std::min(size, bytes_.size() - at_);
    std::memcpy(to, bytes_.data() + at_, count);
    at_ += count;
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* /*from*/, std::size_t size) override {
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string& /*ip*/, int& port) const override { port = 0; }
  void get_local_ip_and_port(std::string& /*ip*/, int& port) const override { port = 0; }
  [[nodiscard]] socket_t socket() const override { return INVALID_SOCKET; }

 private:
  const std::string& bytes_;
  std::size_t at_ = 0;
};

using Setup = std::function<void(httplib::Request&)>;

/// The library's versions pass different things along: 0.11, and 0.18.
template <class Server>
void process(Server& server, bool (Server::*call)(httplib::Stream&, bool, bool&, const Setup&),
             InMemory& head, const Setup& setup) {
  bool closed = false;
  (server.*call)(head, true, closed, setup);
}
template <class Server>
void process(Server& server,
             bool (Server::*call)(httplib::Stream&, const std::string&, int, const std::string&,
                                  int, bool, bool&, const Setup&),
             InMemory& head, const Setup& setup) {
  bool closed = false;
  (server.*call)(head, "", 0, "", 0, true, closed, setup);
}

/// Nothing that decoding has made of a value may become a line of ours.
bool add(Fields& fields, const std::string& name, const std::string& value) {
  // The library's own additions, which no client can send.
  if (name.find('_') != std::string::npos) return true;
  if (!is_one_line(value)) return false;
  const auto [field, is_new] = fields.try_emplace(lower(name), value);
  if (!is_new) field->second.append(", ").append(value);
  return true;
}

}  // namespace

class HeadReader::Library final : private httplib::Server {
 public:
  Library() {
    // Before routes and bodies: the setup has taken what there is to take.
    set_pre_routing_handler([](const httplib::Request&, httplib::Response&) {
      return httplib::Server::HandlerResponse::Handled;
    });
  }

  std::optional<Request> read(const std::string& head) {
    std::optional<Request> taken;
    const Setup setup = [&taken](httplib::Request& parsed) {
      Request request;
      request.method = parsed.method;
      const std::size_t query = std::min(parsed.target.find('?'), parsed.target.size());
      request.path = parsed.target.substr(0, query);
      request.query = parsed.target.substr(std::min(query + 1, parsed.target.size()));
      for (const auto& [name, value] : parsed.headers)
        if (!add(request.headers, name, value)) return;
      taken = std::move(request);
    };
    InMemory stream(head);
    process<httplib::Server>(*this, &Library::process_request, stream, setup);
    return taken;
  }
};

/// The library makes its tables when it reads its first head: done here, before there are threads.
HeadReader::HeadReader() : library_(std::make_unique<Library>()) {
  static_cast<void>(library_->read("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
}
HeadReader::~HeadReader() = default;

std::string HeadReader::library_version() {
  return CPPHTTPLIB_VERSION;
}

std::optional<Request> HeadReader::read(const std::string& head) const {
  return library_->read(head);
}

}  // namespace api
