#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/core.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/scope.hpp"
#include "api/routes/trails.hpp"
#include "api/wire/answers.hpp"
#include "api/wire/problem.hpp"
#include "api/wire/target.hpp"
#include "api/wire/views.hpp"

namespace api {
namespace {

using ledger::Ledger;
using ledger::OperatorState;
using nlohmann::json;
using wire::Stop;
using wire::Trouble;

OperatorState operator_at(const Ledger& ledger, const std::string& id) {
  auto state = ledger.find_operator(id);
  if (!state) throw Stop(Trouble::not_found, fmt::format("no entry names an operator {}", id));
  return std::move(*state);
}

/// When an operator reported last is its own: whoever asked again and again would know who
/// reported.
json shown(const Call& call, const OperatorState& state) {
  json view = wire::view(state);
  if (sees_all(call) || state.id == call.caller.operator_id) return view;
  view.erase("last");
  view.erase("last_at_s");
  return view;
}

/// The number of the operator that `from` names; 0 when the list is to begin at its beginning.
std::int64_t operator_from_in(const Call& call, const Ledger& ledger) {
  if (!call.query.contains("from")) return 0;
  const auto state = ledger.find_operator(wire::text_in(call.query, "from"));
  if (!state)
    throw Stop(Trouble::parameter_malformed,
               "`from` is not what `next` of a page of operators says: no entry names it");
  return state->no;
}

/// How many transfers a page may look at, each item of one counted, to find what it shows.
constexpr std::size_t looked_at_max = 5'000;

}  // namespace

Response get_operators(Call& call) {
  const auto ledger = call.core.readers.lend(call.waited);
  wire::List list(wire::limit_in(call.query));
  ledger->each_operator(operator_from_in(call, *ledger), [&](const OperatorState& state) {
    if (list.is_full())
      list.go_on_at(state.id);
    else
      list.add(shown(call, state));
    return !list.goes_on();
  });
  return list.answer(call.request, call.query, ledger->info().size);
}

Response get_operator(Call& call) {
  const auto ledger = call.core.readers.lend(call.waited);
  const OperatorState state = operator_at(*ledger, call.parts.at(0));
  return wire::json_answer({{"size", ledger->info().size}, {"operator", shown(call, state)}});
}

Response get_operator_trail(Call& call) {
  const auto ledger = call.core.readers.lend(call.waited);
  const OperatorState state = operator_at(*ledger, call.parts.at(0));
  return trail_answer(call, *ledger, state.id, true);
}

Response get_operator_stock(Call& call) {
  const auto ledger = call.core.readers.lend(call.waited);
  // Before it is looked for: another's and one that is not there answer the same.
  if (!may_see(call, call.parts.at(0)))
    throw Stop(Trouble::not_found, fmt::format("there is no stock of {} for {} to read",
                                               call.parts.at(0), call.caller.operator_id));
  const OperatorState state = operator_at(*ledger, call.parts.at(0));
  wire::List list(wire::limit_in(call.query));
  const ledger::StockKey from = wire::stock_from_in(call.query);
  ledger->each_stock_line(state.id, from, [&](const ledger::StockLine& line) {
    if (list.is_full())
      list.go_on_at(wire::cursor({line.is_lot, line.no}));
    else
      list.add(wire::view(line));
    return !list.goes_on();
  });
  return list.answer(call.request, call.query, ledger->info().size);
}

Response get_stock(Call& call) {
  const auto ledger = call.core.readers.lend(call.waited);
  json items = json::array();
  std::int64_t sum_g = 0;
  for (const auto& [id, mass_g] : ledger->stock_totals()) {
    if (!may_see(call, id)) continue;
    const auto state = ledger->find_operator(id);
    items.push_back({{"operator", id}, {"name", state ? state->name : ""}, {"mass_g", mass_g}});
    sum_g += mass_g;
  }
  return wire::json_answer(
      {{"size", ledger->info().size}, {"items", std::move(items)}, {"mass_g", sum_g}});
}

Response get_transfers(Call& call) {
  constexpr std::int64_t no_max = std::numeric_limits<std::int64_t>::max();
  const std::int64_t from = wire::number_in(call.query, "from", 0, no_max).value_or(0);
  const bool open_only = wire::flag_in(call.query, "open");
  const auto ledger = call.core.readers.lend(call.waited);
  wire::List list(wire::limit_in(call.query));
  std::size_t looked_at = 0;
  ledger->each_transfer(open_only, from, [&](const ledger::TransferView& transfer) {
    const bool is_tired = looked_at >= looked_at_max;
    looked_at += 1 + transfer.state.items.size();
    const bool is_shown = may_see(call, transfer.from) || may_see(call, transfer.to);
    if (is_tired || (is_shown && list.is_full()))
      list.go_on_at(transfer.state.no);
    else if (is_shown)
      list.add(wire::view(transfer));
    return !list.goes_on();
  });
  return list.answer(call.request, call.query, ledger->info().size);
}

}  // namespace api
