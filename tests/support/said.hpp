#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Events as tests write them: `retire(collector, "R-1").unit(pack(1)).mass(412000)`. What a test
/// does not say has a value that is lawful.
namespace made_up {

/// Plainly made up: there is no region 990000. The check characters are right.
inline constexpr std::string_view authority = "12990000MADEUP00A8";
inline constexpr std::string_view regulator = "12990000MADEUP003J";
inline constexpr std::string_view collector = "91990000MADEUP0017";
inline constexpr std::string_view recycler = "91990000MADEUP002A";
inline constexpr std::string_view battery_maker = "91990000MADEUP0105";
inline constexpr std::string_view second_recycler = "91990000MADEUP0118";
inline constexpr std::string_view repurposer = "91990000MADEUP012B";
inline constexpr std::string_view vehicle_dismantler = "91990000MADEUP013E";
inline constexpr std::string_view stranger = "91990000MADEUP014H";  ///< never enrolled

/// GB/T 34014 codes of a maker 000, chemistry letter E, made on 2020-01-10.
[[nodiscard]] std::string pack(int number);
[[nodiscard]] std::string module(int number);
/// The code a second-life product gets.
[[nodiscard]] std::string second_life_pack(int number);
/// `OPERATOR/NO`.
[[nodiscard]] std::string lot(std::string_view operator_id, std::string_view number);

/// One JSON object being written. Setting a member again replaces it.
class Members {
 public:
  void set(std::string_view name, std::string json);
  void remove(std::string_view name);
  [[nodiscard]] std::string json() const;

 private:
  std::vector<std::pair<std::string, std::string>> members_;
};
[[nodiscard]] std::string in_quotes(std::string_view text);

/// A unit or a lot with its mass, as most events list it.
class Thing : public Members {
 public:
  /// A lot when `id` reads OPERATOR/NO, a unit otherwise.
  Thing(std::string_view id, std::int64_t mass_g);
  explicit Thing(std::string_view id);
  Thing& text(std::string_view name, std::string_view value);
  Thing& number(std::string_view name, std::int64_t value);
  Thing& json_member(std::string_view name, std::string value);
};
/// As `receive` lists it.
[[nodiscard]] Thing arrived(std::string_view id, std::int64_t received_g, std::int64_t accepted_g,
                            std::int64_t refused_g);
[[nodiscard]] Thing accepted(std::string_view id, std::int64_t mass_g);
/// Units and lots as `bring_in` and `dismantle` describe them.
[[nodiscard]] Thing brought(std::string_view unit, std::int64_t mass_g);
[[nodiscard]] Thing module_out(int number, std::int64_t mass_g);
[[nodiscard]] Thing made(std::string_view lot, std::string_view material, std::int64_t mass_g);
[[nodiscard]] Thing added(std::string_view material, std::int64_t mass_g);

/// An event; `operator_id` is also who signs it.
class Said : public Members {
 public:
  Said(std::string_view type, std::string_view operator_id, std::string_view id);
  [[nodiscard]] const std::string& operator_id() const { return operator_id_; }

  Said& text(std::string_view name, std::string_view value);
  Said& number(std::string_view name, std::int64_t value);
  Said& raw(std::string_view name, std::string json);
  Said& without(std::string_view name);

  Said& unit(std::string_view code) { return text("unit", code); }
  Said& mass(std::int64_t grams) { return number("mass_g", grams); }
  /// "2024-05-01" at nine in the morning, +08:00, or a whole time.
  Said& at(std::string_view day);
  Said& subject(std::string_view id) { return text("subject", id); }
  Said& list(std::string_view name, const std::vector<Thing>& things);
  Said& items(const std::vector<Thing>& things) { return list("items", things); }
  Said& inputs(const std::vector<Thing>& things) { return list("inputs", things); }
  Said& units(const std::vector<Thing>& things) { return list("units", things); }
  Said& lots(const std::vector<Thing>& things) { return list("lots", things); }
  Said& outputs(const std::vector<Thing>& things) { return list("outputs", things); }
  Said& loss(std::int64_t grams) { return number("loss_g", grams); }

 private:
  std::string operator_id_;
};

[[nodiscard]] Said retire(std::string_view by, std::string_view id);
[[nodiscard]] Said retire_lot(std::string_view by, std::string_view id, std::string_view lot,
                              std::int64_t mass_g);
[[nodiscard]] Said bring_in(std::string_view by, std::string_view id);
[[nodiscard]] Said identify(std::string_view by, std::string_view id, std::string_view unit);
[[nodiscard]] Said weigh(std::string_view by, std::string_view id);
[[nodiscard]] Said inspect(std::string_view by, std::string_view id, std::string_view thing);
[[nodiscard]] Said dispatch(std::string_view by, std::string_view id, std::string_view to,
                            std::string_view transfer);
[[nodiscard]] Said receive(std::string_view by, std::string_view id, std::string_view from,
                           std::string_view transfer);
[[nodiscard]] Said dismantle(std::string_view by, std::string_view id);
[[nodiscard]] Said repurpose(std::string_view by, std::string_view id);
[[nodiscard]] Said process(std::string_view by, std::string_view id);
[[nodiscard]] Said deliver(std::string_view by, std::string_view id, std::string_view purpose);
[[nodiscard]] Said dispose(std::string_view by, std::string_view id);
[[nodiscard]] Said missing(std::string_view by, std::string_view id, std::string_view kind);
[[nodiscard]] Said scrap_vehicle(std::string_view by, std::string_view id);
[[nodiscard]] Said enroll(std::string_view subject, std::string_view id, std::string_view role);
[[nodiscard]] Said grant_key(std::string_view subject, std::string_view id, std::string vkey);
[[nodiscard]] Said revoke_key(std::string_view by, std::string_view id, std::string_view key);
[[nodiscard]] Said rotate_ledger_key(std::string_view id, std::string_view old_key,
                                     std::string_view new_key, std::string_view proof);
[[nodiscard]] Said restored(std::string_view id, std::int64_t size, std::string_view root,
                            std::int64_t lost_size);
/// `suspend` or `reinstate`.
[[nodiscard]] Said standing(std::string_view type, std::string_view subject, std::string_view id);

}  // namespace made_up
