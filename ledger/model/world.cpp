#include "ledger/model/world.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace ledger::model {
namespace {

std::string scrap_key(std::string_view operator_id, std::string_view event_id) {
  return fmt::format("{}/{}", operator_id, event_id);
}

UnitState unit_of(std::int64_t no, std::string_view code) {
  UnitState state;
  state.no = no;
  state.code = code;
  return state;
}

}  // namespace

World::World(const StateSource& source) : source_(source), numbers_(source.numbers()) {
  if (auto constitution = source.constitution()) {
    constitution_ = std::move(*constitution);
    is_founded_ = true;
  }
}

const OperatorState* World::find_operator(std::string_view id) {
  if (const auto* kept = operators_.find(id)) return kept;
  auto stored = source_.operator_by_id(id);
  if (!stored) return nullptr;
  operator_ids_.emplace(stored->no, std::string(id));
  return &operators_.load(std::move(*stored));
}

const OperatorState* World::operator_by_no(std::int64_t no) {
  if (const auto id = operator_ids_.find(no); id != operator_ids_.end())
    return find_operator(id->second);
  auto stored = source_.operator_by_no(no);
  if (!stored) return nullptr;
  operator_ids_.emplace(no, stored->id);
  return &operators_.load(std::move(*stored));
}

const CodeState* World::find_code(std::string_view code) {
  if (const auto* kept = codes_.find(code)) return kept;
  auto stored = source_.code(code);
  return stored ? &codes_.load(std::move(*stored)) : nullptr;
}

const UnitState* World::find_unit(std::int64_t no) {
  if (const auto* kept = units_.find(no)) return kept;
  auto stored = source_.unit(no);
  return stored ? &units_.load(std::move(*stored)) : nullptr;
}

const LotState* World::find_lot(std::string_view name) {
  if (const auto* kept = lots_.find(name)) return kept;
  auto stored = source_.lot(name);
  return stored ? &lots_.load(std::move(*stored)) : nullptr;
}

const TransferState* World::find_transfer(std::int64_t from, std::int64_t to,
                                          std::string_view slip) {
  if (const auto no = transfer_nos_.find(SlipView{from, to, slip}); no != transfer_nos_.end())
    return transfers_.find(no->second);
  auto stored = source_.transfer(from, to, slip);
  if (!stored) return nullptr;
  transfer_nos_.emplace(Slip{from, to, std::string(slip)}, stored->no);
  return &transfers_.load(std::move(*stored));
}

const TransferState* World::find_transfer(std::int64_t no) {
  if (const auto* kept = transfers_.find(no)) return kept;
  auto stored = source_.transfer_by_no(no);
  if (!stored) return nullptr;
  transfer_nos_.emplace(Slip{stored->from, stored->to, stored->slip}, no);
  return &transfers_.load(std::move(*stored));
}

std::string World::owner_of_key(const PublicKey& key) {
  if (const auto owner = key_owners_.find(key); owner != key_owners_.end()) return owner->second;
  return source_.owner_of_key(key).value_or("");
}

bool World::is_scrap_vehicle(std::string_view operator_id, std::string_view event_id) {
  return scraps_.contains(scrap_key(operator_id, event_id)) ||
         source_.is_scrap_vehicle(operator_id, event_id);
}

OperatorState& World::mention_operator(std::string_view id) {
  if (const auto* known = find_operator(id)) return operators_.edit(known->id);
  OperatorState state;
  state.no = ++numbers_.operators;
  state.id = id;
  operator_ids_[state.no] = state.id;
  return operators_.add(std::move(state));
}

OperatorState& World::edit_operator(const OperatorState& state) {
  return operators_.edit(state.id);
}
UnitState& World::edit_unit(const UnitState& state) {
  return units_.edit(state.no);
}
LotState& World::edit_lot(const LotState& state) {
  return lots_.edit(state.name);
}
TransferState& World::edit_transfer(const TransferState& state) {
  return transfers_.edit(state.no);
}

UnitState& World::add_unit(std::string_view code) {
  const std::int64_t no = ++numbers_.units;
  add_code(code, no, CodeKind::own);
  return units_.add(unit_of(no, code));
}

void World::add_code(std::string_view code, std::int64_t unit, CodeKind kind) {
  codes_.add(CodeState{std::string(code), unit, kind});
}

UnitState& World::release_part(std::string_view code) {
  const std::int64_t no = ++numbers_.units;
  CodeState& part = codes_.edit(code);
  part.unit = no;
  part.kind = CodeKind::own;
  return units_.add(unit_of(no, code));
}

LotState& World::add_lot(std::string_view name) {
  LotState state;
  state.no = ++numbers_.lots;
  state.name = name;
  return lots_.add(std::move(state));
}

TransferState& World::add_transfer(std::int64_t from, std::int64_t to, std::string_view slip) {
  const std::int64_t no = ++numbers_.transfers;
  TransferState state;
  state.no = no;
  state.from = from;
  state.to = to;
  state.slip = slip;
  transfer_nos_[Slip{from, to, std::string(slip)}] = no;
  return transfers_.add(std::move(state));
}

void World::add_key_owner(const PublicKey& key, std::string_view name) {
  key_owners_.emplace(key, name);
  new_key_owners_.push_back(key);
}

void World::add_scrap_vehicle(std::string_view operator_id, std::string_view event_id) {
  new_scraps_.push_back(scrap_key(operator_id, event_id));
  scraps_.insert(new_scraps_.back());
}

void World::add_target(TargetState target) {
  targets_.push_back(std::move(target));
}
void World::add_finding(Finding finding) {
  findings_.push_back(std::move(finding));
}

void World::found(Constitution constitution) {
  constitution_ = std::move(constitution);
  is_founded_ = constitution_changed_ = true;
}

World::Mark World::mark() {
  Mark mark;
  mark.operators = operators_.mark();
  mark.units = units_.mark();
  mark.codes = codes_.mark();
  mark.lots = lots_.mark();
  mark.transfers = transfers_.mark();
  mark.targets = targets_.size();
  mark.findings = findings_.size();
  mark.keys = new_key_owners_.size();
  mark.scraps = new_scraps_.size();
  mark.numbers = numbers_;
  mark.tallies = batch_tallies_;
  mark.constitution = constitution_;
  mark.was_founded = is_founded_;
  mark.constitution_changed = constitution_changed_;
  return mark;
}

void World::rollback(Mark mark) {
  // Numbers are given in order, so what was added since the mark is known without a search.
  for (std::int64_t no = mark.numbers.operators + 1; no <= numbers_.operators; ++no)
    operator_ids_.erase(no);
  for (std::int64_t no = mark.numbers.transfers + 1; no <= numbers_.transfers; ++no)
    if (const auto* t = transfers_.find(no)) transfer_nos_.erase(Slip{t->from, t->to, t->slip});
  operators_.rollback(mark.operators);
  units_.rollback(mark.units);
  codes_.rollback(mark.codes);
  lots_.rollback(mark.lots);
  transfers_.rollback(mark.transfers);
  targets_.resize(mark.targets);
  findings_.resize(mark.findings);
  for (; new_key_owners_.size() > mark.keys; new_key_owners_.pop_back())
    key_owners_.erase(new_key_owners_.back());
  for (; new_scraps_.size() > mark.scraps; new_scraps_.pop_back())
    scraps_.erase(new_scraps_.back());
  numbers_ = mark.numbers;
  batch_tallies_ = std::move(mark.tallies);
  is_founded_ = mark.was_founded;
  constitution_ = std::move(mark.constitution);
  constitution_changed_ = mark.constitution_changed;
}

void World::settle() {
  operators_.settle();
  units_.settle();
  codes_.settle();
  lots_.settle();
  transfers_.settle();
  add_tallies(settled_tallies_, batch_tallies_);
  batch_tallies_ = Tallies{};
}

namespace {

/// A target set again replaces the year's earlier one, as it does where it is stored.
std::vector<TargetState> latest_of_each_year(std::vector<TargetState> targets) {
  std::map<std::int64_t, TargetState> by_year;
  for (TargetState& target : targets) by_year.insert_or_assign(target.year, std::move(target));
  targets.clear();
  for (auto& [year, target] : by_year) targets.push_back(std::move(target));
  return targets;
}

}  // namespace

Changes World::take_sums() {
  Changes changes;
  changes.targets = latest_of_each_year(std::exchange(targets_, {}));
  changes.findings = std::exchange(findings_, {});
  changes.tallies = std::exchange(settled_tallies_, {});
  if (constitution_changed_) changes.constitution = constitution_;
  constitution_changed_ = false;
  return changes;
}

Changes World::take_changes() {
  Changes changes = take_sums();
  changes.operators = operators_.take_changed();
  changes.units = units_.take_changed();
  changes.codes = codes_.take_changed();
  changes.lots = lots_.take_changed();
  changes.transfers = transfers_.take_changed();
  return changes;
}

std::size_t World::states() const {
  return units_.size() + codes_.size() + lots_.size() + transfers_.size() + key_owners_.size() +
         scraps_.size();
}

void World::drop_stored(std::size_t states_max) {
  if (states() <= states_max) return;
  units_.drop_all();
  codes_.drop_all();
  lots_.drop_all();
  transfers_.drop_all();
  transfer_nos_.clear();
  key_owners_.clear();
  new_key_owners_.clear();
  scraps_.clear();
  new_scraps_.clear();
}

}  // namespace ledger::model
