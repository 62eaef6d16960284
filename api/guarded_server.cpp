#include "api/guarded_server.hpp"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "api/whole_request.hpp"
#include "ledger/result.hpp"

namespace api {
namespace {

using Stage = Connection::Stage;
using Setup = std::function<void(httplib::Request&)>;

/// So that those who are connected already are heard in between.
constexpr int taken_at_once_max = 64;

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

Descriptor bell() {
  Descriptor made(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  if (made.number() < 0)
    throw ledger::Failure("starting the server failed: the machine has no descriptor left");
  return made;
}

int milliseconds_to(Clock::time_point end, Clock::time_point now) {
  if (end <= now) return 0;
  // One more: a wait that ends before its deadline would be for nothing.
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - now).count() + 1;
  return static_cast<int>(std::min<std::int64_t>(left, 60'000));
}

}  // namespace

GuardedServer::GuardedServer(const std::string& address, int port, const ServerLimits& limits)
    : limits_(limits),
      listener_(address, port),
      bell_(bell()),
      workers_(
          limits.threads, [this](std::string request) { return answer(std::move(request)); },
          [this] { ring(); }) {
  set_exception_handler([](const httplib::Request&, httplib::Response& response, auto&&...) {
    response.status = 500;
  });
}

std::string GuardedServer::answer(std::string request) {
  try {
    WholeRequest whole(std::move(request));
    process<httplib::Server>(*this, &GuardedServer::process_request, whole);
    return whole.answer();
  } catch (const std::exception&) {
    return refusal_text({500, "Internal Server Error"});
  }
}

void GuardedServer::run() {
  while (!is_stopping_ || !connections_.empty()) {
    wait();
    if (is_stopping_) drop_unfinished();
  }
}

void GuardedServer::stop() {
  is_stopping_ = true;
  ring();
}

void GuardedServer::ring() {
  const std::uint64_t one = 1;
  // It fails only while it rings already.
  (void)!::write(bell_.number(), &one, sizeof one);
}

bool GuardedServer::can_take(Clock::time_point now) const {
  if (is_stopping_ || now < accept_again_) return false;
  return connections_.size() < limits_.connections ||
         std::any_of(connections_.begin(), connections_.end(),
                     [](const auto& connection) { return connection.second.is_slow(); });
}

void GuardedServer::wait() {
  Clock::time_point now = Clock::now(), end = now + std::chrono::minutes(1);
  if (now < accept_again_) end = std::min(end, accept_again_);
  // A negative descriptor is passed over.
  std::vector<pollfd> polled{{bell_.number(), POLLIN, 0},
                             {can_take(now) ? listener_.descriptor() : -1, POLLIN, 0}};
  std::vector<Connections::iterator> connections;
  for (auto at = connections_.begin(); at != connections_.end(); ++at) {
    if (!at->second.is_slow()) continue;
    polled.push_back({at->second.descriptor(), at->second.events(), 0});
    connections.push_back(at);
    end = std::min(end, at->second.deadline());
  }
  const int ready = ::poll(polled.data(), polled.size(), milliseconds_to(end, now));
  if (ready < 0 && errno != EINTR)
    throw ledger::Failure("waiting for requests failed: " + std::generic_category().message(errno));
  now = Clock::now();
  for (std::size_t i = 0; i < connections.size(); ++i)
    if (polled[i + 2].revents != 0 || connections[i]->second.deadline() <= now)
      advance(connections[i], now);
  take_answers(now);
  if (polled[1].revents != 0) take_new(now);
}

void GuardedServer::take_answers(Clock::time_point now) {
  std::uint64_t rung = 0;
  (void)!::read(bell_.number(), &rung, sizeof rung);
  for (Workers::Job& job : workers_.answers()) {
    const auto connection = connections_.find(job.first);
    connection->second.answer(std::move(job.second), now);
    advance(connection, now);
  }
}

void GuardedServer::take_new(Clock::time_point now) {
  for (int i = 0; i < taken_at_once_max && can_take(now); ++i) {
    try {
      auto accepted = listener_.accept();
      if (!accepted) return;
      if (!make_room(accepted->client, now)) continue;
      const auto taken = connections_.try_emplace(next_++, std::move(*accepted), limits_.request,
                                                  limits_.times, now);
      advance(taken.first, now);
    } catch (const std::system_error&) {
      // The machine is out of descriptors: one of ours, or those of others, must go first.
      if (!drop_oldest_slow(nullptr, now)) accept_again_ = now + std::chrono::milliseconds(100);
      return;
    }
  }
}

bool GuardedServer::make_room(const std::string& client, Clock::time_point now) {
  const auto is_of_client = [&](const auto& connection) {
    return connection.second.is_slow() && connection.second.client() == client;
  };
  const auto of_client = [&] {
    return static_cast<std::size_t>(
        std::count_if(connections_.begin(), connections_.end(), is_of_client));
  };
  while (of_client() >= limits_.connections_of_a_client) drop_oldest_slow(&client, now);
  while (connections_.size() >= limits_.connections)
    if (!drop_oldest_slow(nullptr, now)) return false;
  return true;
}

/// False when there is none.
bool GuardedServer::drop_oldest_slow(const std::string* client, Clock::time_point now) {
  const auto oldest =
      std::find_if(connections_.begin(), connections_.end(), [&](const auto& connection) {
        return connection.second.is_slow() &&
               (client == nullptr || connection.second.client() == *client);
      });
  if (oldest == connections_.end()) return false;
  // What it still had to say may have come in the meantime.
  if (advance(oldest, now) && oldest->second.is_slow()) connections_.erase(oldest);
  return true;
}

/// False when it is over, and gone.
bool GuardedServer::advance(Connections::iterator at, Clock::time_point now) {
  Connection& connection = at->second;
  connection.advance(now);
  if (connection.stage() == Stage::complete) workers_.take({at->first, connection.take_request()});
  if (connection.stage() != Stage::over) return true;
  connections_.erase(at);
  return false;
}

void GuardedServer::drop_unfinished() {
  std::erase_if(connections_,
                [](const auto& connection) { return connection.second.stage() == Stage::reading; });
}

}  // namespace api
