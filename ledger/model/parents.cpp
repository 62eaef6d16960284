#include <map>

#include <fmt/format.h>

#include "ledger/model/holdings.hpp"
#include "ledger/model/transformation.hpp"

namespace ledger::model {
namespace {

/// The input that the code of an output belongs to already, as the input itself or a part of it.
const Consumed* owner_of_code(const Case& c, const Inputs& inputs, std::string_view code) {
  const CodeState* known = c.world.find_code(code);
  return known ? inputs.unit(known->unit) : nullptr;
}

Result<const Consumed*> parent_of(const Case& c, const Inputs& inputs, const Item& item,
                                  const std::string& pointer) {
  const Consumed* owner = owner_of_code(c, inputs, item.unit);
  if (item.parent.empty()) {
    if (owner || inputs.units() == 0) return owner;
    if (inputs.units() > 1)
      return refuse(
          Refusal::parent_required, pointer + "/unit",
          fmt::format("{} units went in; say which one {} came out of", inputs.units(), item.unit));
    for (const Consumed& thing : inputs.things)
      if (thing.unit_no != 0) return &thing;
  }
  const Consumed* parent = owner_of_code(c, inputs, item.parent);
  if (!parent)
    return refuse(Refusal::parent_required, pointer + "/parent",
                  fmt::format("{} is not among the inputs", item.parent));
  if (owner && owner != parent)
    return refuse(Refusal::parent_required, pointer + "/parent",
                  fmt::format("{} belongs to the input {}, so {} is not its parent", item.unit,
                              owner->code, item.parent));
  return parent;
}

/// Origin, chemistry and date of retirement go with the parent, so they must not go with more grams
/// than it had.
Verdict judge_mass(const Case& c, const Consumed& parent, std::int64_t units_g,
                   const std::string& pointer) {
  const std::int64_t ppm = c.world.constitution().mass_tolerance_ppm;
  const std::int64_t most_g =
      checked_sum(parent.content.mass_g, proportion(parent.content.mass_g, ppm, 1'000'000));
  if (units_g <= most_g) return {};
  return refuse(Refusal::mass_not_balanced, pointer + "/mass_g",
                fmt::format("{} is booked with {} g; the units out of it weigh {} g together, {} g "
                            "more than {} ppm of tolerance allow",
                            parent.code, parent.content.mass_g, units_g, units_g - most_g, ppm));
}

}  // namespace

Result<std::vector<const Consumed*>> parents_of(const Case& c, const Inputs& inputs) {
  std::vector<const Consumed*> parents;
  std::map<const Consumed*, std::int64_t> out_of_g;
  for (std::size_t i = 0; i < c.event.units.size(); ++i) {
    const Item& item = c.event.units[i];
    const std::string pointer = fmt::format("/units/{}", i);
    const auto parent = parent_of(c, inputs, item, pointer);
    if (!parent) return tl::unexpected(parent.error());
    parents.push_back(*parent);
    if (!*parent) continue;
    std::int64_t& units_g = out_of_g[*parent];
    units_g = checked_sum(units_g, item.mass_g);
    if (auto may = judge_mass(c, **parent, units_g, pointer); !may)
      return tl::unexpected(may.error());
  }
  return parents;
}

}  // namespace ledger::model
