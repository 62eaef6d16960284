#include "ledger/model/roles.hpp"

namespace ledger::model {
namespace {

constexpr std::uint32_t bit(Role role) {
  return 1U << static_cast<unsigned>(role);
}

constexpr std::uint32_t authority = bit(Role::authority);
constexpr std::uint32_t holders =
    bit(Role::battery_maker) | bit(Role::vehicle_maker) | bit(Role::importer) |
    bit(Role::vehicle_dismantler) | bit(Role::collector) | bit(Role::repairer) |
    bit(Role::swap_station) | bit(Role::repurposer) | bit(Role::recycler);
constexpr std::uint32_t anybody = authority | bit(Role::regulator) | holders;
constexpr std::uint32_t dismantlers =
    bit(Role::recycler) | bit(Role::repurposer) | bit(Role::vehicle_dismantler);

}  // namespace

std::uint32_t roles_allowed(EventType type) {
  switch (type) {
    case EventType::establish:
    case EventType::adopt_rules:
    case EventType::enroll:
    case EventType::grant_key:
    case EventType::suspend:
    case EventType::reinstate:
    case EventType::set_target:
    case EventType::rotate_ledger_key:
    case EventType::restored:
      return authority;
    case EventType::revoke_key:  // its own; the rule itself tells whose
      return anybody;
    case EventType::scrap_vehicle:
      return bit(Role::vehicle_dismantler);
    case EventType::retire:
    case EventType::bring_in:
    case EventType::identify:
    case EventType::weigh:
    case EventType::inspect:
    case EventType::dispatch:
    case EventType::receive:
    case EventType::deliver:
    case EventType::dispose:
    case EventType::report_missing:
      return holders;
    case EventType::dismantle:
      return dismantlers;
    case EventType::repurpose:
      return bit(Role::repurposer);
    case EventType::process:
      return bit(Role::recycler);
    case EventType::correct:
    case EventType::approve:
    case EventType::object:
    case EventType::attest:
    case EventType::redact:
    case EventType::close_year:
    case EventType::succeed:
    case EventType::snapshot:
    case EventType::carry:
      return 0;
  }
  return 0;
}

bool allowed_while_suspended(EventType type) {
  return type == EventType::dispatch || type == EventType::weigh ||
         type == EventType::report_missing || type == EventType::correct ||
         type == EventType::object;
}

}  // namespace ledger::model
