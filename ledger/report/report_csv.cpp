#include <fmt/format.h>

#include "ledger/encoding/base64.hpp"
#include "ledger/report.hpp"
#include "ledger/report/shown.hpp"
#include "ledger/report/sums.hpp"
#include "ledger/report/words.hpp"

namespace ledger {
namespace report {
namespace {

/// Whether a spreadsheet may take the text for a formula. With Chinese and Japanese input the signs
/// are typed full-width too (U+FF1D, U+FF0B, U+FF0D, U+FF20), and some take these as well.
bool begins_formula(std::string_view value) {
  for (const std::string_view sign : {"=", "+", "-", "@", "\t", "\r", "\xEF\xBC\x9D",
                                      "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"})
    if (value.starts_with(sign)) return true;
  return false;
}

/// A text cell. Spreadsheets run what begins like a formula, and names come from outside; the
/// apostrophe makes it text (RFC 4180 quoting alone does not).
std::string text_cell(std::string_view value) {
  std::string cell;
  if (begins_formula(value)) cell = "'";
  cell += value;
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

/// One measure a line (section, key, name, measure, value, unit), which a pivot table takes as is.
class Sheet {
 public:
  void note(std::string_view key, std::string_view value) {
    line("ledger", key, "", "text", text_cell(value), "");
  }
  void number(std::string_view section, std::string_view key, std::string_view measure,
              std::int64_t value, std::string_view name = {}) {
    line(section, key, name, measure, fmt::format("{}", value), unit_of(measure));
  }
  [[nodiscard]] std::string text() && { return std::move(out_); }

 private:
  static std::string_view unit_of(std::string_view measure) {
    if (measure.ends_with("_g")) return "g";
    if (measure.ends_with("_wh")) return "Wh";
    if (measure.ends_with("_t")) return "t";
    if (measure.ends_with("permille")) return "permille";
    if (measure.starts_with("days")) return "days";
    if (measure.ends_with("units")) return "units";
    return "";
  }
  void line(std::string_view section, std::string_view key, std::string_view name,
            std::string_view measure, std::string_view value, std::string_view unit) {
    out_ += fmt::format("{},{},{},{},{},{}\r\n", section, text_cell(key), text_cell(name), measure,
                        value, unit);
  }

  // The mark tells Excel that Chinese names are UTF-8.
  std::string out_ = "\xEF\xBB\xBFsection,key,name,measure,value,unit\r\n";
};

void put_provenance(Sheet& sheet, const Report& report) {
  sheet.note("identity", encoding::base64(report.identity));
  sheet.note("origin", report.origin);
  sheet.number("ledger", "size", "size", report.size);
  sheet.note("root", encoding::base64(report.root));
  sheet.note("as_of", report.now);
  sheet.note("rule", text(report.rule));
  sheet.note("rule_text", rule_text(Language::en, report.rule));
  sheet.number("ledger", "rules", "rules", report.rules);
  sheet.number("ledger", "year", "year", report.year);
  sheet.number("ledger", "year_elapsed", "year_elapsed_permille", report.year_elapsed_permille);
  if (!report.target) return;
  const TargetState& target = *report.target;
  sheet.note("target_bound", text(target.bound));
  sheet.note("target_source", target.source);
  sheet.number("headline", "target", "mass_t", target.mass_t);
  sheet.number("headline", "target", "share_permille",
               permille_reached(report.utilised_g, grams_of_tonnes(target.mass_t)));
}

void put_headline(Sheet& sheet, const Report& report) {
  const auto put = [&](std::string_view member, std::int64_t value) {
    sheet.number("headline", member, member, value);
  };
  put("utilised_g", report.utilised_g);
  put("gross_g", report.gross_g);
  put("second_life_g", report.second_life_g);
  put("treated_g", report.treated_g);
  put("counted_before_g", report.counted_before_g);
  put("received_g", report.received_g);
  put("retired_g", report.retired_g);
  put("brought_in_g", report.brought_in_g);
  put("added_g", report.added_g);
  put("stock_g", report.stock_g);
  put("transit_g", report.transit_g);
  put("in_second_life_g", report.in_second_life_g);
  put("weighing_difference_g", report.weighing_difference_g);
  put("lost_g", report.lost_g);
  put("delivered_g", report.delivered_g);
  put("disposed_g", report.disposed_g);
  put("missing_g", report.missing_g);
  put("units", report.units);
  put("energy_wh", report.energy_wh);
  put("retired_units", report.retired_units);
  put("retired_energy_wh", report.retired_energy_wh);
  if (report.days_median >= 0) put("days_median", report.days_median);
  if (report.days_p90 >= 0) put("days_p90", report.days_p90);
  put("uncoded_permille", report.uncoded_permille);
  put("unweighed_permille", report.unweighed_permille);
  put("corrections", report.corrections);
}

void put_doubtful(Sheet& sheet, const Report& report) {
  if (!report.doubtful) return;
  sheet.number("doubtful", "entries", "entries", report.doubtful->entries);
  if (!report.doubtful->is_mass_withheld) {
    sheet.number("doubtful", "utilised_g", "utilised_g", report.doubtful->utilised_g);
    sheet.number("doubtful", "without", "utilised_g",
                 difference(report.utilised_g, report.doubtful->utilised_g));
  }
  for (const std::string& key : report.doubtful->keys) sheet.note("doubted_key", key);
}

void put_split(Sheet& sheet, std::string_view section, const std::vector<Share>& shares) {
  for (const Share& share : shares) {
    const auto put = [&](std::string_view measure, std::int64_t value) {
      sheet.number(section, share.key, measure, value, share.name);
    };
    put("utilised_g", share.utilised_g);
    put("gross_g", share.gross_g);
    put("treated_g", share.treated_g);
    put("second_life_g", share.second_life_g);
    put("received_g", share.received_g);
    put("retired_g", share.retired_g);
    put("units", share.units);
    put("energy_wh", share.energy_wh);
    put("retired_units", share.retired_units);
    put("retired_energy_wh", share.retired_energy_wh);
    if (share.capacity_t < 0) continue;
    put("capacity_t", share.capacity_t);
    if (share.capacity_t > 0)
      put("capacity_permille", permille(share.utilised_g, grams_of_tonnes(share.capacity_t)));
  }
}

void put_balances(Sheet& sheet, const Report& report) {
  for (const MaterialLine& line : report.materials) {
    sheet.number("materials", line.material, "made_g", line.made_g, line.kind);
    sheet.number("materials", line.material, "used_g", line.used_g, line.kind);
    sheet.number("materials", line.material, "delivered_g", line.delivered_g, line.kind);
    sheet.number("materials", line.material, "disposed_g", line.disposed_g, line.kind);
  }
  for (const ElementLine& line : report.elements) {
    sheet.number("elements", line.element, "recovered_g", line.recovered_g);
    sheet.number("elements", line.element, "fed_g", line.fed_g);
    if (line.rate_permille >= 0)
      sheet.number("elements", line.element, "rate_permille", line.rate_permille);
    for (const Norm& norm : line.norms) {
      sheet.number("norms", line.element, "norm_permille", norm.permille, norm.id);
      sheet.number("norms", line.element, "met", norm.met ? 1 : 0, norm.id);
    }
  }
  for (const PlaceLine& line : report.places) {
    sheet.number("places", line.place, "in_g", line.in_g);
    sheet.number("places", line.place, "out_g", line.out_g);
    sheet.number("places", line.place, "balance_g", line.balance_g);
  }
  for (const auto& [name, count] : report.findings) sheet.number("findings", name, "count", count);
}

void put_withheld(Sheet& sheet, const Report& report) {
  if (report.doubtful && report.doubtful->withheld_keys + report.doubtful->is_mass_withheld > 0)
    sheet.note("doubtful_withheld", doubtful_sentence(report, Language::en));
  if (report.doubtful && report.doubtful->withheld_keys > 0)
    sheet.number("withheld", "doubtful", "keys", report.doubtful->withheld_keys);
  if (report.withheld_operators > 0)
    sheet.number("withheld", "by_operator", "rows", report.withheld_operators);
}

}  // namespace
}  // namespace report

std::string report_csv(const Report& report) {
  report::Sheet sheet;
  report::put_provenance(sheet, report);
  report::put_headline(sheet, report);
  report::put_doubtful(sheet, report);
  report::put_split(sheet, "by_month", report.by_month);
  report::put_split(sheet, "by_origin", report.by_origin);
  report::put_split(sheet, "by_route", report.by_route);
  report::put_split(sheet, "by_chemistry", report.by_chemistry);
  report::put_split(sheet, "by_region", report.by_region);
  report::put_split(sheet, "by_operator", report.by_operator);
  report::put_balances(sheet, report);
  report::put_withheld(sheet, report);
  return std::move(sheet).text();
}

}  // namespace ledger
