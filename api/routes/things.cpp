#include <nlohmann/json.hpp>

#include "api/core.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/scope.hpp"
#include "api/routes/trails.hpp"
#include "api/wire/answers.hpp"
#include "api/wire/views.hpp"

namespace api {
namespace {

std::string lot_name(const Call& call) {
  return call.parts.at(0) + '/' + call.parts.at(1);
}

ledger::UnitView unit_at(const Call& call, const ledger::Ledger& ledger) {
  auto unit = ledger.unit(call.parts.at(0));
  // Who has it is party to it: no need to look through its trail.
  const auto is_callers = [&] {
    return !unit->holder.empty() && unit->holder == call.caller.operator_id;
  };
  if (!unit || !(is_callers() || is_party(call, ledger, unit->state.code)))
    not_found(call, "unit", call.parts.at(0));
  return std::move(*unit);
}

ledger::LotState lot_at(const Call& call, const ledger::Ledger& ledger) {
  auto lot = ledger.lot(lot_name(call));
  // Whose number it has made it.
  if (!lot || !(call.parts.at(0) == call.caller.operator_id || is_party(call, ledger, lot->name)))
    not_found(call, "lot", lot_name(call));
  return std::move(*lot);
}

}  // namespace

Response get_unit(Call& call) {
  const auto ledger = call.core.readers.lend(call.waited);
  const ledger::UnitView unit = unit_at(call, *ledger);
  return wire::json_answer({{"size", ledger->info().size}, {"unit", wire::view(unit)}});
}

Response get_unit_trail(Call& call) {
  const auto ledger = call.core.readers.lend(call.waited);
  return trail_answer(call, *ledger, unit_at(call, *ledger).state.code, false);
}

Response get_lot(Call& call) {
  const auto ledger = call.core.readers.lend(call.waited);
  const ledger::LotState lot = lot_at(call, *ledger);
  return wire::json_answer(
      {{"size", ledger->info().size}, {"lot", wire::view(lot, ledger->operators())}});
}

Response get_lot_trail(Call& call) {
  const auto ledger = call.core.readers.lend(call.waited);
  return trail_answer(call, *ledger, lot_at(call, *ledger).name, false);
}

}  // namespace api
