#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/core.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/scope.hpp"
#include "api/wire/answers.hpp"
#include "api/wire/bodies.hpp"
#include "api/wire/problem.hpp"
#include "api/wire/views.hpp"

namespace api {
namespace {

using nlohmann::json;
using wire::Stop;
using wire::Trouble;

/// Of events that are looked at as everything else is asked for: some hundred.
constexpr std::size_t short_bytes_max = 64 * 1024;

/// To be taken before the body is taken apart, which needs many times its memory.
std::unique_ptr<Readers::Lease> lend_for_body(Call& call) {
  if (call.request.body.size() > short_bytes_max) return lend_long(call);
  return std::make_unique<Readers::Lease>(call.core.readers, false, call.waited);
}

/// What the rules say of another's events tells what that other has.
void require_own(const Call& call, const std::vector<ledger::Event>& events) {
  for (const ledger::Event& event : events)
    if (!may_see(call, event.operator_id))
      throw Stop(Trouble::not_allowed,
                 fmt::format("the token is another operator's than {}, whose event {} is",
                             event.operator_id, event.id));
}

void require_ids_allowed(Call& call, const std::string& operator_id) {
  require_needs(call, Needs::own, "asking by `ids` alone, without the events,");
  if (!may_see(call, operator_id))
    throw Stop(Trouble::not_allowed,
               fmt::format("the token is another operator's than {}, whose ids are asked for",
                           operator_id));
}

/// What the rules say of them, with what could not be read.
Response judged(ledger::Ledger& ledger, wire::EventsRead read) {
  const auto answers = ledger.dry_run(read.events);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (!answers[i]) continue;
    ledger::Error error = *answers[i];
    error.event = static_cast<std::int64_t>(read.positions[i]);
    error.event_id = std::string(read.events[i].id);
    read.errors.push_back(std::move(error));
  }
  std::sort(read.errors.begin(), read.errors.end(),
            [](const auto& a, const auto& b) { return a.event < b.event; });
  json errors = json::array();
  for (const ledger::Error& error : read.errors)
    errors.push_back(wire::view(wire::problem_of(error)));
  return wire::json_answer({{"size", ledger.info().size},
                            {"events", read.count},
                            {"refused", read.errors.size()},
                            {"errors", std::move(errors)}});
}

}  // namespace

Response post_batch(Call& call) {
  if (call.core.intake == nullptr)
    throw Stop(Trouble::read_only, "the service was started to read only");
  auto batch = wire::read_batch(call.request.body);
  if (!batch) throw Stop(wire::problem_of(batch.error()));
  const auto appended = call.core.intake->append(std::move(*batch));
  if (!appended) throw Stop(wire::problem_of(appended.error()));
  Response answer = wire::json_answer(wire::view(appended->receipt));
  answer.status = appended->repeated ? 200 : 201;
  if (!appended->repeated)
    answer.headers.emplace_back("Location", fmt::format("/v1/entries/{}", appended->receipt.first));
  return answer;
}

Response post_known(Call& call) {
  const auto lease = lend_for_body(call);
  const ledger::Ledger& ledger = **lease;
  const wire::KnownAsked asked = wire::read_known(call.request.body);
  json answer{{"size", ledger.info().size}};
  if (asked.events.empty()) {
    // Ids can be counted through; an event's content is known to who has it.
    require_ids_allowed(call, asked.operator_id);
    json known = json::object();
    for (const std::string& id : asked.ids)
      if (const auto index = ledger.find_event(asked.operator_id, id)) known[id] = *index;
    answer["known"] = std::move(known);
    return wire::json_answer(answer);
  }
  json indexes = json::array();
  for (const ledger::Event& event : asked.events) {
    const auto index = ledger.find_event(event.operator_id, event.id);
    const bool is_it = index && ledger.entry(*index)->event == event.bytes();
    indexes.push_back(is_it ? json(*index) : json());
  }
  answer["indexes"] = std::move(indexes);
  return wire::json_answer(answer);
}

Response post_dry_run(Call& call) {
  const auto ledger = lend_for_body(call);
  wire::EventsRead read = wire::read_dry_run(call.request.body);
  require_own(call, read.events);
  return judged(**ledger, std::move(read));
}

}  // namespace api
