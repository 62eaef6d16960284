#include <cstdlib>

#include <fmt/format.h>

#include "ledger/model/case.hpp"
#include "ledger/model/holdings.hpp"
#include "ledger/model/transformation.hpp"

namespace ledger::model {
namespace {

Route route_of(const Event& event) {
  switch (event.type) {
    case EventType::dismantle:
      return Route::dismantling;
    case EventType::repurpose:
      return Route::repurposing;
    default:
      return event.route;
  }
}

std::int64_t mass_of(const std::vector<Item>& items) {
  std::int64_t sum_g = 0;
  for (const Item& item : items) sum_g = checked_sum(sum_g, item.mass_g);
  return sum_g;
}

/// Every gram that goes in comes out, is lost, or is a weighing difference within the tolerance of
/// entry 0 (events.md, "Balances").
Verdict judge_masses(const Case& c) {
  const Event& e = c.event;
  const std::int64_t inputs_g = mass_of(e.inputs);
  const std::int64_t added_g = mass_of(e.added);
  std::int64_t outputs_g = checked_sum(mass_of(e.units), mass_of(e.lots));
  if (e.type == EventType::repurpose) outputs_g = checked_sum(outputs_g, e.thing.mass_g);
  const std::int64_t out_g = outputs_g + e.loss_g + e.weighing_g;
  if (inputs_g + added_g != out_g)
    return refuse(
        Refusal::mass_not_balanced, "",
        fmt::format("inputs {} g + added {} g are not outputs {} g + loss {} g + weighing "
                    "{} g; {} g are {}",
                    inputs_g, added_g, outputs_g, e.loss_g, e.weighing_g,
                    std::abs(inputs_g + added_g - out_g),
                    inputs_g + added_g > out_g ? "unaccounted for" : "from nowhere"));
  const std::int64_t tolerance_g =
      proportion(inputs_g, c.world.constitution().mass_tolerance_ppm, 1'000'000);
  if (std::abs(e.weighing_g) > tolerance_g)
    return refuse(
        Refusal::mass_out_of_tolerance, "/weighing_g",
        fmt::format("a weighing difference of {} g is more than the {} g that {} ppm of "
                    "the inputs allow",
                    e.weighing_g, tolerance_g, c.world.constitution().mass_tolerance_ppm));
  return {};
}

}  // namespace

Verdict judge_transformation(Case& c) {
  if (auto balanced = judge_masses(c); !balanced) return balanced;
  const Route route = route_of(c.event);
  const auto inputs = consume(c, route);
  if (!inputs) return tl::unexpected(inputs.error());
  if (auto made = produce(c, *inputs, route); !made) return made;
  const std::int64_t out_g = inputs->mass_g + inputs->added_g - c.event.loss_g - c.event.weighing_g;
  c.take_out(Place::stock, c.sender().no, inputs->mass_g);
  c.take_out(Place::added, 0, inputs->added_g);
  c.put_in(Place::stock, c.sender().no, out_g);
  c.put_in(Place::loss, 0, c.event.loss_g);
  c.weighing_difference(c.event.weighing_g);
  return {};
}

}  // namespace ledger::model
