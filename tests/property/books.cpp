#include "tests/property/books.hpp"

#include <algorithm>
#include <chrono>

namespace property {

using ledger::EventType;
using ledger::Role;

bool Company::is_holder() const {
  for (const Role role : roles)
    if (role != Role::authority && role != Role::regulator) return true;
  return false;
}

bool Company::is_treating() const {
  return has(Role::recycler) || has(Role::repurposer);
}

std::int64_t year_of(std::int64_t at_s) {
  using namespace std::chrono;
  const auto local = sys_seconds(seconds(at_s)) + hours(8);
  return int(year_month_day(floor<days>(local)).year());
}

Gram share_of(Gram whole, Gram part, Gram mass) {
  __extension__ using Wide = __int128;
  return mass == 0 ? 0 : static_cast<Gram>(Wide{whole} * part / mass);
}

Gram counted_part(Gram counted, Gram part, Gram mass) {
  if (part == mass) return counted;
  return std::min(share_of(counted, part, mass), part);
}

Books::Books(std::string authority, Gram tolerance_ppm)
    : authority_(std::move(authority)), tolerance_ppm_(tolerance_ppm) {
  companies[authority_].roles.insert(Role::authority);
}

std::string Books::transfer_key(std::string_view from, std::string_view to, std::string_view slip) {
  return std::string(from) + " " + std::string(to) + " " + std::string(slip);
}

void Books::post(const Where& from, const Where& to, Gram grams) {
  accounts[from][year_] -= grams;
  accounts[to][year_] += grams;
}

Gram Books::balance(Place place, std::int64_t year) const {
  Gram sum = 0;
  for (const auto& [where, years] : accounts)
    for (const auto& [at, grams] : years)
      if (where.place == place && at <= year) sum += grams;
  return sum;
}

Gram Books::balance_of(const Where& where) const {
  Gram sum = 0;
  if (const auto found = accounts.find(where); found != accounts.end())
    for (const auto& [year, grams] : found->second) sum += grams;
  return sum;
}

Gram Books::sum_of_accounts() const {
  Gram sum = 0;
  for (const auto& [where, years] : accounts)
    for (const auto& [year, grams] : years) sum += grams;
  return sum;
}

Counted& Books::counted_here(ledger::Origin origin) {
  return counted[{year_, origin}];
}

std::string Books::resolve(std::string_view code) const {
  const auto found = codes.find(std::string(code));
  if (found == codes.end()) throw Refused{"no such unit"};
  return found->second;
}

void Books::name_once(const std::string& id) {
  if (!named_.insert(id).second) throw Refused{"stands twice in the event"};
}

void Books::judge_sender(const Event& event) {
  const auto found = standing_.find(operator_);
  if (found == standing_.end()) throw Refused{"not enrolled", true};
  const Company& by = found->second;
  const auto type = event.type;
  const bool spared =
      type == EventType::dispatch || type == EventType::weigh || type == EventType::report_missing;
  if (by.suspended && !spared) throw Refused{"suspended", true};
  bool may = by.is_holder();
  if (type == EventType::enroll || type == EventType::suspend || type == EventType::reinstate ||
      type == EventType::set_target)
    may = by.has(Role::authority);
  if (type == EventType::scrap_vehicle) may = by.has(Role::vehicle_dismantler);
  if (type == EventType::dismantle) may = by.is_treating() || by.has(Role::vehicle_dismantler);
  if (type == EventType::repurpose) may = by.has(Role::repurposer);
  if (type == EventType::process) may = by.has(Role::recycler);
  if (!may) throw Refused{"role", true};
}

void Books::book(const Event& event, std::int64_t now_s) {
  operator_ = event.operator_id;
  year_ = year_of(event.at_s);
  is_weighed_ = event.mass_basis == ledger::MassBasis::weighed;
  named_.clear();
  judge_sender(event);
  if (event.at_s > now_s + 86'400) throw Refused{"in the future"};
  switch (event.type) {
    case EventType::retire:
      return retire(event);
    case EventType::bring_in:
      return bring_in(event);
    case EventType::weigh:
      return weigh(event);
    case EventType::inspect:
      return inspect(event);
    case EventType::identify:
      return identify(event);
    case EventType::dispatch:
      return dispatch(event);
    case EventType::receive:
      return receive(event);
    case EventType::dismantle:
    case EventType::repurpose:
    case EventType::process:
      return work(event);
    case EventType::deliver:
      return deliver(event);
    case EventType::dispose:
      return leave(event, Place::disposed);
    case EventType::report_missing:
      return report_missing(event);
    default:
      return administer(event);
  }
}

void Books::administer(const Event& event) {
  const std::string subject(event.subject);
  switch (event.type) {
    case EventType::scrap_vehicle:
      scrapped_vehicles.insert(operator_ + "/" + std::string(event.id));
      return;
    case EventType::set_target:
      targets[event.year] = event.mass_t;
      return;
    case EventType::enroll:
      companies[subject].roles = {event.roles.begin(), event.roles.end()};
      if (subject == authority_) companies[subject].roles.insert(Role::authority);
      return;
    default:
      break;
  }
  const auto found = companies.find(subject);
  if (found == companies.end()) throw Refused{"no such operator"};
  if (event.type == EventType::reinstate && !found->second.suspended)
    throw Refused{"not suspended"};
  if (subject == authority_) throw Refused{"the authority cannot suspend itself"};
  if (event.type == EventType::suspend && found->second.suspended)
    throw Refused{"suspended already"};
  found->second.suspended = event.type == EventType::suspend;
}

}  // namespace property
