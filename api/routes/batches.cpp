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

/// Of a dry run that is answered like everything else: some hundred events.
constexpr std::size_t short_dry_run_bytes_max = 64 * 1024;

/// What the rules say of another's events tells what that other has.
void require_own(const Call& call, const std::vector<ledger::Event>& events) {
  for (const ledger::Event& event : events)
    if (!may_see(call, event.operator_id))
      throw Stop(Trouble::not_allowed,
                 fmt::format("the token is another operator's than {}, whose event {} is",
                             event.operator_id, event.id));
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
  const wire::KnownAsked asked = wire::read_known(call.request.body);
  const auto ledger = call.core.readers.lend(call.waited);
  json known = json::object();
  for (const std::string& id : asked.ids)
    if (const auto index = ledger->find_event(asked.operator_id, id)) known[id] = *index;
  return wire::json_answer({{"size", ledger->info().size}, {"known", std::move(known)}});
}

Response post_dry_run(Call& call) {
  // Before the body is taken apart, which takes many times its memory.
  std::unique_ptr<Readers::Lease> ledger;
  if (call.request.body.size() > short_dry_run_bytes_max) ledger = lend_long(call);
  wire::EventsRead read = wire::read_dry_run(call.request.body);
  require_own(call, read.events);
  if (!ledger) ledger = std::make_unique<Readers::Lease>(call.core.readers, false, call.waited);
  return judged(**ledger, std::move(read));
}

}  // namespace api
