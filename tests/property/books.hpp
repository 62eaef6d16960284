#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/event.hpp"
#include "ledger/state.hpp"

/// The second opinion: the rules of mass written down once more, as plainly as possible and without
/// a look at `ledger/model`. Slow on purpose: maps, copies, one event after the other.
namespace property {

using ledger::Event;
using ledger::Item;
using ledger::Place;
using Gram = std::int64_t;

/// Thrown by the judge; the books are half changed then and must be thrown away.
struct Refused {
  std::string why;
  bool of_sender = false;  ///< who sends may not, whatever it says: judged before the batch's rules
};

/// A place, and whose: an operator's id, a transfer's key, or "" where it does not matter.
struct Where {
  Place place{};
  std::string who;
  auto operator<=>(const Where&) const = default;
};

/// Grams that are together. `claimed` ones are somebody else's already; spent and seen are of the
/// others, and may be more than they weigh by now.
struct Parcel {
  Gram mass = 0, claimed = 0, spent = 0, seen = 0;
  [[nodiscard]] Gram free() const { return mass - claimed; }
  [[nodiscard]] Gram unspent() const { return mass > spent ? mass - spent : 0; }
  [[nodiscard]] Gram unseen() const { return mass > seen ? mass - seen : 0; }
  /// The same thing on another scale: no fresh gram comes of it.
  [[nodiscard]] Parcel at(Gram found) const;
};

struct Unit {
  ledger::Level level{};
  ledger::CodeScheme scheme{};
  ledger::Chemistry chemistry{};
  ledger::Origin origin{};
  Where where;
  Parcel grams;
  bool claimed = false;   ///< received and refused before it was dispatched
  bool received = false;  ///< once in the stock of a treating company
  bool guessed = false;   ///< never weighed so far, and none of it counted
};

struct Lot {
  ledger::Material material{};
  std::string other_name;
  ledger::Chemistry chemistry{};
  ledger::Origin origin{};
  bool drawn = false;
  std::map<Where, Parcel> at;
  [[nodiscard]] bool is_battery() const { return ledger::is_battery_mass(material); }
};

/// -1: that side has said nothing.
struct HandOver {
  Gram dispatched = -1, received = -1, accepted = -1, refused = -1, claimed = 0;
  bool missing = false;
};
struct Transfer {
  std::string from, to, slip;
  std::size_t order = 0;                  ///< which came first
  std::map<std::string, HandOver> items;  ///< by unit code or lot name
};

struct Company {
  bool suspended = false;
  std::set<ledger::Role> roles;
  [[nodiscard]] bool has(ledger::Role role) const { return roles.contains(role); }
  [[nodiscard]] bool is_holder() const;
  /// Whose stock counts as arrival in the rule received/1.
  [[nodiscard]] bool is_treating() const;
};

/// Counted grams of one year and origin.
struct Counted {
  Gram net = 0, treated = 0, second_life = 0, received = 0;
  std::int64_t received_units = 0;
};

class Books {
 public:
  Books(std::string authority, Gram tolerance_ppm);

  /// Who may send what is judged by how things stand here, for a whole batch.
  void begin_batch() { standing_ = companies; }
  /// Books one event, recorded at `now_s`; throws Refused.
  void book(const Event& event, std::int64_t now_s);

  // Open to the generator, which draws plausible events from it, and to the comparison.
  std::map<std::string, Company> companies;
  std::map<std::string, Unit> units;         ///< by first code
  std::map<std::string, std::string> codes;  ///< every code: the unit's first one
  std::map<std::string, Lot> lots;
  std::map<std::string, Transfer> transfers;  ///< by key
  std::set<std::string> scrapped_vehicles;
  std::map<Where, std::map<std::int64_t, Gram>> accounts;  ///< by year of `at`
  std::map<std::pair<std::int64_t, ledger::Origin>, Counted> counted;
  std::map<std::int64_t, Gram> retired, brought_in;
  std::map<std::int64_t, std::int64_t> targets;  ///< tonnes by year, the last word

  [[nodiscard]] static std::string transfer_key(std::string_view from, std::string_view to,
                                                std::string_view slip);
  /// Grams of an account over all years up to this one.
  [[nodiscard]] Gram balance(Place place, std::int64_t year) const;
  [[nodiscard]] Gram balance_of(const Where& where) const;
  [[nodiscard]] Gram sum_of_accounts() const;

 private:
  // books.cpp
  void judge_sender(const Event& event);
  void post(const Where& from, const Where& to, Gram grams);
  std::string resolve(std::string_view code) const;
  void name_once(const std::string& id);
  Counted& counted_here(ledger::Origin origin);
  // books_things.cpp
  std::string held_unit(const Item& item) const;
  Parcel draw(Lot& lot, const Where& from, Gram grams);
  void put(Lot& lot, const Where& to, const Parcel& parcel);
  void add_to_lot(const std::string& name, const Lot& description, const Where& to,
                  const Parcel& parcel);
  void add_unit(const std::string& code, Unit unit);
  void arrive(Parcel& parcel, ledger::Origin origin);
  void arrive(Unit& unit);
  // books_stock.cpp
  void retire(const Event& event);
  void retire_again(const Event& event, Unit& unit);
  void bring_in(const Event& event);
  void weigh(const Event& event);
  void inspect(const Event& event);
  void identify(const Event& event);
  void administer(const Event& event);
  // books_transfers.cpp
  Transfer& open_transfer(const std::string& from, const std::string& to, std::string_view slip);
  void dispatch(const Event& event);
  void dispatch_received(const Item& item, const std::string& id, HandOver& item_state);
  void receive(const Event& event);
  void receive_unit(const Item& item, const std::string& key, HandOver& item_state);
  void receive_lot(const Item& item, const std::string& key, HandOver& item_state);
  // books_ends.cpp
  void leave(const Event& event, Place end);
  void judge_purpose(const Item& item, ledger::Purpose purpose) const;
  void deliver(const Event& event);
  void report_missing(const Event& event);
  void recover(const Item& item);
  std::string carried_by(const Item& item, const std::string& id) const;
  void lose(const Item& item);
  // books_work.cpp
  struct Taken;
  struct Made;
  void work(const Event& event);
  Taken take(const Item& input, ledger::EventType type);
  std::vector<Made> outputs(const Event& event, const std::vector<Taken>& taken);
  const Taken* parent_of(const Made& made, const std::vector<Taken>& taken) const;
  void judge_parents(const std::vector<Made>& made) const;
  void describe(Made& made, const std::vector<Taken>& taken, ledger::EventType type) const;
  void give(const Made& made);

  std::string authority_;
  std::map<std::string, Company> standing_;
  Gram tolerance_ppm_;
  // Of the event at work.
  std::string operator_;
  std::int64_t year_ = 0;
  bool is_weighed_ = false;
  std::set<std::string> named_;
};

/// The year of a moment at +08:00.
[[nodiscard]] std::int64_t year_of(std::int64_t at_s);

/// The counted grams that go with `part` of a `mass`: their share, rounded down, but no more than
/// the part weighs; with the last part all of them.
[[nodiscard]] Gram counted_part(Gram counted, Gram part, Gram mass);

/// The part of `whole` that goes with `part` of `mass`, rounded down.
[[nodiscard]] Gram share_of(Gram whole, Gram part, Gram mass);

}  // namespace property
