#include "api/guard/answering.hpp"

#include <exception>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

namespace api {
namespace {

using std::chrono::duration_cast, std::chrono::microseconds;

void refuse(Done& done, const HttpRefusal& refusal, const Work& work) {
  done.outgoing = whole_answer(refusal, work.id, work.is_head_only);
  done.status = refusal.status;
  done.refused_as = refusal.name;
}

/// When nothing more lies in the socket, closing it loses nothing of the answer. Where something
/// does, closing would reset the connection before the answer was seen.
bool may_close(int socket) {
  char next = 0;
  return ::recv(socket, &next, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}

/// Nobody waits longer for an answer to begin; and so a stop ends, whatever is queued.
constexpr std::chrono::seconds begun_within{20};
/// A client that closed one direction may still wait for its answer, for a while.
constexpr std::chrono::seconds half_open{2};

bool has_gone(int socket, Clock::duration waited) {
  pollfd asked{socket, POLLRDHUP, 0};
  if (::poll(&asked, 1, 0) <= 0) return false;
  return (asked.revents & (POLLHUP | POLLERR)) != 0 || waited > half_open;
}

}  // namespace

Done Answering::work(Work work) const {
  const Clock::time_point begin = Clock::now();
  const auto waiting = duration_cast<microseconds>(begin - work.since);
  Done done = work.feed ? ask(std::move(work)) : answer(std::move(work), waiting);
  done.waiting = waiting;
  done.working = duration_cast<microseconds>(Clock::now() - begin);
  // A feed is counted before it begins, by the server's own thread.
  if (done.was_feed || done.feed) return done;
  const Outgoing::Way way = done.outgoing.send(done.socket.number());
  if (way == Outgoing::Way::broken ||
      (way == Outgoing::Way::all_sent && may_close(done.socket.number())))
    done.socket = Descriptor();
  return done;
}

Done Answering::answer(Work work, microseconds waiting) const {
  Done done;
  done.connection = work.connection;
  done.socket = std::move(work.socket);
  const auto waited = Clock::now() - work.since;
  if (waited > begun_within) {
    refuse(done, refusals::busy, work);
    return done;
  }
  // What nobody hears is not worked out; who was told nothing sends it again.
  if (has_gone(done.socket.number(), waited)) {
    done.socket = Descriptor();
    return done;
  }
  try {
    auto request = reader_.read(work.head);
    if (!request) {
      refuse(done, refusals::malformed, work);
      return done;
    }
    request->body = std::move(work.body);
    request->client = std::move(work.client);
    request->id = work.id;
    request->waited = waiting;
    Response response = answer_(*request);
    const int status = response.status;
    std::unique_ptr<Feed> feed = std::move(response.feed);
    done.outgoing = whole_answer(std::move(response), feed != nullptr, work.id, work.is_head_only);
    done.status = status;
    if (!work.is_head_only) done.feed = std::move(feed);
  } catch (const std::exception& failed) {
    done.failure = failed.what();
    refuse(done, refusals::internal, work);
  } catch (...) {
    done.failure = "something that is no exception was thrown";
    refuse(done, refusals::internal, work);
  }
  return done;
}

Done Answering::ask(Work work) {
  Done done;
  done.connection = work.connection;
  done.was_feed = true;
  try {
    std::string next = work.feed->next();
    if (next.empty() && work.is_silent) next = work.feed->keep_alive();
    done.outgoing = Outgoing(std::move(next), {});
    done.feed = std::move(work.feed);
  } catch (const std::exception& failed) {
    done.failure = failed.what();
  } catch (...) {
    done.failure = "something that is no exception was thrown";
  }
  return done;
}

}  // namespace api
