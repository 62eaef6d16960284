#include "api/stream.hpp"

#include <limits>

#include "api/routes/answers.hpp"
#include "api/wire/answers.hpp"
#include "api/wire/problem.hpp"
#include "api/wire/target.hpp"

namespace api {
namespace {

using wire::Stop;
using wire::Trouble;

constexpr std::int64_t index_max = std::numeric_limits<std::int64_t>::max() - 1;

/// Where a client that was cut off goes on, where a new one begins.
ledger::Index first_entry(const Call& call) {
  const std::string_view last = call.request.header("last-event-id");
  if (!last.empty()) return wire::read_number("Last-Event-ID", last, 0, index_max) + 1;
  return wire::number_in(call.query, "from", 0, index_max).value_or(call.core.heads.size());
}

/// Entries need more than heads do.
void choose_entries(const Call& call, StreamAsked& asked) {
  const Verdict verdict = judge(call.core.policy, call.caller, Needs::own);
  if (verdict == Verdict::needs_token)
    throw Stop(Trouble::needs_token, "a stream of entries needs a token and none came");
  if (verdict == Verdict::not_allowed)
    throw Stop(Trouble::not_allowed, "entries are not for the kind of token that came");
  asked.entries = true;
  if (verdict == Verdict::own_only) asked.own_operator = call.caller.operator_id;
}

}  // namespace

Response get_stream(Call& call) {
  StreamAsked asked;
  asked.from = first_entry(call);
  if (wire::flag_in(call.query, "entries")) choose_entries(call, asked);
  // Behind the word Bearer, which was looked at already.
  const std::string_view shown = call.request.header("authorization");
  if (!call.core.policy.open && shown.size() > 7) asked.token = shown.substr(7);
  Response answer = wire::text_answer("text/event-stream", "retry: 2000\n\n");
  if (call.request.method != "HEAD") answer.feed = make_stream(call.core, std::move(asked));
  return answer;
}

}  // namespace api
