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

/// Goes through a list up to the page's first item, which `from` names.
class Begin {
 public:
  explicit Begin(const Fields& query)
      : from_(wire::text_in(query, "from")), is_there_(!query.contains("from")) {}

  /// Whether the page has begun, or does with this item.
  bool is_at(std::string_view id) { return is_there_ = is_there_ || id == from_; }
  void require_found() const {
    if (!is_there_)
      throw Stop(Trouble::not_found, fmt::format("the list has no line {} any more; "
                                                 "read it again from its beginning",
                                                 from_));
  }

 private:
  std::string from_;
  bool is_there_;
};

}  // namespace

Response get_operators(Call& call) {
  const auto ledger = call.core.readers.lend(call.waited);
  wire::List list(wire::limit_in(call.query));
  Begin begin(call.query);
  for (const OperatorState& state : ledger->operators()) {
    if (!begin.is_at(state.id)) continue;
    if (list.is_full()) {
      list.go_on_at(state.id);
      break;
    }
    list.add(wire::view(state));
  }
  begin.require_found();
  return list.answer(call.request, call.query, ledger->info().size);
}

Response get_operator(Call& call) {
  const auto ledger = call.core.readers.lend(call.waited);
  const OperatorState state = operator_at(*ledger, call.parts.at(0));
  return wire::json_answer({{"size", ledger->info().size}, {"operator", wire::view(state)}});
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
  Begin begin(call.query);
  ledger->each_stock_line(state.id, [&](const ledger::StockLine& line) {
    if (!begin.is_at(line.id)) return true;
    if (list.is_full())
      list.go_on_at(line.id);
    else
      list.add(wire::view(line));
    return !list.goes_on();
  });
  begin.require_found();
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
  ledger->each_transfer(open_only, [&](const ledger::TransferView& transfer) {
    const bool is_shown = may_see(call, transfer.from) || may_see(call, transfer.to);
    if (transfer.state.no < from || !is_shown) return true;
    if (list.is_full())
      list.go_on_at(transfer.state.no);
    else
      list.add(wire::view(transfer));
    return !list.goes_on();
  });
  return list.answer(call.request, call.query, ledger->info().size);
}

}  // namespace api
