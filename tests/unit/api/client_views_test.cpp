#include <random>

#include <nlohmann/json.hpp>

#include "api/client/read_json.hpp"
#include "api/client/read_views.hpp"
#include "api/client/server_url.hpp"
#include "api/wire/views.hpp"
#include "ledger/key.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace api::client;
using nlohmann::json;

namespace {

/// Values of every shape that a view can have, the same in every run.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : random_(seed) {}

  std::int64_t up_to(std::int64_t most) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(most + 1));
  }
  bool coin() { return up_to(1) == 1; }
  std::int64_t number() { return coin() ? up_to(9) : up_to(std::int64_t{1} << 52U); }
  std::int64_t number_or_none() { return coin() ? -1 : number(); }
  std::string text() {
    const std::vector<std::string> some{"a", "Test \"Works\"", "示例", "A/b-1", "x\\y", "04QPE7"};
    return some.at(static_cast<std::size_t>(up_to(5)));
  }
  std::string text_or_none() { return coin() ? "" : text(); }
  ledger::Hash hash() {
    ledger::Hash hash;
    for (std::uint8_t& byte : hash) byte = static_cast<std::uint8_t>(up_to(255));
    return hash;
  }
  template <class E>
  E listed() {
    E value{};
    do value = static_cast<E>(up_to(static_cast<std::int64_t>(ledger::list_size<E>()) - 1));
    while (ledger::text(value).empty());
    return value;
  }
  template <class T>
  std::vector<T> some(const std::function<T()>& one) {
    std::vector<T> list;
    for (std::int64_t n = up_to(3); n > 0; --n) list.push_back(one());
    return list;
  }

 private:
  std::mt19937_64 random_;
};

ledger::KeyState key(Dice& dice) {
  const auto verifier = made_up::key_named("VATTEST1/k" + std::to_string(dice.up_to(3))).verifier();
  return {verifier.name,         verifier.key,
          dice.number_or_none(), dice.number_or_none(),
          dice.number_or_none(), static_cast<std::uint64_t>(dice.up_to((1 << 20) - 1)),
          dice.text_or_none(),   dice.number_or_none()};
}

ledger::OperatorState company(Dice& dice) {
  ledger::OperatorState state;
  state.id = "VATTEST" + std::to_string(dice.up_to(9));
  state.enrolled = dice.coin();
  state.suspended = dice.coin();
  state.roles = static_cast<std::uint32_t>(dice.up_to(127));
  state.name = dice.text_or_none();
  state.region = dice.text_or_none();
  state.listing = dice.text_or_none();
  state.capacity_t = dice.number_or_none();
  state.standing = dice.number_or_none();
  state.last = dice.number_or_none();
  state.last_at_s = dice.number();
  state.sites = dice.some<ledger::SiteState>([&] {
    return ledger::SiteState{dice.text(), dice.text(), dice.text(), dice.number_or_none()};
  });
  state.keys = dice.some<ledger::KeyState>([&] { return key(dice); });
  return state;
}

ledger::UnitView unit(Dice& dice) {
  ledger::UnitView view;
  ledger::UnitState& state = view.state;
  state.code = dice.text();
  state.code_scheme = dice.listed<ledger::CodeScheme>();
  state.level = dice.listed<ledger::Level>();
  if (dice.coin()) state.chemistry = dice.listed<ledger::Chemistry>();
  if (dice.coin()) state.origin = dice.listed<ledger::Origin>();
  if (dice.coin()) state.mass_basis = dice.listed<ledger::MassBasis>();
  state.place = dice.listed<ledger::Place>();
  state.claim = dice.up_to(1);
  state.mass_g = dice.number();
  state.spent_g = dice.number();
  state.seen_g = dice.number();
  state.energy_wh = dice.number_or_none();
  state.retired_at_s = dice.number_or_none();
  state.counted = dice.coin();
  state.received = dice.coin();
  state.last = dice.number();
  state.last_at_s = dice.number();
  view.holder = dice.text_or_none();
  view.codes = dice.some<ledger::CodeState>([&] {
    return ledger::CodeState{dice.text(), 0, static_cast<ledger::CodeKind>(dice.up_to(2))};
  });
  return view;
}

ledger::LotState lot(Dice& dice) {
  ledger::LotState state;
  state.name = "VATTEST1/L-1";
  state.material = dice.listed<ledger::Material>();
  state.other_name = dice.text_or_none();
  if (dice.coin()) state.chemistry = dice.listed<ledger::Chemistry>();
  if (dice.coin()) state.origin = dice.listed<ledger::Origin>();
  state.drawn = dice.coin();
  state.moisture_permille = dice.number_or_none();
  if (dice.coin()) state.assay = {{dice.listed<ledger::Element>(), dice.number()}};
  state.holdings = dice.some<ledger::Holding>([&] {
    const auto place = dice.coin() ? ledger::Place::stock : ledger::Place::delivered;
    const std::int64_t holder = place == ledger::Place::stock ? 1 + dice.up_to(1) : 0;
    return ledger::Holding{place,         holder,        dice.number(),
                           dice.number(), dice.number(), dice.number()};
  });
  state.last = dice.number();
  state.last_at_s = dice.number();
  return state;
}

ledger::TransferView transfer(Dice& dice) {
  ledger::TransferView view;
  view.from = dice.text();
  view.to = dice.text();
  view.state.slip = dice.text();
  view.state.dispatched = dice.number_or_none();
  view.state.received = dice.number_or_none();
  view.state.dispatched_at_s = dice.number_or_none();
  view.state.received_at_s = dice.number_or_none();
  for (std::int64_t n = dice.up_to(3); n > 0; --n) {
    view.subjects.push_back(dice.text());
    view.state.items.push_back({dice.coin(), 0, dice.number_or_none(), dice.number_or_none(),
                                dice.number_or_none(), dice.number_or_none(), dice.number(),
                                dice.coin()});
  }
  return view;
}

ledger::LedgerInfo info(Dice& dice) {
  ledger::LedgerInfo said;
  said.origin = dice.text();
  said.identity = dice.hash();
  said.size = dice.number();
  said.root = dice.hash();
  said.checkpoint = "a\nb\n\n— c\n";
  said.ledger_key = dice.text();
  said.authority = dice.text();
  said.last_recorded_at_ms = dice.number();
  said.constitution = {
      dice.text(),   dice.text(),   dice.text(),   dice.text_or_none(), dice.number(),
      dice.number(), dice.number(), dice.number(), dice.number(),       {}};
  said.constitution.former_ledger_keys = dice.some<ledger::FormerLedgerKey>([&] {
    return ledger::FormerLedgerKey{dice.text(), dice.number()};
  });
  return said;
}

ledger::Receipt receipt(Dice& dice) {
  const auto hashes = [&] { return dice.some<ledger::Hash>([&] { return dice.hash(); }); };
  return {"batch\n", dice.number(), hashes(), hashes(), dice.hash(), hashes(), "checkpoint\n"};
}

/// Over the wire and back it is the same, and says the same again.
template <class T, class Read>
T there_and_back(const T& value, const Read& read) {
  const json said = api::wire::view(value);
  T back = read(read_json(api::wire::written(said)));
  CHECK(api::wire::view(back) == said);
  return back;
}

}  // namespace

TEST_CASE("what a service says of a thing is read as it was") {
  Dice dice(2024);
  for (int round = 0; round < 200; ++round) {
    CAPTURE(round);
    const auto company_ = company(dice);
    CHECK(there_and_back(company_, read_operator) == company_);
    const auto unit_ = unit(dice);
    const auto unit_back = there_and_back(unit_, read_unit);
    CHECK(unit_back.state == unit_.state);
    CHECK(unit_back.codes == unit_.codes);
    CHECK(unit_back.holder == unit_.holder);
    const auto transfer_ = transfer(dice);
    const auto transfer_back = there_and_back(transfer_, read_transfer);
    CHECK(transfer_back.state == transfer_.state);
    CHECK(transfer_back.subjects == transfer_.subjects);
    CHECK(there_and_back(info(dice), read_info).constitution.founded_at_s >= 0);
    static_cast<void>(there_and_back(receipt(dice), read_receipt));
  }
}

TEST_CASE("a lot's grams are in the hands of who has them, on both sides") {
  Dice dice(7);
  ledger::OperatorState first, second;
  first.no = 1;
  first.id = "VATTEST1";
  second.no = 2;
  second.id = "VATTEST2";
  const std::vector<ledger::OperatorState> companies{first, second};
  for (int round = 0; round < 200; ++round) {
    const ledger::LotState said = lot(dice);
    CHECK(read_lot(read_json(api::wire::view(said, companies).dump()), companies) == said);
  }
}

TEST_CASE("lines of lists are read as they were") {
  Dice dice(11);
  for (int round = 0; round < 200; ++round) {
    ledger::StockLine line{
        dice.coin(),   dice.text(),           {},           {}, {}, {}, dice.number(),
        dice.number(), dice.number_or_none(), dice.number()};
    if (dice.coin()) line.chemistry = dice.listed<ledger::Chemistry>();
    if (line.is_lot) line.material = dice.listed<ledger::Material>();
    static_cast<void>(there_and_back(line, read_stock_line));
    const ledger::TargetState target{dice.number(), dice.number(), dice.listed<ledger::Bound>(),
                                     dice.text(), dice.number()};
    CHECK(there_and_back(target, read_target) == target);
    const ledger::Finding finding{dice.number(), dice.text(), dice.text(), dice.number()};
    const FoundBy back = read_finding(api::wire::view(finding, "VATTEST1", "now"));
    CHECK(back.finding == finding);
    CHECK(back.operator_id + back.at == "VATTEST1now");
  }
}

TEST_CASE("numbers, words and hashes that are none are not taken for some") {
  const json good = api::wire::view(ledger::TargetState{2024, 1, ledger::Bound::exactly, "x", 3});
  CHECK(read_target(good).entry == 3);
  const std::vector<json> bad_numbers{
      1.5, 1e300, "7", nullptr, true, json::array(), 18'446'744'073'709'551'615ULL};
  for (const json& bad : bad_numbers) {
    json said = good;
    said["entry"] = bad;
    CAPTURE(said.dump());
    CHECK_THROWS_AS(read_target(said), StrangeAnswer);
  }
  json said = good;
  said["bound"] = "about";
  CHECK_THROWS_AS(read_target(said), StrangeAnswer);
  said.erase("bound");
  CHECK_THROWS_AS(read_target(said), StrangeAnswer);
  CHECK_THROWS_AS(read_head(json{{"size", 1}, {"root", "AAAA"}}), StrangeAnswer);
}

TEST_CASE("the address of a service is read strictly") {
  const auto text = [](const char* url) {
    const auto read = read_url(url);
    return read ? read->text() : std::string();
  };
  CHECK(text("http://localhost:8787") == "http://localhost:8787");
  CHECK(text("https://ledger.example/") == "https://ledger.example");
  CHECK(text("https://ledger.example:443/a/b/") == "https://ledger.example/a/b");
  CHECK(text("http://[::1]:8787/x") == "http://[::1]:8787/x");
  for (const char* url :
       {"", "ledger.example", "ftp://x", "http://", "http://:80", "http://x:0", "http://x:70000",
        "http://x:8a", "http://user@x", "http://x?a=b", "http://x/#a", "http://x/a b",
        "http://x\r\nA: b", "http://[::1", "http://[::1]x", "HTTP://x"}) {
    CAPTURE(url);
    CHECK(text(url).empty());
  }
}
