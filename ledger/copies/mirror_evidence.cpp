#include "ledger/copies/mirror_evidence.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/chain/note.hpp"
#include "ledger/chain/note_lines.hpp"
#include "ledger/chain/proof_files.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/storage/file.hpp"

namespace ledger {
namespace {

/// The first leaf in which two trees of at least `size` leaves differ; they do. Roots of beginnings
/// are equal up to it and nowhere after it.
Index first_difference(std::int64_t size, const chain::TileReader& a, const chain::TileReader& b) {
  std::int64_t same = 0, different = size;
  while (different - same > 1) {
    const std::int64_t middle = same + (different - same) / 2;
    const bool is_same = chain::root_from_tiles(middle, a) == chain::root_from_tiles(middle, b);
    (is_same ? same : different) = middle;
  }
  return same;
}

Hash leaf_of(Index index, const chain::TileReader& tiles) {
  return mirror::hash_at(tiles(0, index / 256), index % 256);
}

/// Another head of the same size gets another name.
std::string name_of(std::int64_t number, const Hash& root) {
  return fmt::format("{}-{}", number, encoding::hex(root).substr(0, 12));
}

}  // namespace

bool is_signed_by_ledger(std::string_view note, const std::string& origin,
                         const std::vector<std::string>& vkeys,
                         const std::optional<chain::Policy>& policy) {
  std::vector<VerifierKey> keys;
  for (const std::string& text : vkeys)
    if (auto key = read_vkey(text)) keys.push_back(std::move(*key));
  if (policy)
    for (const chain::PolicyLog& log : policy->logs)
      if (log.key.name == origin) keys.push_back(log.key);
  return std::any_of(keys.begin(), keys.end(), [&](const VerifierKey& key) {
    return chain::open_checkpoint(note, origin, key).has_value();
  });
}

std::vector<std::string> ledger_vkeys(const storage::Store& store) {
  std::vector<std::string> vkeys;
  const auto constitution = store.constitution();
  if (!constitution) return vkeys;
  for (const FormerLedgerKey& former : constitution->former_ledger_keys)
    vkeys.push_back(former.vkey);
  vkeys.push_back(constitution->ledger_key);
  return vkeys;
}

void Evidence::write(const std::string& name, const std::string& bytes) {
  std::filesystem::create_directories(folder_);
  files_.push_back(folder_ / name);
  if (!std::filesystem::exists(files_.back())) storage::write_private_file(files_.back(), bytes);
}

void Evidence::keep_fork(const Checkpoint& first, const Checkpoint& second) {
  chain::ForkEvidence fork;
  fork.first = first.note;
  fork.second = second.note;
  write(fmt::format("fork-{}.json", name_of(second.size, second.root)), chain::write_fork(fork));
}

std::string Evidence::keep_fork(const Checkpoint& first, const chain::TileReader& own,
                                const Checkpoint& second, const chain::TileReader& other) {
  chain::ForkEvidence fork;
  fork.first = first.note;
  fork.second = second.note;
  fork.index = first_difference(std::min(first.size, second.size), own, other);
  fork.leaves = {leaf_of(fork.index, own), leaf_of(fork.index, other)};
  fork.first_path = chain::inclusion_path(fork.index, first.size, own);
  fork.second_path = chain::inclusion_path(fork.index, second.size, other);
  write(fmt::format("fork-{}.json", name_of(second.size, second.root)), chain::write_fork(fork));
  return fmt::format("entry {} with leaf hash {}, where it was {}", fork.index,
                     encoding::base64(fork.leaves[1]), encoding::base64(fork.leaves[0]));
}

void Evidence::keep_heads(const Checkpoint& first, const Checkpoint& second) {
  for (const Checkpoint& head : {first, second})
    write(fmt::format("head-{}.checkpoint", name_of(head.size, head.root)), head.note);
}

void Evidence::keep_entry(Index index, mirror::VerifiedLog& log, const std::string& note) {
  const auto bundle = log.bundle(index / 256);
  const std::string name = fmt::format("entry-{}", name_of(index, log.head().root));
  write(name + ".entry", bundle.bytes[static_cast<std::size_t>(index % 256)]);
  const auto path = chain::inclusion_path(index, log.head().size, log.tiles());
  write(name + ".tlog-proof", chain::write_tlog_proof({index, path, "", note}));
}

}  // namespace ledger
