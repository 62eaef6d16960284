#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cli/sample/json.hpp"
#include "cli/sample/output.hpp"
#include "cli/sample/random.hpp"
#include "cli/sample/things.hpp"

namespace cli::sample {

/// Who says it and when.
struct Said {
  Operator& by;
  Moment at{};
  std::string_view site = {};
};

/// One thing of an event, with the grams it states.
struct Line {
  std::string_view id;
  bool is_lot = false;
  std::int64_t mass_g{};
};
[[nodiscard]] Line line_of(const Unit& unit);
[[nodiscard]] Line line_of(const Lot& lot);
[[nodiscard]] std::vector<Line> lines_of(const std::vector<Unit>& units);
[[nodiscard]] std::vector<Line> lines_of(const std::vector<Lot>& lots);

struct ReceivedLine {
  std::string_view id;
  bool is_lot = false;
  std::int64_t accepted_g{}, refused_g{};
  std::string_view reason;
};

/// What goes in and out of a work besides units and lots.
struct Balance {
  std::int64_t added_g{};  ///< reagents, or parts of a second-life product
  std::int64_t loss_g{};
  std::int64_t weighing_g{};
};

/// Turns what the companies do into events: each function writes one line, members in order.
class Recorder {
 public:
  Recorder(const std::filesystem::path& directory, std::uint64_t seed);

  std::string scrap_vehicle(const Said& said, std::string_view battery, std::string_view code,
                            std::string_view vin);
  void retire(const Said& said, const Unit& unit, std::string_view source, std::string_view region,
              std::string_view scrap = {});
  void retire_lot(const Said& said, const Lot& lot, std::string_view region);
  struct Opening {
    std::string_view reason, place;
    bool counted = false;
    std::string_view source, from, country, transfer;
  };
  void bring_in(const Said& said, const Opening& opening, const std::vector<Unit>& units,
                const std::vector<Lot>& lots);
  void identify(const Said& said, const Unit& unit, std::string_view code);
  void identify_parts(const Said& said, const Unit& unit);
  void inspect(const Said& said, const Unit& unit, std::int64_t soh_permille,
               std::string_view decision, std::string_view method);
  void inspect_lot(const Said& said, const Lot& lot);

  void weigh(const Said& said, const std::vector<Line>& lines, std::string_view reason);
  void dispatch(const Said& said, std::string_view to, std::string_view slip,
                const std::vector<Line>& lines);
  void receive(const Said& said, std::string_view from, std::string_view slip,
               const std::vector<ReceivedLine>& lines);
  struct Delivery {
    std::string_view purpose, application, to, customer;
  };
  void deliver(const Said& said, const Delivery& delivery, const std::vector<Line>& lines);
  void dispose(const Said& said, const std::vector<Line>& lines, std::string_view waste_code,
               std::string_view operation);
  void report_missing(const Said& said, const Unit& unit, std::string_view kind);

  void dismantle(const Said& said, const Unit& pack, const std::vector<Unit>& modules,
                 const std::vector<Lot>& lots, const Balance& balance);
  void repurpose(const Said& said, const std::vector<Unit>& inputs, const Unit& product,
                 const std::vector<Lot>& lots, const Balance& balance);
  struct Step {
    std::string_view step, route;
    std::int64_t energy_kwh = -1;
  };
  void process(const Said& said, const Step& step, const std::vector<Line>& inputs,
               const std::vector<Lot>& outputs, const Balance& balance);

  void enroll(const Said& said, const Operator& subject, std::string_view key);
  void grant_key(const Said& said, const Operator& subject, std::string_view key);
  void revoke_key(const Said& said, const Operator& subject, std::string_view key_name,
                  std::string_view reason);
  void standing(const Said& said, std::string_view type, const Operator& subject,
                std::string_view reason);
  void set_target(const Said& said, int year, std::int64_t mass_t, std::string_view bound,
                  std::string_view source);

  [[nodiscard]] EventFiles& events() { return events_; }
  [[nodiscard]] std::int64_t openings() const { return openings_.lines(); }
  void close();

 private:
  Json& start(const Said& said);
  void finish();
  void item(const Line& line);
  void items(const std::vector<Line>& lines, std::string_view key = "items");
  void added(const Balance& balance, std::string_view material);
  void outputs(const std::vector<Lot>& lots, std::string_view key, bool described);
  void assay(const Assay& assay);
  void site(const Said& said);
  void seal(const Said& said, std::string_view event, std::string_view member,
            std::string_view text);
  void brought_unit(const Unit& unit, std::string_view source);
  void brought_lot(const Lot& lot, std::string_view source);

  EventFiles events_;
  LineFile openings_;
  Random salts_;
  Json json_, opening_;
};

/// With padding.
[[nodiscard]] std::string base64(const std::array<std::uint8_t, 32>& bytes);

}  // namespace cli::sample
