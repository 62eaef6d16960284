#include "ledger/mirror/verified_log.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "ledger/chain/tile_path.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/mirror/stopped.hpp"
#include "ledger/result.hpp"

namespace ledger::mirror {
namespace {

using chain::tile_width;
using chain::TileKind;
using chain::TilePath;

constexpr std::size_t hash_bytes = std::tuple_size_v<Hash>;

[[noreturn]] void wrong(const std::string& path, std::string expected, const std::string& found,
                        Index entry = -1) {
  throw Stopped(MirrorOutcome::wrong_bytes, entry, std::move(expected),
                fmt::format("{}: {}", path, found));
}

/// A partial file may be gone once the full one exists (C2SP tlog-tiles): its beginning will do.
std::pair<std::string, TilePath> fetch_file(LogSource& source, TilePath tile) {
  if (auto bytes = source.fetch(chain::write_tile_path(tile))) return {std::move(*bytes), tile};
  const std::string path = chain::write_tile_path(tile);
  tile.width = tile_width;
  if (auto bytes = source.fetch(chain::write_tile_path(tile))) return {std::move(*bytes), tile};
  wrong(path, "every file of the tree that the head signs", "there is no such file");
}

}  // namespace

Hash hash_at(std::string_view hashes, std::int64_t position) {
  Hash hash{};
  const auto at = static_cast<std::size_t>(position) * hash_bytes;
  require(at + hash_bytes <= hashes.size(), "a hash is looked up within its tile");
  std::memcpy(hash.data(), hashes.data() + at, hash_bytes);
  return hash;
}

VerifiedLog::VerifiedLog(LogSource& source, const chain::TreeHead& head)
    : source_(source), head_(head) {
  for (std::int64_t level = 0; chain::level_width(head.size, level) > 0; ++level) {
    const std::int64_t number = chain::level_width(head.size, level) / tile_width;
    if (width(level, number) > 0) edge_[level] = fetch_hashes(level, number);
  }
  // Every hash of the edge goes into the root, and nothing else does.
  const Hash root = chain::root_from_tiles(
      head.size, [this](std::int64_t level, std::int64_t) { return edge_.at(level); });
  if (root != head.root)
    wrong("the tiles at the tree's right edge", "root " + encoding::base64(head.root),
          "root " + encoding::base64(root));
}

std::int64_t VerifiedLog::width(std::int64_t level, std::int64_t number) const {
  return std::clamp<std::int64_t>(chain::level_width(head_.size, level) - number * tile_width, 0,
                                  tile_width);
}

std::string VerifiedLog::fetch_hashes(std::int64_t level, std::int64_t number) {
  const std::int64_t hashes = width(level, number);
  auto [bytes, tile] = fetch_file(source_, {TileKind::hashes, level, number, hashes});
  if (bytes.size() != static_cast<std::size_t>(tile.width) * hash_bytes)
    wrong(chain::write_tile_path(tile), fmt::format("{} hashes of 32 bytes", tile.width),
          fmt::format("{} bytes", bytes.size()));
  bytes.resize(static_cast<std::size_t>(hashes) * hash_bytes);
  return std::move(bytes);
}

const std::string& VerifiedLog::tile(std::int64_t level, std::int64_t number) {
  require(width(level, number) > 0, "only tiles of the tree are asked for");
  if (width(level, number) < tile_width) return edge_.at(level);
  const auto kept = full_.find(level);
  if (kept != full_.end() && kept->second.number == number) return kept->second.hashes;
  const Hash above = hash_at(tile(level + 1, number / tile_width), number % tile_width);
  std::string hashes = fetch_hashes(level, number);
  if (chain::tile_root(hashes) != above)
    wrong(chain::write_tile_path({TileKind::hashes, level, number, tile_width}),
          "a tile with root " + encoding::base64(above),
          "root " + encoding::base64(chain::tile_root(hashes)));
  Full& full = full_[level];
  full = {number, std::move(hashes)};
  return full.hashes;
}

chain::TileReader VerifiedLog::tiles() {
  return [this](std::int64_t level, std::int64_t number) { return tile(level, number); };
}

VerifiedLog::Entries VerifiedLog::bundle(std::int64_t number) {
  const std::int64_t count = width(0, number);
  const auto [bytes, found] = fetch_file(source_, {TileKind::entries, 0, number, count});
  const auto read = chain::read_bundle(bytes, found.width);
  if (!read)
    wrong(chain::write_tile_path(found), fmt::format("a bundle of {} entries", found.width),
          fmt::format("{} bytes that are none", bytes.size()));
  const std::string& hashes = tile(0, number);
  Entries entries;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::string_view entry = (*read)[static_cast<std::size_t>(i)];
    const Hash leaf = crypto::leaf_hash(entry);
    const Index index = number * tile_width + i;
    if (leaf != hash_at(hashes, i))
      wrong(chain::write_tile_path(found),
            fmt::format("entry {} with leaf hash {}", index, encoding::base64(hash_at(hashes, i))),
            "leaf hash " + encoding::base64(leaf), index);
    entries.bytes.emplace_back(entry);
    entries.leaves.push_back(leaf);
  }
  return entries;
}

}  // namespace ledger::mirror
