#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include <nlohmann/json_fwd.hpp>

/// Keeps the books of a stream of events by the plainest means, to say whether the sample is lawful
/// without asking the rules that will judge it. Throws std::runtime_error at the first event that
/// is not.
class SampleBooks {
 public:
  void record(const std::string& line);
  /// retired + brought in + added = stock + transit + what left +- weighing difference.
  void check_sums() const;

  std::map<std::string, std::int64_t> types;        ///< events of each type
  std::map<std::string, std::int64_t> retired_by;   ///< grams of packs from vehicles, by operator
  std::map<std::string, std::int64_t> fed, gained;  ///< grams by element
  std::int64_t packs = 0, late_dispatches = 0, refused_items = 0, with_units = 0,
               lost_on_the_way = 0, large_differences = 0;

 private:
  using Json = nlohmann::json;
  struct Unit {
    std::string place, holder;  ///< holder also of what is lost; "from>to/slip" in transit
    std::int64_t mass_g{};
    std::string chemistry, origin, last_day, claimed;
  };
  struct Lot {
    std::string material, chemistry, last_day;
    bool drawn = false;
    std::map<std::string, std::int64_t> at;  ///< grams by operator or "from>to/slip"
    std::map<std::string, std::int64_t> ppm;
    std::int64_t moisture = 0;
  };

  Unit& unit_of(const Json& item, const std::string& holder);
  void draw_lot(const Json& item, const std::string& place, const std::string& why);
  std::int64_t take_in(const Json& event, const char* list, const char* why);
  std::int64_t put_lots(const Json& event, const char* list);
  void new_unit(const Json& item, const Json& event, const std::string& place);
  void touch(const Json& event, const Json& item);
  void feed(const Json& event);

  void retire(const Json& e);
  void bring_in(const Json& e);
  void weigh(const Json& e);
  void dispatch(const Json& e);
  void receive(const Json& e);
  void work(const Json& e);
  void leave(const Json& e, const std::string& place);
  void missing(const Json& e);
  void authority(const Json& e);

  std::map<std::string, Unit> units_;
  std::map<std::string, Lot> lots_;
  std::set<std::string> ids_, enrolled_, suspended_, keys_;
  std::map<std::string, std::int64_t> sources_, ends_;
  std::int64_t weighing_ = 0;
};
