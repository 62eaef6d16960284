#include "tests/dishonest/scene.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include <fmt/format.h>

#include "cli/program.hpp"
#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/note.hpp"
#include "ledger/verify.hpp"
#include "tests/support/catch.hpp"

namespace dishonest {

using namespace ledger;
using namespace made_up;

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

void demand(const Ran& ran, int code, const std::string& words) {
  INFO(ran.out << ran.err);
  CHECK(ran.code == code);
  CHECK_THAT(ran.out + ran.err, ContainsSubstring(words));
}

Said retirement(std::string_view by, std::string_view id, int number) {
  return retire(by, id).unit(pack(number)).mass(412'000);
}

namespace {

Signer witness_key(const fs::path& home) {
  (void)Witness::create(home, "witness.example/w1", std::nullopt);
  return read_key_file(Witness::key_file(home), std::nullopt);
}

}  // namespace

WitnessNextDoor::WitnessNextDoor(const fs::path& home, const std::string& ledger_key,
                                 const Clock& clock)
    : witness_(home, witness_key(home), "log " + ledger_key + "\nquorum none\n", clock) {}

std::optional<WitnessAnswer> WitnessNextDoor::post(const std::string&, const std::string& body) {
  WitnessAnswer answer = witness_.add_checkpoint(body);
  statuses.push_back(answer.status);
  return answer;
}

Scene::Scene() {
  const std::string ledger_key = book.ledger().info().ledger_key;
  witness_.emplace(folder_.path() / "witness", ledger_key, book.clock);
  const std::string line = "witness w1 " + witness_->vkey();
  write(book.directory() / "witnesses", line + " http://w1\nquorum w1\n");
  const std::string trusted = starting_policy(book.ledger().info());
  write(*this / "policy", trusted);
  write(*this / "policy-with-witness",
        trusted.substr(0, trusted.find("quorum")) + line + "\nquorum w1\n");
  record(retirement(collector, "R-1", 1));
  record(retirement(vehicle_dismantler, "V-1", 2));
  record(dispatch(collector, "D-1", recycler, "WB-1").items({Thing(pack(1), 412'000)}));
  record(receive(recycler, "IN-1", collector, "WB-1").items({accepted(pack(1), 412'000)}));
  look();
  record(dismantle(recycler, "DM-1")
             .inputs({Thing(pack(1), 412'000)})
             .units({module_out(1, 300'000)})
             .lots({made(lot(recycler, "AL-1"), "aluminium", 112'000)})
             .loss(0));
  record(retirement(second_recycler, "S-1", 3));
  record(retirement(collector, "R-2", 4));
  look();
}

void Scene::record(const Said& event) {
  book.clock.add_days(1);
  const auto answer = book.record(event);
  if (!answer) FAIL(event.json() << "\n" << answer.error().detail);
  const std::string id = read_event(event.json()).value().id.data();
  const std::string name = id.substr(0, id.find('"'));
  receipts_[name] = answer->receipt;
  write(receipt(name), chain::write_receipt(answer->receipt));
}

void Scene::record_at_once(const Said& one, const Said& other) {
  std::vector<SignedBatch> batches;
  batches.push_back(book.sign({one}));
  batches.push_back(book.sign({other}));
  for (SignedBatch& batch : batches) {
    book.clock.add_days(1);
    const std::string id(batch.events.front().id);
    const auto answer = book.ledger().append(std::move(batch));
    REQUIRE(answer);
    receipts_[id] = answer->receipt;
    write(receipt(id), chain::write_receipt(answer->receipt));
  }
}

void Scene::look() {
  const bool is_first = !fs::exists(*this / "kept-early");
  REQUIRE(witness(book.directory()) == WitnessWord::cosigned);
  write(*this / (is_first ? "kept-early" : "kept"), book.ledger().info().checkpoint);
  demand(mirror(book.directory()), 0, "OK");
}

Ran Scene::celltrail(std::vector<std::string> words) const {
  std::istringstream in;
  std::ostringstream out, err;
  cli::Environment environment;
  environment.clock = &book.clock;
  environment.variable = [](const std::string&) { return std::optional<std::string>(); };
  environment.ask_secret = [](const std::string&) { return std::string(); };
  environment.interrupted = [] { return false; };
  const int code = cli::run_program(std::move(words), {in, out, err}, environment);
  return {code, out.str(), err.str()};
}

std::string Scene::operator/(const std::string& name) const {
  return folder_.path() / name;
}

std::string Scene::receipt(std::string_view event_id) const {
  return *this / fmt::format("{}.receipt", event_id);
}

std::string Scene::show(const Insider& insider, Insider::AfterLines lines) {
  const std::string shown = *this / fmt::format("shown-{}", ++shown_);
  insider.write(shown, lines);
  return shown;
}

std::string Scene::copy(const std::string& name) const {
  fs::copy(book.directory(), *this / name);
  return *this / name;
}

Ran Scene::audit(const std::string& shown) const {
  return celltrail({"audit", "--ledger", shown});
}

Ran Scene::regulator(const std::string& shown) const {
  return celltrail({"audit", "--checkpoint", *this / "kept", "--ledger", shown});
}

Ran Scene::company(std::string_view event_id, const std::string& shown) const {
  const Receipt& kept = receipts_.find(event_id)->second;
  const auto head = chain::open_checkpoint(kept.checkpoint, TempLedger::origin,
                                           read_vkey(info(book.directory()).ledger_key).value());
  const Ran asked = celltrail({"prove", "--from", std::to_string(head.value().size), "-o",
                               *this / "since", "--ledger", shown});
  return asked.code == 0 ? verify(receipt(event_id), *this / "since") : asked;
}

Ran Scene::mirror(const std::string& shown) {
  const std::string tiles = *this / fmt::format("tiles-{}", ++tiles_);
  demand(celltrail({"export", tiles, "--format", "tiles", "--ledger", shown}), 0, "");
  return celltrail({"mirror", tiles, *this / "copy", "--policy", *this / "policy"});
}

WitnessWord Scene::witness(const std::string& shown) {
  if (shown == book.directory())
    return book.ledger().gather_cosignatures(*witness_, 1).witnesses.at(0).word;
  Ledger ledger = Ledger::open(shown, Ledger::Access::write, book.clock);
  return ledger.gather_cosignatures(*witness_, 1).witnesses.at(0).word;
}

int Scene::insist(const std::string& shown) {
  const std::int64_t old = std::min(info(book.directory()).size, info(shown).size);
  return witness_->post("", fmt::format("old {}\n\n{}", old, info(shown).checkpoint))
      .value()
      .status;
}

Result<Appended> Scene::next_batch(const Said& event, std::string_view seen,
                                   const std::string& shown) {
  const Receipt& kept = receipts_.find(seen)->second;
  const After after{kept.first + static_cast<Index>(kept.leaves.size()) - 1, kept.leaves.back()};
  std::vector<Event> events;
  events.push_back(read_event(event.json()).value());
  SignedBatch batch = sign_batch(TempLedger::origin, std::move(events), after,
                                 key_named(fmt::format("{}/desk", event.operator_id())));
  write(*this / "next.batch", batch.head);
  return Ledger::open(shown, Ledger::Access::write, book.clock).append(std::move(batch));
}

Ran Scene::verify(const std::string& file, const std::string& with) const {
  std::vector<std::string> words{"verify", file, "--policy", *this / "policy"};
  if (!with.empty()) words.insert(words.end(), {"--with", with});
  return celltrail(words);
}

std::string Scene::evidence() const {
  for (const auto& file : fs::directory_iterator(*this / "copy-evidence"))
    if (file.path().filename().string().starts_with("fork")) return file.path();
  FAIL("the mirror has kept no evidence of a fork");
  return {};
}

LedgerInfo Scene::info(const std::string& shown) const {
  return Ledger::open(shown, Ledger::Access::read, book.clock).info();
}

void Scene::everybody_notices(const std::string& shown, std::string_view event_id) {
  demand(regulator(shown), 6, "DAMAGE");
  demand(company(event_id, shown), 6, "PROOF OF MISBEHAVIOUR");
  demand(mirror(shown), 6, "FORK");
  demand(verify(evidence()), 6, "PROOF OF MISBEHAVIOUR");
  const bool is_smaller = info(shown).size < info(book.directory()).size;
  CHECK(insist(shown) == (is_smaller ? 409 : 422));
}

}  // namespace dishonest
