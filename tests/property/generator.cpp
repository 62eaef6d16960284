#include "tests/property/generator.hpp"

#include <chrono>

#include <fmt/format.h>

namespace property {

using ledger::Role;

std::string Generator::time(std::int64_t now_s) {
  using namespace std::chrono;
  static const std::vector<int> offsets{480, 480, 480, 0, -300, 840};
  const int offset = dice_.pick(offsets);
  std::int64_t at = now_s - dice_.between(0, dice_.percent(20) ? 40 * 86'400 : 86'400);
  if (dice_.percent(5)) at = now_s + dice_.between(0, 86'000);
  if (dice_.percent(1)) at = now_s + 86'401 + dice_.between(0, 1'000'000);
  const auto local = sys_seconds(seconds(at)) + minutes(offset);
  const auto day = floor<days>(local);
  const year_month_day date(day);
  const hh_mm_ss clock(local - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", int(date.year()),
                     unsigned(date.month()), unsigned(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count(), offset < 0 ? '-' : '+',
                     std::abs(offset) / 60, std::abs(offset) % 60);
}

std::optional<std::string> Generator::event(const Books& books, const std::string& by,
                                            std::int64_t now_s) {
  books_ = &books;
  by_ = by;
  now_s_ = now_s;
  Json event;
  event["v"] = 1;
  event["id"] = fmt::format("E-{}", ++events_);
  event["operator"] = by;
  event["at"] = time(now_s);
  if (!fill(event)) return std::nullopt;
  if (dice_.percent(18)) mutate(event);
  return event.dump();
}

bool Generator::fill(Json& event) {
  const Company& company = books_->companies.at(by_);
  if (company.has(Role::authority)) return administer(event);
  auto roll = dice_.between(1, 100);
  // Suspended, it may still say where its things are.
  if (company.suspended && dice_.percent(80))
    roll = dice_.pick(std::vector<std::int64_t>{28, 45, 50, 77});
  const auto with_mass = [&](bool done) {
    event["mass_basis"] = dice_.percent(80) ? "weighed" : "estimated";
    return done;
  };
  // A role that may not do the work tries it now and then.
  const bool dares = dice_.percent(3);
  if (roll <= 16) return with_mass(retire(event));
  if (roll <= 19) return with_mass(retire_again(event));
  if (roll <= 23) return with_mass(bring_in(event));
  if (roll <= 28) return with_mass(weigh(event));
  if (roll <= 30) return inspect(event);
  if (roll <= 33) return identify(event);
  if (roll <= 34 && (dares || company.has(Role::vehicle_dismantler))) return scrap_vehicle(event);
  if (roll <= 45) return with_mass(dispatch(event));
  if (roll <= 50) return with_mass(dispatch_received(event));
  if (roll <= 62) return with_mass(receive(event));
  if (roll <= 67) return with_mass(receive_first(event));
  if (roll <= 73) return with_mass(deliver(event));
  if (roll <= 75) return with_mass(dispose(event));
  if (roll <= 77) return with_mass(report_missing(event));
  if (roll <= 79) return with_mass(recover(event));
  if (roll <= 87 && (dares || company.is_treating() || company.has(Role::vehicle_dismantler)))
    return with_mass(dismantle(event));
  if (roll <= 93 && (dares || company.has(Role::repurposer))) return with_mass(repurpose(event));
  if (dares || company.has(Role::recycler)) return with_mass(process(event));
  return with_mass(dice_.percent(50) ? retire(event) : dispatch(event));
}

std::vector<Generator::Thing> Generator::stock(const std::string& of) const {
  std::vector<Thing> things;
  for (const auto& [id, unit] : books_->units)
    if (unit.where == Where{Place::stock, of} && !unit.claimed)
      things.push_back({id, true, true, unit.grams.mass, unit.origin, unit.chemistry, {}});
  for (const auto& [name, lot] : books_->lots)
    if (const auto at = lot.at.find({Place::stock, of}); at != lot.at.end())
      if (at->second.free() > 0)
        things.push_back({name, false, lot.is_battery(), at->second.free(), lot.origin,
                          lot.chemistry, lot.material});
  return things;
}

/// Up to `most` of them, each once.
std::vector<Generator::Thing> Generator::some(std::vector<Thing> from, std::size_t most) {
  std::vector<Thing> chosen;
  while (!from.empty() && chosen.size() < most) {
    const auto at = static_cast<std::size_t>(dice_.next() % from.size());
    chosen.push_back(from[at]);
    from.erase(from.begin() + static_cast<std::ptrdiff_t>(at));
    if (dice_.percent(45)) break;
  }
  return chosen;
}

std::string Generator::any_code_of(const std::string& unit) {
  if (dice_.percent(70)) return unit;
  std::vector<std::string> codes;
  for (const auto& [code, of] : books_->codes)
    if (of == unit) codes.push_back(code);
  return dice_.pick(codes);
}

/// The thing with its mass; of a lot often only a part.
Json Generator::item(const Thing& thing) {
  if (thing.is_unit) return {{"unit", any_code_of(thing.id)}, {"mass_g", thing.mass}};
  const Gram part = dice_.percent(40) ? thing.mass : dice_.between(1, thing.mass);
  return {{"lot", thing.id}, {"mass_g", part}};
}

std::string Generator::code(char letter) {
  return fmt::format("ZZ9{}B010000000C5A{:07}", letter, ++things_);
}

/// A new lot, or one to be added to: its maker's own, seldom somebody else's.
std::string Generator::lot_name() {
  if (dice_.percent(80) || books_->lots.empty()) return fmt::format("{}/L-{}", by_, ++things_);
  std::vector<std::string> known;
  const bool own = dice_.percent(95), prefers_claimed = dice_.percent(40);
  for (const auto& [name, lot] : books_->lots) {
    if (name.starts_with(by_ + "/") != own) continue;
    const auto at = lot.at.find({Place::stock, by_});
    if (!prefers_claimed || (at != lot.at.end() && at->second.claimed > 0)) known.push_back(name);
  }
  return known.empty() ? fmt::format("{}/L-{}", by_, ++things_) : dice_.pick(known);
}

std::string Generator::company() {
  std::vector<std::string> others;
  for (const auto& [id, company] : books_->companies)
    if (id != by_ && (company.is_holder() || dice_.percent(3))) others.push_back(id);
  return dice_.pick(others);
}

}  // namespace property
