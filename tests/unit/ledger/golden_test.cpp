#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/note.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/encoding/time.hpp"
#include "ledger/ledger.hpp"
#include "ledger/model/rules.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

// The golden files of tests/vectors were made by a program that shares no code with this one. Here
// the library rebuilds each byte of them from what the events and keys say.

using namespace ledger;
using nlohmann::json;

namespace {

std::string golden(const std::string& name) {
  const std::string path = std::string(TESTS_DIR) + "/vectors/" + name;
  std::ifstream file(path, std::ios::binary);
  CAPTURE(path);
  REQUIRE(file);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> golden_lines(const std::string& name) {
  std::istringstream text(golden(name));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

Hash hash_of(const std::string& base64) {
  const auto hash = encoding::fixed_from_base64<32>(base64);
  CAPTURE(base64);
  REQUIRE(hash);
  return *hash;
}

Signer key_of(const std::string& name) {
  for (const auto& key : json::parse(golden("keys/test_keys.json"))) {
    if (key["name"] != name) continue;
    return Signer(name, hash_of(key["seed"]));
  }
  FAIL(name);
  std::abort();
}

/// The batch head that the entries of one batch share, signed afresh.
BatchHead head_of(const json& entry, const std::string& origin, const std::vector<Event>& events) {
  const json& batch = entry["batch"];
  BatchHead head;
  head.origin = origin;
  head.key = batch["key"];
  head.operator_id = head.key.substr(0, head.key.find('/'));
  head.count = static_cast<std::int64_t>(events.size());
  chain::Frontier tree;
  for (const Event& event : events) tree.add(crypto::leaf_hash(event.bytes()));
  head.root = tree.root();
  if (batch.contains("after")) {
    head.after_index = batch["after"]["index"];
    head.after_hash = hash_of(batch["after"]["hash"]);
  }
  chain::sign_batch_head(head, key_of(head.key));
  return head;
}

struct Rebuilt {
  std::vector<std::string> entries;
  std::vector<Hash> leaves;
  std::vector<BatchHead> heads;
};

Index standing_of(model::World& world, const std::string& operator_id) {
  const OperatorState* signer = world.find_operator(operator_id);
  return signer ? signer->standing : -1;
}

/// One batch's entries: its lines give the events, `after` and the time; the rest is derived.
void rebuild_batch(Rebuilt& out, model::World& world, const std::string& origin,
                   const std::vector<json>& lines) {
  std::vector<Event> events;
  for (const json& line : lines) {
    auto event = read_canonical_event(line["event"].dump());
    if (!event) FAIL(event.error().pointer << ": " << event.error().detail);
    events.push_back(std::move(*event));
  }
  const BatchHead head = head_of(lines.front(), origin, events);
  const auto recorded_at =
      encoding::read_recorded_at(lines.front()["recorded_at"].get<std::string>());
  REQUIRE(recorded_at);
  const Batch batch{static_cast<Index>(out.entries.size()), head,
                    standing_of(world, head.operator_id), *recorded_at};
  const chain::EntryWriter writer(batch);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto index = static_cast<Index>(out.entries.size());
    const auto applied = model::apply(world, events[i], index, *recorded_at);
    if (!applied) FAIL(applied.error().pointer << ": " << applied.error().detail);
    std::string bytes;
    writer.write(bytes, static_cast<std::int64_t>(i),
                 index == 0 ? chain::before_the_first(origin) : out.leaves.back(),
                 events[i].bytes(), chain::trail_text(model::link_trails(world, events[i], index)));
    out.leaves.push_back(crypto::leaf_hash(bytes));
    out.entries.push_back(std::move(bytes));
  }
  out.heads.push_back(head);
}

/// Every entry again, from nothing but events, keys, `after` and the times.
Rebuilt rebuild() {
  std::vector<json> lines;
  for (const std::string& line : golden_lines("ledger/entries.jsonl"))
    lines.push_back(json::parse(line));
  const std::string origin = lines.at(0)["event"]["origin"];
  const model::StateSource nothing;
  model::World world(nothing);
  Rebuilt out;
  while (out.entries.size() < lines.size()) {
    const auto first = lines.begin() + static_cast<std::ptrdiff_t>(out.entries.size());
    rebuild_batch(out, world, origin, {first, first + (*first)["batch"]["count"]});
  }
  return out;
}

}  // namespace

TEST_CASE("the golden ledger's entries are rebuilt byte for byte") {
  CHECK(rebuild().entries == golden_lines("ledger/entries.jsonl"));
}

TEST_CASE("the golden ledger's leaf hashes, roots, identity and checkpoint are rebuilt") {
  const Rebuilt rebuilt = rebuild();
  const json values = json::parse(golden("tree/values.json"));
  chain::Frontier tree;
  std::size_t size = 0;
  CHECK(encoding::base64(chain::empty_root()) == values["roots"][size].get<std::string>());
  for (const Hash& leaf : rebuilt.leaves) {
    CHECK(encoding::base64(leaf) == values["leaves"][size].get<std::string>());
    tree.add(leaf);
    CHECK(encoding::base64(tree.root()) == values["roots"][++size].get<std::string>());
  }
  std::string identity = golden("ledger/identity");
  if (identity.back() == '\n') identity.pop_back();
  CHECK(encoding::base64(rebuilt.leaves.at(0)) == identity);
  const std::string origin = rebuilt.heads.at(0).origin;
  const Checkpoint checkpoint = chain::sign_checkpoint(origin, 6, tree.root(), key_of(origin));
  CHECK(checkpoint.note == golden("ledger/checkpoint"));
}

TEST_CASE("the golden batch heads and receipt are rebuilt") {
  const Rebuilt rebuilt = rebuild();
  CHECK(chain::write_batch_head(rebuilt.heads.at(0)) == golden("batch/founding_head"));
  CHECK(chain::write_batch_head(rebuilt.heads.at(1)) == golden("batch/head"));
  Receipt receipt;
  receipt.batch_head = chain::write_batch_head(rebuilt.heads.at(1));
  receipt.checkpoint = golden("ledger/checkpoint");
  receipt.first = 1;
  receipt.leaves = {rebuilt.leaves.at(1), rebuilt.leaves.at(2)};
  chain::Frontier last_two;
  last_two.add(rebuilt.leaves.at(4));
  last_two.add(rebuilt.leaves.at(5));
  receipt.proof = {rebuilt.leaves.at(0), rebuilt.leaves.at(3), last_two.root()};
  receipt.identity = rebuilt.leaves.at(0);
  const auto& leaves = rebuilt.leaves;
  receipt.identity_path = {leaves.at(1), chain::root_of({leaves.at(2), leaves.at(3)}),
                           last_two.root()};
  CHECK(chain::write_receipt(receipt) == golden("batch/receipt.json"));
}

TEST_CASE("the golden event, free or canonical, and its leaf hash are what the reader makes") {
  const std::string canonical = golden("event/canonical.json");
  const auto free_form = read_event(golden("event/free.json"));
  REQUIRE(free_form);
  CHECK(free_form->bytes() == canonical);
  CHECK(read_canonical_event(canonical));
  std::string leaf = golden("event/leaf_hash");
  if (leaf.back() == '\n') leaf.pop_back();
  CHECK(encoding::base64(crypto::leaf_hash(canonical)) == leaf);
}

TEST_CASE("the golden commitment seals the golden opening") {
  const json opening = json::parse(golden_lines("event/openings.jsonl").at(0));
  std::string expected = golden("event/commitment");
  if (expected.back() == '\n') expected.pop_back();
  CHECK(commitment(hash_of(opening["salt"]), opening["text"].get<std::string>()) == expected);
}

TEST_CASE("the golden key files open, and a key file is written like the golden one") {
  const made_up::TempFolder folder;
  const auto copy = [&](const std::string& name) {
    const auto path = folder.path() / name;
    std::ofstream(path, std::ios::binary) << golden("keys/" + name);
    std::filesystem::permissions(path, std::filesystem::perms::owner_read);
    return path;
  };
  const Signer plain = read_key_file(copy("plain.key"), std::nullopt);
  const Signer sealed = read_key_file(copy("sealed.key"), golden("keys/passphrase"));
  CHECK(plain.verifier().text() == sealed.verifier().text());
  CHECK(plain.sign("text\n") == sealed.sign("text\n"));
  const auto written = folder.path() / "written.key";
  write_key_file(written, key_of(plain.verifier().name), std::nullopt);
  std::ostringstream text;
  text << std::ifstream(written, std::ios::binary).rdbuf();
  CHECK(text.str() == golden("keys/plain.key"));
}
