#include "tests/unit/api/echo.hpp"

#include <stdexcept>
#include <utility>

#include "tests/support/catch.hpp"

namespace made_up {
namespace {

using namespace api;
using namespace std::chrono_literals;

/// Everything that was put, from the first byte on.
class News final : public Feed {
 public:
  explicit News(Echo& echo) : echo_(echo) {}
  News(const News&) = delete;
  News& operator=(const News&) = delete;
  ~News() override {
    const std::lock_guard lock(echo_.guard);
    ++echo_.feeds_ended;
    echo_.changed.notify_all();
  }
  std::string next() override {
    const std::lock_guard lock(echo_.guard);
    std::string next = echo_.news.substr(at_, 65'536);
    if (next.find('!') != std::string::npos) throw std::runtime_error("a secret");
    at_ += next.size();
    return next;
  }
  std::string keep_alive() override {
    const std::lock_guard lock(echo_.guard);
    if (!echo_.may_listen) throw std::runtime_error("no more");
    return ":\n\n";
  }

 private:
  Echo& echo_;
  std::size_t at_ = 0;
};

Response said_back(std::string body) {
  Response response;
  response.content_type = "text/plain";
  response.body = std::move(body);
  return response;
}

std::string headers_of(const Request& request) {
  std::string all;
  for (const auto& [name, value] : request.headers) all.append(name + ": " + value + "\n");
  return all + "client " + request.client + "\nid " + request.id + "\nquery " + request.query +
         "\nmethod " + request.method + "\n";
}

}  // namespace

ServerOptions Echo::options() {
  ServerOptions options;
  options.limits.threads = 8;
  options.body_bytes_max = [](std::string_view path) { return path == "/large" ? 100'000'000 : 0; };
  return options;
}

Echo::Echo(ServerOptions asked)
    : server(
          [&] {
            asked.log = [this](const Exchange& exchange) {
              const std::lock_guard lock(guard);
              log_.push_back(exchange);
              changed.notify_all();
            };
            return asked;
          }(),
          [this](const Request& request) { return answer(request); }),
      serving_([this] { server.run(); }) {}

Echo::~Echo() {
  free();
  stop();
}

Response Echo::answer(const Request& request) {
  if (request.path == "/throws") throw std::runtime_error("a secret");
  if (request.path == "/headers") return said_back(headers_of(request));
  if (request.path == "/large" && request.method != "POST")
    return said_back(std::string(16'000'000, 'x'));
  if (request.path == "/slow") {
    std::unique_lock lock(guard);
    ++at_work_;
    changed.notify_all();
    changed.wait(lock, [this] { return is_free_; });
    return said_back("late");
  }
  {
    const std::lock_guard lock(guard);
    waited = request.waited;
  }
  Response response = said_back(request.body);
  if (request.path == "/lines") response.headers.emplace_back("X-Name", "one\r\nSet-Cookie: two");
  if (request.path == "/feed") {
    response.content_type = "text/event-stream";
    response.feed = std::make_unique<News>(*this);
  }
  return response;
}

Client Echo::connect(const std::string& from) const {
  return Client(server.port(), from);
}

std::string Echo::said(const std::string& bytes, const std::string& from) const {
  const Client client = connect(from);
  client.send(bytes);
  return client.rest();
}

void Echo::stop() {
  server.stop();
  if (serving_.joinable()) serving_.join();
}

void Echo::free() {
  const std::lock_guard lock(guard);
  is_free_ = true;
  changed.notify_all();
}

void Echo::wait_until_at_work(int count) {
  std::unique_lock lock(guard);
  REQUIRE(changed.wait_for(lock, 20s, [&] { return at_work_ >= count; }));
}

void Echo::put(const std::string& more) {
  {
    const std::lock_guard lock(guard);
    news += more;
  }
  server.wake();
}

void Echo::wait_until_feeds(std::size_t count) const {
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (server.in_hand().feeds != count) {
    REQUIRE(std::chrono::steady_clock::now() < end);
    std::this_thread::yield();
  }
}

Exchange Echo::logged(std::size_t count) {
  std::unique_lock lock(guard);
  REQUIRE(changed.wait_for(lock, 20s, [&] { return log_.size() >= count; }));
  return log_[count - 1];
}

std::string get(const std::string& path, const std::string& headers) {
  return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

std::string post(const std::string& body, const std::string& path) {
  return "POST " + path +
         " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

}  // namespace made_up
