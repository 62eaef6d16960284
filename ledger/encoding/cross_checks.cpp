#include "ledger/encoding/cross_checks.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/encoding/codes.hpp"
#include "ledger/encoding/kind_checks.hpp"
#include "ledger/encoding/trails.hpp"

namespace ledger::encoding {
namespace {

using Check = std::optional<Error>;

Check found(Refusal refusal, std::string pointer, std::string detail) {
  return Error{refusal, std::move(pointer), std::move(detail), -1, {}};
}

std::string_view id_of(const Item& item) {
  return item.unit.empty() ? item.lot : item.unit;
}

std::vector<std::string_view> ids_of(const std::vector<Item>& items) {
  std::vector<std::string_view> ids;
  ids.reserve(items.size());
  for (const Item& item : items) ids.push_back(id_of(item));
  return ids;
}

Check stands_twice(std::string pointer, std::string_view what) {
  return found(Refusal::duplicate_item, std::move(pointer),
               fmt::format("{} stands here a second time", what));
}

Check check_things_once(const std::vector<Item>& items, std::string_view list) {
  if (items.size() < 2) return std::nullopt;
  const auto ids = ids_of(items);
  const auto again = find_repeat(ids);
  if (again == ids.size()) return std::nullopt;
  return stands_twice(
      fmt::format("/{}/{}/{}", list, again, items[again].unit.empty() ? "lot" : "unit"),
      ids[again]);
}

/// A lot that goes in is not the lot that comes out: its grams would have two origins.
Check check_outputs(const Event& event, std::string_view list) {
  for (std::size_t i = 0; i < event.lots.size(); ++i)
    for (const Item& input : event.inputs)
      if (!input.lot.empty() && input.lot == event.lots[i].lot)
        return found(Refusal::duplicate_item, fmt::format("/{}/{}/lot", list, i),
                     fmt::format("lot {} is an input too", input.lot));
  return std::nullopt;
}

Check check_lists(const Event& event) {
  const bool is_process = event.type == EventType::process;
  const std::string_view lots = is_process ? "outputs" : "lots";
  if (auto error = check_things_once(event.items, "items")) return error;
  if (auto error = check_things_once(event.inputs, "inputs")) return error;
  // The codes of a scrapped vehicle stand as bare texts.
  if (event.type == EventType::scrap_vehicle) {
    const auto again = find_repeat(ids_of(event.units));
    if (again < event.units.size())
      return stands_twice(fmt::format("/units/{}", again), event.units[again].unit);
  } else if (auto error = check_things_once(event.units, "units")) {
    return error;
  }
  if (auto error = check_things_once(event.lots, lots)) return error;
  return check_outputs(event, lots);
}

Check check_identify(const Event& event) {
  if (!event.code.empty() && event.code == event.thing.unit)
    return stands_twice("/code", event.code);
  auto codes = event.parts;
  codes.push_back(event.thing.unit);
  const auto again = find_repeat(codes);
  if (again == codes.size()) return std::nullopt;
  const bool is_whole = again == event.parts.size();
  return stands_twice(is_whole ? "/parts" : fmt::format("/parts/{}", again), codes[again]);
}

Check check_sites(const Event& event) {
  std::vector<std::string_view> names;
  for (const Site& site : event.sites) names.push_back(site.site);
  const auto again = find_repeat(names);
  if (again == names.size()) return std::nullopt;
  return stands_twice(fmt::format("/sites/{}/site", again), names[again]);
}

/// A key is named OPERATOR/LABEL after the operator it signs for.
Check check_key_name(std::string_view name, std::string_view owner, std::string pointer) {
  if (is_key_name(name) && name.starts_with(owner) && name[owner.size()] == '/')
    return std::nullopt;
  return found(Refusal::id_malformed, std::move(pointer),
               fmt::format("found a key named \"{}\", expected {}/LABEL", name, owner));
}

Check check_founding(const Event& event) {
  if (event.version != 1)
    return found(Refusal::unknown_version, "/rules",
                 fmt::format("found rules version {}, this program knows 1", event.version));
  if (event.authority_id != event.operator_id)
    return found(Refusal::value_not_allowed, "/authority/id",
                 fmt::format("found {}, expected the operator {} itself", event.authority_id,
                             event.operator_id));
  return check_key_name(vkey_name(event.authority_key), event.authority_id, "/authority/key");
}

Check check_by_type(const Event& event) {
  switch (event.type) {
    case EventType::establish:
      return check_founding(event);
    case EventType::enroll:
      if (auto error = check_sites(event)) return error;
      if (event.key.empty()) return std::nullopt;
      return check_key_name(vkey_name(event.key), event.subject, "/key");
    case EventType::grant_key:
      return check_key_name(vkey_name(event.key), event.subject, "/key");
    case EventType::revoke_key:
      return check_key_name(event.key, event.subject, "/key");
    case EventType::identify:
      return check_identify(event);
    default:
      return std::nullopt;
  }
}

Check check_trail_count(const Event& event) {
  constexpr std::size_t others = 7;  // operators, and the one thing
  const auto bound =
      others + event.items.size() + event.inputs.size() + event.units.size() + event.lots.size();
  if (bound <= event_trails_max) return std::nullopt;
  const auto count = named_trails(event).size();
  if (count <= event_trails_max) return std::nullopt;
  return found(Refusal::too_many_trails, "",
               fmt::format("the event is about {} units, lots and operators, at most {} may be",
                           count, event_trails_max));
}

}  // namespace

std::optional<Error> cross_check(const Tape& tape, const Event& event) {
  if (auto error = check_descriptions(tape, event)) return error;
  if (auto error = check_lists(event)) return error;
  if (auto error = check_by_type(event)) return error;
  return check_trail_count(event);
}

}  // namespace ledger::encoding
