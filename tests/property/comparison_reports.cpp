#include <fmt/format.h>

#include "tests/property/comparison.hpp"

namespace property {
namespace {

using ledger::CountingRule;
using ledger::Origin;

Gram value_or_zero(const std::map<std::int64_t, Gram>& sums, std::int64_t year) {
  const auto found = sums.find(year);
  return found == sums.end() ? 0 : found->second;
}

Gram utilised(const Counted& counted, CountingRule rule) {
  if (rule == CountingRule::received_1) return counted.received;
  if (rule == CountingRule::gross_1) return counted.treated + counted.second_life;
  return counted.net;
}

Counted counted_in(const Books& books, std::int64_t year, Origin origin) {
  const auto found = books.counted.find({year, origin});
  return found == books.counted.end() ? Counted{} : found->second;
}

struct Comparison {
  const ledger::Report& report;
  const Books& books;
  Differences& out;

  void same(std::string_view what, Gram found, Gram expected) const {
    if (found != expected)
      out.push_back(fmt::format("report {} {}: {}: found {}, expected {}", report.year,
                                ledger::text(report.rule), what, found, expected));
  }

  void headline() const {
    const Counted vehicle = counted_in(books, report.year, Origin::vehicle);
    const Gram gross = vehicle.treated + vehicle.second_life;
    same("utilised_g", report.utilised_g, utilised(vehicle, report.rule));
    same("gross_g", report.gross_g, gross);
    same("treated_g", report.treated_g, vehicle.treated);
    same("second_life_g", report.second_life_g, vehicle.second_life);
    same("counted_before_g", report.counted_before_g, gross - vehicle.net);
    same("received_g", report.received_g, vehicle.received);
    same("target, t", report.target ? report.target->mass_t : 0,
         value_or_zero(books.targets, report.year));
    same("retired_g", report.retired_g, value_or_zero(books.retired, report.year));
    same("brought_in_g", report.brought_in_g, value_or_zero(books.brought_in, report.year));
  }

  void balances() const {
    const auto year = report.year;
    same("stock_g", report.stock_g, books.balance(Place::stock, year));
    same("transit_g", report.transit_g, books.balance(Place::transit, year));
    same("weighing_difference_g", report.weighing_difference_g,
         books.balance(Place::weighing_difference, year) -
             books.balance(Place::weighing_difference, year - 1));
    for (const auto& line : report.places)
      if (const auto place = ledger::listed<Place>(line.place))
        same("balance of " + line.place, line.balance_g, books.balance(*place, year));
  }

  void splits() const {
    for (const auto& share : report.by_origin)
      if (const auto origin = ledger::listed<Origin>(share.key)) {
        const Counted counted = counted_in(books, report.year, *origin);
        same("by_origin " + share.key, share.utilised_g, utilised(counted, report.rule));
        if (report.rule == CountingRule::received_1)
          same("units of " + share.key, share.units, counted.received_units);
      }
    const auto sum = [](const std::vector<ledger::Share>& shares) {
      Gram grams = 0;
      for (const auto& share : shares) grams += share.utilised_g;
      return grams;
    };
    same("sum by month", sum(report.by_month), report.utilised_g);
    same("sum by route", sum(report.by_route), report.utilised_g);
    same("sum by chemistry", sum(report.by_chemistry), report.utilised_g);
    same("sum by region", sum(report.by_region), report.utilised_g);
    same("sum by operator", sum(report.by_operator), report.utilised_g);
  }
};

}  // namespace

Differences compare_reports(const ledger::Ledger& ledger, const Books& books,
                            std::optional<std::int64_t> at_size) {
  Differences out;
  for (const std::int64_t year : {2024, 2025})
    for (const auto rule : {CountingRule::net_1, CountingRule::gross_1, CountingRule::received_1}) {
      const auto report = ledger.report(year, rule, at_size);
      if (!report) {
        out.push_back("report refused: " + report.error().detail);
        continue;
      }
      const Comparison comparison{*report, books, out};
      comparison.headline();
      comparison.balances();
      comparison.splits();
    }
  return out;
}

Differences check_conservation(const Books& books) {
  Differences out;
  constexpr std::int64_t end = 9'999;
  const auto at = [&](Place place) { return books.balance(place, end); };
  const Gram came = -at(Place::in_service) - at(Place::outside) - at(Place::added);
  const Gram is_there = at(Place::stock) + at(Place::transit) + at(Place::second_life);
  const Gram left = at(Place::delivered) + at(Place::disposed) + at(Place::missing) +
                    at(Place::loss) + at(Place::weighing_difference);
  if (came != is_there + left)
    out.push_back(fmt::format("{} g came in, {} g are there, {} g left", came, is_there, left));
  std::map<Where, Gram> held;
  for (const auto& [code, unit] : books.units)
    if (unit.where.place == Place::stock) held[unit.where] += unit.grams.mass;
  for (const auto& [name, lot] : books.lots)
    for (const auto& [where, parcel] : lot.at)
      if (where.place == Place::stock) held[where] += parcel.mass;
  for (const auto& [key, transfer] : books.transfers)
    for (const auto& [id, state] : transfer.items)
      if (state.claimed > 0 && state.refused == 0 && books.units.contains(id))
        held[{Place::stock, transfer.from}] += state.claimed;
  for (const auto& [where, grams] : held)
    if (grams != books.balance_of(where))
      out.push_back(fmt::format("{} has things of {} g and {} g in its account", where.who, grams,
                                books.balance_of(where)));
  for (const auto& [where, years] : books.accounts)
    if (where.place == Place::stock && books.balance_of(where) < 0)
      out.push_back(where.who + " has less than nothing");
  return out;
}

}  // namespace property
