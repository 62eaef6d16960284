#include "ledger/encoding/event_shapes.hpp"
#include "ledger/encoding/shape_parts.hpp"

namespace ledger::encoding::shapes {
namespace {

constexpr auto authority_members =
    object_of(must("id", operator_id, keep<&Event::authority_id>),
              must("name", public_text, keep<&Event::authority_name>),
              must("key", vkey, keep<&Event::authority_key>));
constexpr std::array authority_forms{Shape{authority_members, {}, 0, "authority"}};
constexpr Kind authority = object_in("the authority", authority_forms);

constexpr auto establish_members =
    event_of(must("origin", origin_name, keep<&Event::origin_name>), must("authority", authority),
             must("ledger_key", vkey, keep<&Event::ledger_key>),
             may("recovery_key", vkey, keep<&Event::recovery_key>),
             must("utc_offset_min", offset_min, keep<&Event::utc_offset_min>),
             must("mass_tolerance_ppm", ppm, keep<&Event::mass_tolerance_ppm>),
             must("batch_window_s", window_s, keep<&Event::batch_window_s>),
             must("rules", version, keep<&Event::version>));

constexpr auto adopt_rules_members = event_of(must("version", version, keep<&Event::version>));

constexpr auto set_target_members = event_of(
    must("year", year, keep<&Event::year>), must("mass_t", target_mass, keep<&Event::mass_t>),
    must("bound", bound, keep<&Event::bound>),
    must("source", public_text, keep_of_thing<&Item::source>));

// --- Operators and keys --------------------------------------------------------------------------
constexpr auto site_members =
    object_of(must("site", label, keep<&Site::site>), must("name", public_text, keep<&Site::name>),
              must("region", region, keep<&Site::region>),
              may("capacity_t", capacity, keep<&Site::capacity_t>));
constexpr std::array site_forms{Shape{site_members, {}, 0, "site"}};
constexpr Kind site = object_in("a site", site_forms);
constexpr Kind sites = list_of(site, 0, 256);
constexpr Kind roles = list_of(role, 1, 11, true);
constexpr Kind types = list_of(event_type, 1, 33, true);

void keep_until(void* owner, const Found& found) {
  static_cast<Event*>(owner)->until_s = found.seconds;
}

constexpr auto enroll_members = event_of(
    must("subject", operator_id, keep<&Event::subject>),
    must("name", public_text, keep<&Event::name>), must("roles", roles, keep<&Event::roles>),
    must("region", region, keep<&Event::region>),
    may("capacity_t", capacity, keep<&Event::capacity_t>),
    may("listing", public_text, keep<&Event::listing>),
    may("sites", sites, nullptr, grow<&Event::sites>), may("key", vkey, keep<&Event::key>));

constexpr auto grant_key_members =
    event_of(must("subject", operator_id, keep<&Event::subject>),
             must("key", vkey, keep<&Event::key>), may("holder", operator_id, keep<&Event::holder>),
             may("types", types, keep<&Event::types>), may("until", time, keep_until));

constexpr auto revoke_key_members =
    event_of(must("subject", operator_id, keep<&Event::subject>),
             must("key", key_name, keep<&Event::key>), must("reason", reason, keep<&Event::reason>),
             may("untrusted_since", entry_index, keep<&Event::untrusted_since>));

constexpr auto standing_members = event_of(must("subject", operator_id, keep<&Event::subject>),
                                           must("reason", reason, keep<&Event::reason>));

// --- The ledger's own key, and the ledger put back -----------------------------------------------
constexpr auto rotate_ledger_key_members = event_of(
    must("old_key", vkey, keep<&Event::old_key>), must("new_key", vkey, keep<&Event::new_key>),
    must("proof", signature_text, keep<&Event::proof>));

constexpr auto restored_members = event_of(must("size", tree_size, keep<&Event::size>),
                                           must("root", hash_text, keep<&Event::root>),
                                           must("lost_size", tree_size, keep<&Event::lost_size>));

}  // namespace

constexpr std::array rotate_ledger_key_shapes{
    Shape{rotate_ledger_key_members, {}, 0, "rotate_ledger_key"}};
constexpr std::array restored_shapes{Shape{restored_members, {}, 0, "restored"}};
constexpr std::array establish_shapes{Shape{establish_members, {}, 0, "establish"}};
constexpr std::array adopt_rules_shapes{Shape{adopt_rules_members, {}, 0, "adopt_rules"}};
constexpr std::array set_target_shapes{Shape{set_target_members, {}, 0, "set_target"}};
constexpr std::array enroll_shapes{Shape{enroll_members, {}, 0, "enroll"}};
constexpr std::array grant_key_shapes{Shape{grant_key_members, {}, 0, "grant_key"}};
constexpr std::array revoke_key_shapes{Shape{revoke_key_members, {}, 0, "revoke_key"}};
constexpr std::array suspend_shapes{Shape{standing_members, {}, 0, "suspend"}};
constexpr std::array reinstate_shapes{Shape{standing_members, {}, 0, "reinstate"}};

std::span<const Shape> founding_forms(EventType type) {
  switch (type) {
    case EventType::establish:
      return establish_shapes;
    case EventType::adopt_rules:
      return adopt_rules_shapes;
    case EventType::set_target:
      return set_target_shapes;
    case EventType::enroll:
      return enroll_shapes;
    case EventType::grant_key:
      return grant_key_shapes;
    case EventType::revoke_key:
      return revoke_key_shapes;
    case EventType::suspend:
      return suspend_shapes;
    case EventType::reinstate:
      return reinstate_shapes;
    case EventType::rotate_ledger_key:
      return rotate_ledger_key_shapes;
    case EventType::restored:
      return restored_shapes;
    default:
      return {};
  }
}

}  // namespace ledger::encoding::shapes
