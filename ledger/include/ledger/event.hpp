#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/lists.hpp"
#include "ledger/result.hpp"

namespace ledger {

/// Limits at the door (docs/format.md, "Limits"): what they accept always fits an entry.
inline constexpr std::size_t event_bytes_max = 36'864;
inline constexpr std::size_t event_trails_max = 256;

/// An element's share of a lot's dry mass.
struct Assay {
  Element element{};
  std::int64_t ppm{};
  bool operator==(const Assay&) const = default;
};

/// One thing an event names: a unit, a lot, or a quantity of added material. Which members are
/// stated depends on the event (schema/json/event.schema.json); the rest keep their defaults.
struct Item {
  std::string_view unit;  ///< the code, empty when it is not a unit
  std::string_view lot;   ///< OPERATOR/NO, empty when it is not a lot
  Material material{};    ///< of a lot or of what is added
  std::string_view name;  ///< what a lot of material `other` is
  std::int64_t mass_g{};
  std::int64_t received_g{}, accepted_g{}, refused_g{};
  CodeScheme code_scheme{};
  Level level{};
  Chemistry chemistry{};
  Origin origin{};
  std::string_view source;
  std::string_view parent;  ///< the input unit it came out of
  std::optional<std::int64_t> energy_wh, moisture_permille;
  std::vector<Assay> assay;  ///< empty when not stated
};

/// A place of work of an operator.
struct Site {
  std::string_view site, name, region;
  std::optional<std::int64_t> capacity_t;
};

struct Commitment {
  std::string_view member;  ///< "vin", "note" …
  std::string_view value;   ///< base64 of 32 bytes
};

/// What an operator says happened: one value for every type, a member for every word of
/// `events.md`. Only `read_event` makes one, so an Event is always well formed and canonical.
/// Every `string_view` looks into the event's own text and lives as long as the event.
struct Event {
  Event() = default;
  Event(Event&&) = default;
  Event& operator=(Event&&) = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  /// The canonical bytes: what is hashed, signed and stored.
  [[nodiscard]] std::string_view bytes() const { return *text_; }

  EventType type{};
  std::string_view id, operator_id, site;
  std::string_view at;  ///< as written, "2024-03-05T09:30:00+08:00"
  std::int64_t at_s{};  ///< the same in seconds since 1970, UTC
  std::vector<Commitment> sealed;
  MassBasis mass_basis{};

  // Founding, operators, keys, targets.
  std::string_view origin_name;  ///< establish.origin
  std::string_view authority_id, authority_name, authority_key;
  std::string_view ledger_key, recovery_key;
  std::string_view old_key, new_key, proof;  ///< rotate_ledger_key
  std::string_view root;                     ///< restored: base64 of the root at `size`
  std::int64_t size{}, lost_size{};          ///< restored
  std::int64_t utc_offset_min{}, mass_tolerance_ppm{}, batch_window_s{}, version{};
  std::string_view subject, name, region, key, holder, listing, reason;
  std::vector<Role> roles;
  std::vector<EventType> types;
  std::vector<Site> sites;
  std::optional<std::int64_t> capacity_t, untrusted_since, until_s;
  std::int64_t year{}, mass_t{};
  Bound bound{};

  // Things.
  Item thing;  ///< the one unit or lot of retire, inspect, identify, repurpose's product
  std::vector<Item>
      items;  ///< bring_in, weigh, dispatch, receive, deliver, dispose, report_missing
  std::vector<Item> inputs, added;
  std::vector<Item> units;  ///< dismantle's units; scrap_vehicle's codes (only `unit` stated)
  std::vector<Item> lots;   ///< lots of dismantle and repurpose, outputs of process
  std::vector<std::string_view> parts;  ///< identify
  std::string_view scrap;               ///< retire: OPERATOR/event id of a scrap_vehicle
  std::string_view code, main;          ///< identify
  std::string_view to, from, transfer, country, place;
  bool counted{};
  std::optional<std::int64_t> soh_permille;
  std::int64_t loss_g{}, weighing_g{};
  Route route{};
  Purpose purpose{};
  MissingKind missing{};
  BatteryPresence battery{};

  /// For `read_event` alone.
  std::unique_ptr<const std::string> text_;
  /// Values whose text form had escapes; views above may point here.
  std::vector<std::unique_ptr<const std::string>> unescaped_;
  bool was_canonical_ = false;  ///< the input was in canonical form already
};

/// Reads one event strictly (docs/format.md, "Event"): one pass, nothing guessed. Free formatting
/// is accepted and made canonical; everything else that is not exactly an event of a known shape is
/// refused with the JSON Pointer of what was found. Looks at the text alone: rules come later.
/// Threads: any.
[[nodiscard]] Result<Event> read_event(std::string_view text);

/// As `read_event`, but refuses (`not_canonical`) what is not canonical already.
[[nodiscard]] Result<Event> read_canonical_event(std::string_view text);

/// The ids of the trails that an event is by or about, as written in it (a unit's other codes are
/// not resolved): operators, units, lots; sorted by bytes, each once.
[[nodiscard]] std::vector<std::string_view> named_trails(const Event& event);

}  // namespace ledger
