#include <limits>

#include <nlohmann/json.hpp>

#include "api/core.hpp"
#include "api/routes/answers.hpp"
#include "api/wire/answers.hpp"
#include "api/wire/base64.hpp"
#include "api/wire/target.hpp"
#include "api/wire/views.hpp"

namespace api {

using nlohmann::json;

Response get_ledger(Call& call) {
  const auto ledger = call.core.readers.lend(call.waited);
  json said = wire::view(ledger->info());
  const ledger::After newest = ledger->newest();
  said["after"] = {{"index", newest.index}, {"hash", wire::base64(newest.hash)}};
  return wire::json_answer(said);
}

Response get_targets(Call& call) {
  const auto ledger = call.core.readers.lend(call.waited);
  json items = json::array();
  for (const ledger::TargetState& target : ledger->targets()) items.push_back(wire::view(target));
  return wire::json_answer({{"size", ledger->info().size}, {"items", std::move(items)}});
}

Response get_checkpoints(Call& call) {
  constexpr std::int64_t size_max = std::numeric_limits<std::int64_t>::max();
  const std::int64_t from = wire::number_in(call.query, "from", 0, size_max).value_or(0);
  const auto ledger = call.core.readers.lend(call.waited);
  wire::List list(wire::limit_in(call.query));
  ledger->each_checkpoint(from, [&](const ledger::Checkpoint& checkpoint) {
    if (list.is_full())
      list.go_on_at(checkpoint.size);
    else
      list.add(wire::view(checkpoint));
    return !list.goes_on();
  });
  return list.answer(call.request, call.query, ledger->info().size);
}

}  // namespace api
