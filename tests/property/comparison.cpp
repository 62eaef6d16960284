#include "tests/property/comparison.hpp"

#include <fmt/format.h>

namespace property {
namespace {

/// Names instead of the ledger's numbers.
class Numbers {
 public:
  explicit Numbers(const ledger::Ledger& ledger) {
    for (const auto& company : ledger.operators()) companies_[company.no] = company.id;
    ledger.each_transfer(false, 0, [this](const ledger::TransferView& view) {
      transfers_[view.state.no] = Books::transfer_key(view.from, view.to, view.state.slip);
      return true;
    });
  }
  [[nodiscard]] Where where(Place place, std::int64_t ref) const {
    if (place == Place::transit) return {place, transfers_.at(ref)};
    if (place == Place::stock || place == Place::missing) return {place, companies_.at(ref)};
    return {place, ""};
  }

 private:
  std::map<std::int64_t, std::string> companies_, transfers_;
};

std::string show(const Where& where) {
  return fmt::format("{} {}", ledger::text(where.place), where.who);
}

std::string show(const Where& where, const Parcel& parcel) {
  return fmt::format("{}: {} g, claimed {}, spent {}, seen {}", show(where), parcel.mass,
                     parcel.claimed, parcel.spent, parcel.seen);
}

/// Where grams still matter: to be used, received or found again.
bool is_alive(Place place) {
  return place == Place::stock || place == Place::transit || place == Place::missing;
}

void compare_units(const ledger::Ledger& ledger, const Books& books, const Numbers& numbers,
                   Differences& out) {
  for (const auto& [code, id] : books.codes) {
    const Unit& expected = books.units.at(id);
    const auto view = ledger.unit(code);
    if (!view || view->state.code != id) {
      out.push_back(fmt::format("unit {}: not found as {}", code, id));
      continue;
    }
    const auto& state = view->state;
    const Where where = numbers.where(state.place, state.ref);
    Parcel found{state.mass_g, 0, state.spent_g, state.seen_g};
    if (expected.where.place == Place::consumed) found = expected.grams;
    if (show(where, found) != show(expected.where, expected.grams))
      out.push_back(fmt::format("unit {}: found {}, expected {}", code, show(where, found),
                                show(expected.where, expected.grams)));
    const bool in_hands = where.place == Place::stock || where.place == Place::missing;
    if (view->holder != (in_hands ? where.who : ""))
      out.push_back(fmt::format("unit {}: holder {}", code, view->holder));
    if (state.chemistry != expected.chemistry || state.origin != expected.origin)
      out.push_back(fmt::format("unit {}: found {} {}, expected {} {}", code,
                                ledger::text(state.chemistry), ledger::text(state.origin),
                                ledger::text(expected.chemistry), ledger::text(expected.origin)));
  }
}

void compare_lots(const ledger::Ledger& ledger, const Books& books, const Numbers& numbers,
                  Differences& out) {
  for (const auto& [name, expected] : books.lots) {
    const auto state = ledger.lot(name);
    std::map<std::string, int> shown;
    for (const auto& [where, parcel] : expected.at)
      if (is_alive(where.place)) {
        Parcel counted = parcel;
        if (!expected.is_battery()) counted.spent = counted.seen = 0;
        ++shown["expected " + show(where, counted)];
      }
    if (state)
      for (const auto& holding : state->holdings)
        if (is_alive(holding.place)) {
          Parcel found{holding.mass_g, holding.claimed_g, holding.spent_g, holding.seen_g};
          if (!expected.is_battery()) found.spent = found.seen = 0;
          const std::string text = show(numbers.where(holding.place, holding.ref), found);
          if (const auto same = shown.find("expected " + text); same != shown.end())
            shown.erase(same);
          else
            ++shown["found " + text];
        }
    for (const auto& [text, count] : shown) out.push_back(fmt::format("lot {}: {}", name, text));
    const bool has_chemistry = expected.is_battery() || ledger::is_intermediate(expected.material);
    if (state && expected.is_battery() && state->origin != expected.origin)
      out.push_back(fmt::format("lot {}: found origin {}", name, ledger::text(state->origin)));
    if (state && has_chemistry && state->chemistry != expected.chemistry)
      out.push_back(fmt::format("lot {}: found chemistry {}, expected {}", name,
                                ledger::text(state->chemistry), ledger::text(expected.chemistry)));
  }
}

void compare_transfers(const ledger::Ledger& ledger, const Books& books, Differences& out) {
  std::size_t items = 0, expected_items = 0;
  ledger.each_transfer(false, 0, [&](const ledger::TransferView& view) {
    const auto key = Books::transfer_key(view.from, view.to, view.state.slip);
    for (std::size_t i = 0; i < view.state.items.size(); ++i, ++items) {
      const auto& found = view.state.items[i];
      const auto& id = view.subjects.at(i);
      const auto transfer = books.transfers.find(key);
      if (transfer == books.transfers.end() || !transfer->second.items.contains(id)) {
        out.push_back(fmt::format("transfer {}: {} is not expected", key, id));
        continue;
      }
      const HandOver& expected = transfer->second.items.at(id);
      if (found.dispatched_g != expected.dispatched || found.received_g != expected.received ||
          found.accepted_g != expected.accepted || found.refused_g != expected.refused ||
          found.missing != expected.missing)
        out.push_back(fmt::format("transfer {}: {}: found {} {} {} {} {}, expected {} {} {} {} {}",
                                  key, id, found.dispatched_g, found.received_g, found.accepted_g,
                                  found.refused_g, found.missing, expected.dispatched,
                                  expected.received, expected.accepted, expected.refused,
                                  expected.missing));
    }
    return true;
  });
  for (const auto& [key, transfer] : books.transfers) expected_items += transfer.items.size();
  if (items != expected_items)
    out.push_back(fmt::format("{} items handed over, expected {}", items, expected_items));
}

void compare_stocks(const ledger::Ledger& ledger, const Books& books, Differences& out) {
  const auto totals = ledger.stock_totals();
  for (const auto& [id, company] : books.companies) {
    const Where stock{Place::stock, id};
    const auto total = totals.find(id);
    const Gram found = total == totals.end() ? 0 : total->second;
    if (found != books.balance_of(stock))
      out.push_back(
          fmt::format("stock of {}: found {}, expected {}", id, found, books.balance_of(stock)));
    std::map<std::string, Gram> expected, lines;
    for (const auto& [code, unit] : books.units)
      if (unit.where == stock) expected[code] = unit.grams.mass;
    for (const auto& [name, lot] : books.lots)
      if (const auto at = lot.at.find(stock); at != lot.at.end()) expected[name] = at->second.mass;
    ledger.each_stock_line(id, {}, [&lines](const ledger::StockLine& line) {
      lines[line.id] += line.mass_g;
      return true;
    });
    if (lines == expected) continue;
    for (const auto& [thing, grams] : expected)
      if (!lines.contains(thing) || lines.at(thing) != grams)
        out.push_back(fmt::format("stock of {}: {} is not listed with {} g", id, thing, grams));
    for (const auto& [thing, grams] : lines)
      if (!expected.contains(thing))
        out.push_back(fmt::format("stock of {}: {} is listed", id, thing));
  }
}

}  // namespace

Differences compare_things(const ledger::Ledger& ledger, const Books& books) {
  Differences out;
  const Numbers numbers(ledger);
  compare_units(ledger, books, numbers, out);
  compare_lots(ledger, books, numbers, out);
  compare_transfers(ledger, books, out);
  compare_stocks(ledger, books, out);
  return out;
}

}  // namespace property
