#include "api/stream.hpp"

#include <limits>

#include <fmt/format.h>

#include "api/core.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/scope.hpp"
#include "api/wire/answers.hpp"
#include "api/wire/problem.hpp"
#include "api/wire/target.hpp"

namespace api {
namespace {

using wire::Stop;
using wire::Trouble;

constexpr std::int64_t index_max = std::numeric_limits<std::int64_t>::max() - 1;

/// A follower who has seen more than there is followed another history: it must notice.
void require_reached(const Call& call, std::string_view parameter, ledger::Index from) {
  if (from <= call.core.heads.size()) return;
  // A commit is there before its head is told.
  const std::int64_t size = call.core.readers.lend(call.waited)->info().size;
  if (from <= size) return;
  wire::Problem problem = wire::parameter_problem(
      Trouble::parameter_malformed, parameter,
      fmt::format("the stream is to begin at entry {}, and the ledger has {}: it was rolled back, "
                  "or it is not the one that was followed",
                  from, size));
  problem.hint = "ask /v1/proofs/consistency for the size of the newest checkpoint that was kept";
  throw Stop(std::move(problem));
}

/// Where a client that was cut off goes on, where a new one begins.
ledger::Index first_entry(const Call& call) {
  const std::string_view last = call.request.header("last-event-id");
  const std::string_view parameter = last.empty() ? "from" : "Last-Event-ID";
  const auto from = last.empty() ? wire::number_in(call.query, parameter, 0, index_max)
                                 : wire::read_number(parameter, last, 0, index_max) + 1;
  if (from) require_reached(call, parameter, *from);
  return from.value_or(call.core.heads.size());
}

/// Entries need more than heads do.
void choose_entries(Call& call, StreamAsked& asked) {
  require_needs(call, Needs::own, "a stream of entries");
  asked.entries = true;
  if (is_own_only(call)) asked.own_operator = call.caller.operator_id;
}

}  // namespace

Response get_stream(Call& call) {
  StreamAsked asked;
  if (wire::flag_in(call.query, "entries")) choose_entries(call, asked);
  asked.from = first_entry(call);
  // Behind the word Bearer, which was looked at already.
  const std::string_view shown = call.request.header("authorization");
  if (!call.core.policy.open && shown.size() > 7) asked.token = shown.substr(7);
  Response answer = wire::text_answer("text/event-stream", "retry: 2000\n\n");
  answer.feed = make_stream(call.core, std::move(asked));
  return answer;
}

}  // namespace api
