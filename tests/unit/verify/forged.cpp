#include "tests/unit/verify/forged.hpp"

#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/entry_reader.hpp"
#include "ledger/chain/note.hpp"
#include "ledger/chain/proof.hpp"
#include "ledger/chain/rotation.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "tests/support/catch.hpp"

using namespace ledger;
using namespace made_up;

namespace {

std::string as_tile(const std::vector<Hash>& leaves) {
  std::string tile;
  for (const Hash& leaf : leaves)
    tile.append(reinterpret_cast<const char*>(leaf.data()), leaf.size());
  return tile;
}

std::vector<Hash> path_in(const std::vector<Hash>& leaves, Index index) {
  REQUIRE(leaves.size() < 256);
  return chain::inclusion_path(index, static_cast<Index>(leaves.size()),
                               [&](std::int64_t, std::int64_t) { return as_tile(leaves); });
}

chain::ReadEntry read(const std::string& bytes) {
  auto entry = chain::read_entry(bytes, TempLedger::origin);
  REQUIRE(entry);
  return std::move(*entry);
}

}  // namespace

Forged::Forged(TempLedger& book)
    : seal_(read_key_file(book.directory() / "ledger.key", std::nullopt)) {
  for (Index index = 0; index < book.ledger().info().size; ++index)
    learn(book.ledger().entry(index).value().bytes);
}

void Forged::learn(const std::string& bytes) {
  const auto index = static_cast<Index>(entries_.size());
  entries_.push_back(bytes);
  const chain::ReadEntry entry = read(entries_.back());
  for (const TrailLink& link : entry.links) last_[link.id] = index;
  const Event event = std::move(*read_canonical_event(entry.event));
  if (index == 0) standing_[std::string(event.operator_id)] = 0;
  if (!event.subject.empty()) standing_[std::string(event.subject)] = index;
}

Index Forged::add(const Said& said, const Trick& trick) {
  const Event event = std::move(*read_event(said.json()));
  const std::string who = trick.signer.empty() ? said.operator_id() : trick.signer;
  const auto last = static_cast<Index>(entries_.size()) - 1;
  Batch batch;
  batch.head = {std::string(TempLedger::origin), who, 1, crypto::leaf_hash(event.bytes()), last,
                trick.seen.value_or(leaf(last)), "",  {}};
  chain::sign_batch_head(batch.head, key_named(fmt::format("{}/{}", who, trick.key)));
  batch.standing = trick.standing.value_or(standing_[who]);
  return record(std::move(batch), event, trick);
}

Index Forged::replay(Index index) {
  const std::string bytes = entries_.at(static_cast<std::size_t>(index));
  const chain::ReadEntry entry = read(bytes);
  return record(entry.batch, std::move(*read_canonical_event(entry.event)), {});
}

Index Forged::record(Batch batch, const Event& event, const Trick& trick) {
  batch.first = static_cast<Index>(entries_.size());
  batch.recorded_at_ms = read(entries_.back()).batch.recorded_at_ms;
  std::vector<TrailLink> links;
  for (const std::string_view name : named_trails(event)) {
    const std::string id(name);
    const Index last = last_.contains(id) ? last_[id] : -1;
    links.push_back({id, trick.prev.contains(id) ? trick.prev.at(id) : last});
  }
  std::string bytes;
  chain::EntryWriter(batch).write(bytes, 0, leaf(batch.first - 1), event.bytes(),
                                  chain::trail_text(links));
  learn(bytes);
  return batch.first;
}

Index Forged::rotate(const Trick& trick) {
  Signer next = key_named(std::string(TempLedger::origin));
  const std::string old_key = seal_.verifier().text();
  const Index index =
      add(Said("rotate_ledger_key", authority, "K-1")
              .text("old_key", old_key)
              .text("new_key", next.verifier().text())
              .text("proof", chain::rotation_proof(TempLedger::origin, old_key, next)),
          trick);
  seal_ = std::move(next);
  return index;
}

Hash Forged::leaf(Index index) const {
  return crypto::leaf_hash(entries_.at(static_cast<std::size_t>(index)));
}

std::vector<Hash> Forged::path(Index index, std::size_t size) const {
  std::vector<Hash> leaves;
  for (std::size_t i = 0; i < size; ++i) leaves.push_back(leaf(static_cast<Index>(i)));
  return path_in(leaves, index);
}

std::string Forged::checkpoint(std::size_t size) const {
  std::vector<Hash> leaves;
  for (std::size_t i = 0; i < size; ++i) leaves.push_back(leaf(static_cast<Index>(i)));
  return chain::sign_checkpoint(TempLedger::origin, static_cast<Index>(size),
                                chain::root_of(leaves), seal_)
      .note;
}

std::vector<Hash> Forged::batch_path(Index index) const {
  const Batch batch = read(entries_.at(static_cast<std::size_t>(index))).batch;
  std::vector<Hash> leaves;
  for (Index i = batch.first; i < batch.first + batch.head.count; ++i)
    leaves.push_back(crypto::leaf_hash(read(entries_.at(static_cast<std::size_t>(i))).event));
  return path_in(leaves, index - batch.first);
}

chain::TrailBundle Forged::bundle(const std::string& about, std::vector<Index> trail,
                                  std::vector<Index> others) const {
  std::map<Index, bool> listed{{0, true}};
  for (const Index index : trail) listed[index] = true;
  for (const Index index : others) listed[index] = true;
  chain::TrailBundle bundle{about, std::move(trail), {}, checkpoint()};
  for (const auto& [index, _] : listed)
    bundle.entries.push_back({entries_.at(static_cast<std::size_t>(index)),
                              path(index, entries_.size()), batch_path(index)});
  return bundle;
}

Verdict verified(TempLedger& book, const std::string& file, std::optional<std::string> other,
                 std::optional<std::string> entry) {
  const std::string policy = starting_policy(book.ledger().info());
  VerifyInput input;
  input.file = file;
  input.policy = policy;
  if (other) input.other = *other;
  if (entry) input.entry = *entry;
  return verify_proof(input);
}

void demand(const Verdict& verdict, Outcome outcome, const std::string& words) {
  INFO(verdict.sentence << "\nfound " << verdict.found << "\nexpected " << verdict.expected);
  CHECK(text(verdict.outcome) == text(outcome));
  CHECK_THAT(verdict.sentence, ContainsSubstring(words));
  if (outcome == Outcome::proven) return;
  CHECK(verdict.entries.empty());
  CHECK(verdict.origin.empty());
  CHECK_FALSE(verdict.identity);
}

Said retirement(int number) {
  return retire(collector, fmt::format("R-{}", number)).unit(pack(number)).mass(412'000);
}

Said weighing(const std::string& id) {
  return weigh(collector, id).items({Thing(pack(1), 412'000)});
}

Verdict judged(TempLedger& book, const chain::TrailBundle& bundle) {
  return verified(book, chain::write_trail_bundle(bundle));
}
