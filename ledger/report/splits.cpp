#include <map>

#include <fmt/format.h>

#include "ledger/report/parts.hpp"
#include "ledger/result.hpp"

namespace ledger::report {
namespace {

using Split = std::map<std::string, Share>;

/// Retired and received mass has no route, and not every lot a chemistry.
template <class E>
std::string key_of(E value) {
  const std::string_view name = text(value);
  return std::string(name.empty() ? "none" : name);
}

bool is_empty(const Share& share) {
  return share.utilised_g == 0 && share.gross_g == 0 && share.treated_g == 0 &&
         share.second_life_g == 0 && share.received_g == 0 && share.retired_g == 0 &&
         share.units == 0 && share.energy_wh == 0 && share.retired_units == 0 &&
         share.retired_energy_wh == 0;
}

std::vector<Share> lines(Split split, bool keep_empty = false) {
  std::vector<Share> out;
  for (auto& [key, share] : split) {
    if (!keep_empty && is_empty(share)) continue;
    share.key = key;
    out.push_back(std::move(share));
  }
  return out;
}

std::string month_key(std::int64_t month) {
  if (month < 1 || month > 12)
    throw Damage(fmt::format("making a report: a figure is kept under month {}", month));
  return fmt::format("{:02}", month);
}

std::vector<Share> operator_lines(const std::map<std::int64_t, Share>& by_no,
                                  const std::vector<OperatorState>& operators) {
  std::map<std::int64_t, const OperatorState*> known;
  for (const OperatorState& each : operators) known.emplace(each.no, &each);
  Split split;
  for (const auto& [no, share] : by_no) {
    const auto found = known.find(no);
    if (found == known.end())
      throw Damage(fmt::format("making a report: figures name operator no. {}, unknown here", no));
    Share& line = split[found->second->id] = share;
    line.name = found->second->name;
    line.capacity_t = found->second->capacity_t;
  }
  return lines(std::move(split));
}

}  // namespace

void fill_splits(const ReportSource& source, Report& report) {
  Split month, origin, route, chemistry, region;
  std::map<std::int64_t, Share> operators;
  for (std::int64_t each = 1; each <= 12; ++each) month.try_emplace(month_key(each));
  for (const auto& [key, figure] : source.tallies.figures) {
    if (!is_of_year(key, report.year)) continue;
    count(figure, report.rule, origin[key_of(key.origin)]);
    // Production scrap, consumer and imported batteries stay out of the national figure, and so out
    // of every split that adds up to it.
    if (key.origin != Origin::vehicle) continue;
    count(figure, report.rule, month[month_key(key.month % 100)]);
    count(figure, report.rule, route[key_of(key.route)]);
    count(figure, report.rule, chemistry[key_of(key.chemistry)]);
    count(figure, report.rule, region[key.region.empty() ? "none" : key.region]);
    count(figure, report.rule, operators[key.operator_no]);
  }
  report.by_month = lines(std::move(month), true);
  report.by_origin = lines(std::move(origin));
  report.by_route = lines(std::move(route));
  report.by_chemistry = lines(std::move(chemistry));
  report.by_region = lines(std::move(region));
  report.by_operator = operator_lines(operators, source.operators);
}

}  // namespace ledger::report
