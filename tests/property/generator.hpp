#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/property/books.hpp"
#include "tests/property/dice.hpp"

namespace property {

using Json = nlohmann::json;

/// Makes events that could happen next, and one in some that could not.
class Generator {
 public:
  explicit Generator(std::uint64_t seed) : dice_(seed) {}

  /// The text of one event of this operator; nothing when it has nothing to do.
  std::optional<std::string> event(const Books& books, const std::string& by, std::int64_t now_s);
  Dice& dice() { return dice_; }

 private:
  /// Something in the operator's stock, with what of it is free.
  struct Thing {
    std::string id;
    bool is_unit = false, is_battery = false;
    Gram mass = 0;
    ledger::Origin origin{};
    ledger::Chemistry chemistry{};
    ledger::Material material{};
  };

  // generator.cpp
  bool fill(Json& event);
  std::vector<Thing> stock(const std::string& of) const;
  std::vector<Thing> some(std::vector<Thing> from, std::size_t most);
  Json item(const Thing& thing);
  std::string code(char letter);
  std::string lot_name();
  std::string any_code_of(const std::string& unit);
  std::string company();
  std::string time(std::int64_t now_s);
  // generator_stock.cpp
  Json new_unit();
  Json new_battery_lot();
  bool retire(Json& event);
  bool retire_again(Json& event);
  bool bring_in(Json& event);
  bool weigh(Json& event);
  bool inspect(Json& event);
  bool identify(Json& event);
  bool scrap_vehicle(Json& event);
  bool administer(Json& event);
  // generator_moves.cpp
  bool dispatch(Json& event);
  bool dispatch_received(Json& event);
  bool receive(Json& event);
  bool receive_first(Json& event);
  Json received(const Thing& thing, Gram expected);
  bool deliver(Json& event);
  bool dispose(Json& event);
  bool report_missing(Json& event);
  bool recover(Json& event);
  // generator_work.cpp
  std::vector<Thing> inputs(Json& event, bool with_materials);
  Gram added(Json& event);
  void live_on(Json& output, const std::string& id);
  bool dismantle(Json& event);
  bool repurpose(Json& event);
  bool process(Json& event);
  Json made_lot(const std::string& material, Gram mass);
  void balance(Json& event, Gram rest);
  // mutations.cpp
  void mutate(Json& event);
  void disturb(Json& node);
  void disturb_item(Json& event);

  Dice dice_;
  const Books* books_ = nullptr;
  std::string by_;
  std::int64_t now_s_ = 0, events_ = 0, things_ = 0;
  std::vector<std::string> scrapped_;  ///< codes named when their vehicle was scrapped
};

}  // namespace property
