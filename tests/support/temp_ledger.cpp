#include "tests/support/temp_ledger.hpp"

#include <stdlib.h>

#include <fmt/format.h>

#include "tests/support/catch.hpp"

namespace made_up {

using namespace ledger;

TempFolder::TempFolder() {
  std::string path = (std::filesystem::temp_directory_path() / "celltrail-XXXXXX").string();
  REQUIRE(::mkdtemp(path.data()) != nullptr);
  path_ = path;
}
TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Signer key_named(const std::string& name) {
  std::array<std::uint8_t, 32> seed{};
  for (std::size_t i = 0; i < 2 * seed.size() || i < name.size(); ++i)
    seed[i % seed.size()] = static_cast<std::uint8_t>(seed[i % seed.size()] * 31 +
                                                      name[i % name.size()] + static_cast<int>(i));
  return Signer(name, seed);
}

namespace {

std::string key_name(std::string_view operator_id, std::string_view label) {
  return fmt::format("{}/{}", operator_id, label);
}

std::vector<Said> enrolments() {
  const std::vector<std::pair<std::string_view, std::string_view>> roles{
      {regulator, "regulator"},        {collector, "collector"},
      {recycler, "recycler"},          {second_recycler, "recycler"},
      {repurposer, "repurposer"},      {vehicle_dismantler, "vehicle_dismantler"},
      {battery_maker, "battery_maker"}};
  std::vector<Said> events;
  for (const auto& [id, role] : roles)
    events.push_back(enroll(id, fmt::format("enroll-{}", id), role)
                         .text("key", key_named(key_name(id, "desk")).verifier().text()));
  return events;
}

}  // namespace

TempLedger::TempLedger(std::int64_t batch_window_s, std::string recovery_key) {
  const Signer seal = key_named(key_name(authority, "desk"));
  Ledger::Founding founding;
  founding.origin = origin;
  founding.authority_name = "Made-up battery office";
  founding.authority = &seal;
  founding.batch_window_s = batch_window_s;
  founding.at = "2024-01-01T09:00:00+08:00";
  founding.recovery_key = std::move(recovery_key);
  auto founded = Ledger::create(directory(), founding, clock);
  if (!founded) FAIL(founded.error().detail);
  ledger_.emplace(std::move(*founded));
  const auto enrolled = record(enrolments());
  if (!enrolled) FAIL(enrolled.error().detail);
}

SignedBatch TempLedger::sign(const std::vector<Said>& events, std::string_view key) {
  std::vector<Event> read;
  for (const Said& said : events) {
    auto event = read_event(said.json());
    if (!event) FAIL(said.json() << "\n" << event.error().pointer << ": " << event.error().detail);
    read.push_back(std::move(*event));
  }
  return sign_batch(origin, std::move(read), ledger_->newest(),
                    key_named(key_name(events.front().operator_id(), key)));
}

Result<Appended> TempLedger::record(const std::vector<Said>& events, std::string_view key) {
  for (const Said& said : events)
    if (auto event = read_event(said.json()); !event) return tl::unexpected(event.error());
  return ledger_->append(sign(events, key));
}

void TempLedger::accept(const std::vector<Said>& events) {
  for (const Said& event : events) {
    const auto answer = record(event);
    if (!answer)
      FAIL(event.json() << "\n"
                        << describe(answer.error().refusal).name << " at " << answer.error().pointer
                        << ": " << answer.error().detail);
    REQUIRE_FALSE(answer->repeated);
  }
}

void TempLedger::refuse(Refusal refusal, std::string_view pointer, const Said& event) {
  refuse_batch(refusal, pointer, {event});
}

void TempLedger::refuse_batch(Refusal refusal, std::string_view pointer,
                              const std::vector<Said>& events) {
  const std::string before = everything();
  CAPTURE(events.back().json());
  demand_refused(refusal, pointer, record(events), before);
}

void TempLedger::refuse(Refusal refusal, std::string_view pointer, SignedBatch batch) {
  const std::string before = everything();
  demand_refused(refusal, pointer, ledger_->append(std::move(batch)), before);
}

void TempLedger::demand_refused(Refusal refusal, std::string_view pointer,
                                const Result<Appended>& answer, const std::string& before) {
  const std::string expected(describe(refusal).name);
  CAPTURE(expected);
  REQUIRE_FALSE(answer);
  CAPTURE(answer.error().detail);
  CHECK(describe(answer.error().refusal).name == expected);
  CHECK(answer.error().pointer == pointer);
  CHECK_FALSE(answer.error().detail.empty());
  CHECK(everything() == before);
}

void TempLedger::reopen(const AskPassphrase& ask) {
  ledger_.reset();
  ledger_.emplace(Ledger::open(directory(), Ledger::Access::write, clock, ask));
}

Said TempLedger::rotation(std::string_view id) {
  ledger_.reset();
  const Ledger::Rotation rotation = Ledger::prepare_rotation(directory());
  reopen();
  return rotate_ledger_key(id, rotation.old_key, rotation.new_key, rotation.proof);
}

void TempLedger::check() {
  const AuditReport audit = audit_ledger(directory(), {}, {});
  if (audit.damage)
    FAIL(audit.damage->where << ": expected " << audit.damage->expected << ", found "
                             << audit.damage->found);
  CHECK(audit.entries_checked == ledger_->info().size);
  CHECK(audit.accounts_sum_g == 0);
}

std::string TempLedger::everything() {
  std::string all;
  for (const std::int64_t year : {2023, 2024, 2025})
    all += report_json(report(CountingRule::net_1, year));
  for (const OperatorState& op : ledger_->operators()) {
    all +=
        fmt::format("{} {} {} {} {}\n", op.id, op.enrolled, op.suspended, op.last, op.keys.size());
    ledger_->each_stock_line(op.id, {}, [&](const StockLine& line) {
      all += fmt::format("{} {} {} {}\n", line.id, line.mass_g, line.claimed_g, line.last);
      return true;
    });
  }
  ledger_->each_transfer(false, 0, [&](const TransferView& view) {
    all += fmt::format("{} {} {}\n", view.state.slip, view.state.dispatched, view.state.received);
    for (const TransferItem& item : view.state.items)
      all += fmt::format("{} {} {}\n", item.dispatched_g, item.received_g, item.claimed_g);
    return true;
  });
  return all;
}

Report TempLedger::report(CountingRule rule, std::int64_t year) {
  auto made = ledger_->report(year, rule);
  if (!made) FAIL(made.error().detail);
  return std::move(*made);
}

UnitState TempLedger::unit(std::string_view code) {
  const auto view = ledger_->unit(code);
  CAPTURE(code);
  REQUIRE(view);
  return view->state;
}

LotState TempLedger::lot(std::string_view name) {
  const auto found = ledger_->lot(name);
  CAPTURE(name);
  REQUIRE(found);
  return *found;
}

std::int64_t TempLedger::stock(std::string_view operator_id) {
  const auto totals = ledger_->stock_totals();
  const auto found = totals.find(std::string(operator_id));
  return found == totals.end() ? 0 : found->second;
}

std::int64_t TempLedger::balance(std::string_view place) {
  for (const PlaceLine& line : report().places)
    if (line.place == place) return line.balance_g;
  return 0;
}

std::int64_t TempLedger::findings(const std::string& name) {
  const auto counts = report().findings;
  const auto found = counts.find(name);
  return found == counts.end() ? 0 : found->second;
}

}  // namespace made_up
