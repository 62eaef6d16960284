#include "ledger/mirror/batches.hpp"

#include "ledger/chain/tile_path.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/mirror/stopped.hpp"
#include "tests/fuzz/made_up.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

namespace {

/// As many entries as the bundle holds.
std::optional<mirror::Piece> piece_of(std::string_view bundle) {
  for (std::int64_t width = 1; width <= chain::tile_width; ++width) {
    const auto entries = chain::read_bundle(bundle, width);
    if (!entries) continue;
    mirror::Piece piece;
    for (const std::string_view entry : *entries) {
      piece.entries.emplace_back(entry);
      piece.leaves.push_back(crypto::leaf_hash(entry));
    }
    return piece;
  }
  return std::nullopt;
}

/// Every entry of a batch can be written again from what was read.
void demand_entries(const mirror::Piece& piece, const std::vector<mirror::ReadBatch>& batches) {
  std::size_t at = 0;
  for (const mirror::ReadBatch& one : batches) {
    require(one.events.size() == static_cast<std::size_t>(one.batch.head.count) &&
                one.trails.size() == one.events.size() && one.leaves.size() == one.events.size(),
            "a batch is whole");
    require(one.batch.first == static_cast<Index>(at), "batches follow each other");
    for (std::size_t i = 0; i < one.events.size(); ++i, ++at)
      require(piece.entries.at(at).find(one.events[i].bytes()) != std::string::npos &&
                  piece.entries[at].find(one.trails[i]) != std::string::npos &&
                  piece.leaves[at] == one.leaves[i],
              "what was read stands in its entry");
  }
  require(at == piece.entries.size(), "no entry is left out");
}

}  // namespace

/// A bundle as a mirror fetches it, from entry 0 on.
bool fuzz::batches(std::string_view input) {
  const auto piece = piece_of(input);
  if (!piece) return false;
  try {
    demand_entries(*piece, mirror::read_batches(*piece, std::string(origin)));
    return true;
  } catch (const mirror::Stopped& stopped) {
    require(!stopped.expected.empty() && !stopped.found.empty(), "a mirror says why it stops");
    return false;
  }
}
