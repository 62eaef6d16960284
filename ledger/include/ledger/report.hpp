#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/hash.hpp"
#include "ledger/state.hpp"

namespace ledger {

/// How a report counts (docs/rules.md, "Counting rules"). Named, versioned and printed, since no
/// official rule is published.
enum class CountingRule : std::uint8_t { net_1, gross_1, received_1 };
template <>
struct Names<CountingRule> {
  static constexpr std::array<std::string_view, 3> values{"net/1", "gross/1", "received/1"};
};

/// What was signed with keys that the authority trusts no longer, from the index on that it named.
struct DoubtfulSource {
  std::vector<std::string> keys;                 ///< names, sorted
  std::map<std::int64_t, std::int64_t> entries;  ///< by year of their `at`
  std::map<FigureKey, Figure> figures;           ///< what these entries alone added
};

/// Everything a report is made of, as the ledger holds it at one head.
struct ReportSource {
  std::string origin;
  Hash identity{};  ///< leaf hash of entry 0
  std::int64_t size{};
  Hash root{};
  std::int64_t now_ms{};  ///< the head's last recorded_at: a report reads no clock
  std::int64_t utc_offset_min{};
  std::int64_t rules{};
  Tallies tallies;                       ///< figures of the year, flows of every year up to it
  std::vector<OperatorState> operators;  ///< those that the figures name
  std::vector<TargetState> targets;
  std::map<std::string, std::int64_t> finding_counts;  ///< of the year, by name; `correction` too
  std::optional<DoubtfulSource> doubtful;              ///< when some key is no longer trusted
};

/// Grams, units and energy of one part of a split. `utilised_g` follows the chosen rule.
struct Share {
  std::string key;   ///< "LFP", "CN-FJ", "hydrometallurgy", operator id, month …
  std::string name;  ///< an operator's name, else empty
  std::int64_t utilised_g{}, gross_g{}, treated_g{}, second_life_g{}, received_g{}, retired_g{};
  std::int64_t units{}, energy_wh{}, retired_units{}, retired_energy_wh{};
  std::int64_t capacity_t = -1;  ///< an operator's licensed capacity a year, -1 when not stated
};

struct MaterialLine {
  std::string material;
  std::string kind;  ///< battery, intermediate, product, waste, other
  std::int64_t made_g{}, used_g{}, delivered_g{}, disposed_g{};
};

/// One norm or target an element's recovery is held against; from schema/norms.json.
struct Norm {
  std::string id, source;
  std::int64_t permille{};
  bool met{};
};

struct ElementLine {
  std::string element;
  std::int64_t recovered_g{}, fed_g{};
  std::int64_t rate_permille = -1;  ///< recovered / fed, -1 when nothing was fed
  std::vector<Norm> norms;          ///< those in force in the year
};

/// Grams that came into and went out of a place in the year, of every origin. Over all places the
/// two sums are equal; `balance_g` is in - out since the founding, at the year's end.
struct PlaceLine {
  std::string place;
  std::int64_t in_g{}, out_g{}, balance_g{};
};

/// The year's entries that stand on keys no longer trusted. They still count; what would be without
/// them is the difference.
struct Doubtful {
  std::int64_t entries{}, utilised_g{};
  std::vector<std::string> keys;
  std::vector<std::string> operators;  ///< whose events added to `utilised_g`; no format shows it
  std::int64_t withheld_keys{};        ///< taken out of `keys`; every format says how many
  bool is_mass_withheld = false;       ///< `utilised_g` is taken out; every format says so
};

/// One year's figures. Integer grams; the same head and rule give the same value. Headline and
/// splits are of origin `vehicle` alone, `by_origin` shows the others; stock, transit, retired,
/// brought in and weighing difference are the whole ledger's (docs/decisions).
struct Report {
  std::int64_t year{};
  CountingRule rule{};
  std::string origin;
  Hash identity{}, root{};
  std::int64_t size{};
  std::string now;  ///< local time of the head, "2024-12-31T23:59:59+08:00"
  std::int64_t rules{};
  bool year_is_over{};  ///< whether `now` lies after the year
  std::int64_t year_elapsed_permille = 1000;
  std::optional<TargetState> target;
  std::int64_t utilised_g{}, gross_g{}, second_life_g{}, treated_g{}, counted_before_g{},
      received_g{}, retired_g{}, brought_in_g{}, added_g{}, stock_g{}, transit_g{},
      in_second_life_g{}, weighing_difference_g{}, lost_g{}, delivered_g{}, disposed_g{},
      missing_g{};
  std::int64_t units{}, energy_wh{}, retired_units{}, retired_energy_wh{};
  std::vector<Share> by_month;  ///< 12
  std::vector<Share> by_origin, by_route, by_chemistry, by_region, by_operator;
  std::vector<MaterialLine> materials;
  std::vector<ElementLine> elements;
  std::vector<PlaceLine> places;
  std::int64_t days_median = -1, days_p90 = -1;  ///< retirement to treatment, -1 when none
  std::int64_t uncoded_permille{}, unweighed_permille{};
  std::int64_t corrections{};                    ///< the findings named `correction`
  std::map<std::string, std::int64_t> findings;  ///< all others
  std::optional<Doubtful> doubtful;              ///< when some key is no longer trusted
  /// Rows taken out of `by_operator` for whoever may not see them; every format says how many.
  std::int64_t withheld_operators{};
};

/// Adds up one year. Throws Failure when a sum would leave 64 bits.
[[nodiscard]] Report make_report(const ReportSource& source, std::int64_t year, CountingRule rule);

/// For whoever sees of single operators only this one ("" for none): takes out of `doubtful`
/// others' keys, and its mass where fewer than two operators added to it, unless it is this one's
/// alone.
void withhold_doubtful(Report& report, std::string_view own_operator);

/// "12,345.678" (tonnes, three decimals) from grams; rounded half away from zero to the kilogram.
[[nodiscard]] std::string tonnes_text(std::int64_t grams);

enum class Language : std::uint8_t { en, zh };
[[nodiscard]] std::string report_text(const Report& report, Language language);
[[nodiscard]] std::string report_json(const Report& report);
[[nodiscard]] std::string report_csv(const Report& report);
/// A page complete in itself: no script, nothing fetched, well-formed as XML too.
[[nodiscard]] std::string report_html(const Report& report, Language language);
/// What the page may do, as it says itself: the value of a Content-Security-Policy.
[[nodiscard]] std::string_view report_html_policy();
/// A workbook (Office Open XML), a zip file. Throws Failure where no temporary file can be made.
[[nodiscard]] std::string report_xlsx(const Report& report, Language language);

enum class ReportFormat : std::uint8_t { text, json, csv, xlsx, html };
template <>
struct Names<ReportFormat> {
  static constexpr std::array<std::string_view, 5> values{"text", "json", "csv", "xlsx", "html"};
};
/// Not for terminals.
[[nodiscard]] constexpr bool is_binary(ReportFormat format) {
  return format == ReportFormat::xlsx;
}

struct ReportRequest {
  std::int64_t year{};
  CountingRule rule{};
  std::optional<std::int64_t> at_size;  ///< a checkpoint's size; the latest when absent
  ReportFormat format{};
  Language language{};  ///< of text, page and workbook
};
/// Ends with a line feed, but for the workbook.
[[nodiscard]] std::string written(const Report& report, ReportFormat format, Language language);

}  // namespace ledger
