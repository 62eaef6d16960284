#include "tests/support/log_files.hpp"

#include "ledger/chain/tile_path.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/result.hpp"

namespace made_up {

using namespace ledger;

LogFiles log_files(const std::vector<std::string>& entries, const std::string& note) {
  LogFiles files{{"checkpoint", note}};
  std::vector<Hash> hashes;
  for (const std::string& entry : entries) hashes.push_back(crypto::leaf_hash(entry));
  for (std::int64_t level = 0; !hashes.empty(); ++level) {
    std::vector<Hash> above;
    for (std::size_t first = 0; first < hashes.size(); first += 256) {
      const std::size_t last = std::min(first + 256, hashes.size());
      chain::TilePath path{chain::TileKind::hashes, level, static_cast<std::int64_t>(first / 256),
                           static_cast<std::int64_t>(last - first)};
      std::string tile, bundle;
      for (std::size_t i = first; i < last; ++i) {
        tile.append(reinterpret_cast<const char*>(hashes[i].data()), hashes[i].size());
        if (level == 0) chain::append_to_bundle(bundle, entries[i]);
      }
      if (last - first == 256) above.push_back(chain::tile_root(tile));
      files[chain::write_tile_path(path)] = tile;
      path.kind = chain::TileKind::entries;
      if (level == 0) files[chain::write_tile_path(path)] = bundle;
    }
    hashes = std::move(above);
  }
  return files;
}

std::vector<std::string> entry_bytes(const Ledger& ledger) {
  std::vector<std::string> entries;
  for (Index i = 0; i < ledger.info().size; ++i) entries.push_back(ledger.entry(i).value().bytes);
  return entries;
}

LogFiles log_files(const Ledger& ledger) {
  return log_files(entry_bytes(ledger), ledger.info().checkpoint);
}

std::optional<std::string> FileSource::fetch(std::string_view path) {
  if (left_ == 0) throw Failure("the network is down");
  --left_;
  const auto found = files_.find(std::string(path));
  if (found == files_.end()) return std::nullopt;
  return found->second;
}

}  // namespace made_up
