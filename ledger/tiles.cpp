#include <fmt/format.h>

#include "ledger/chain/note_lines.hpp"
#include "ledger/chain/proof.hpp"
#include "ledger/chain/tile_path.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/impl.hpp"
#include "ledger/storage/snapshot.hpp"
#include "ledger/tiles/entry_stream.hpp"
#include "ledger/tiles/tile_directory.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;
using chain::TileKind;
using chain::TilePath;

/// The content of the files of a tree, made from the store.
class TileFiles {
 public:
  TileFiles(const Ledger::Impl& impl, std::int64_t size)
      : impl_(impl), size_(size), stream_(impl.store) {}

  std::string of(const TilePath& tile) {
    std::string hashes = hashes_of(tile);
    return tile.kind == TileKind::hashes ? hashes : bundle_of(tile, hashes);
  }

 private:
  /// Of a bundle: its leaf hashes.
  [[nodiscard]] std::string hashes_of(const TilePath& tile) const {
    std::string hashes = impl_.tile_at(size_, tile.level, tile.number);
    const std::size_t bytes = static_cast<std::size_t>(tile.width) * std::tuple_size_v<Hash>;
    if (hashes.size() < bytes) throw damaged(tile);
    hashes.resize(bytes);
    return hashes;
  }

  std::string bundle_of(const TilePath& tile, std::string_view leaves) {
    std::string bundle, found;
    const std::int64_t first = tile.number * chain::tile_width;
    impl_.store.each_entry(first, first + tile.width, [&](storage::EntryRow&& row) {
      chain::append_to_bundle(bundle, stream_.next(row));
      found.append(reinterpret_cast<const char*>(row.leaf.data()), row.leaf.size());
      return true;
    });
    if (found != leaves) throw damaged(tile);
    return bundle;
  }

  static Damage damaged(const TilePath& tile) {
    return Damage(
        fmt::format("making {}: the entries and the tree do not agree; run "
                    "`celltrail audit`",
                    chain::write_tile_path(tile)));
  }

  const Ledger::Impl& impl_;
  std::int64_t size_;
  EntryStream stream_;
};

Hash root_at(const Ledger::Impl& impl, std::int64_t size) {
  return chain::root_from_tiles(size, [&](std::int64_t level, std::int64_t number) {
    return impl.tile_at(size, level, number);
  });
}

/// How many entries the head found in the directory covers. Throws Failure when it is not an
/// earlier head of this ledger: what stands under it is another history then.
std::int64_t covered_by(const std::string& note, const Ledger::Impl& impl, std::int64_t size,
                        const fs::path& directory) {
  const auto refused = [&](std::string_view found) {
    return Failure(
        fmt::format("exporting to {}: its checkpoint is {}; choose a new directory, and keep this "
                    "one: two heads that contradict each other are evidence",
                    directory.string(), found));
  };
  const auto read = chain::read_note(note);
  const auto head = read ? chain::read_checkpoint_body(read->text) : std::nullopt;
  if (!head || !head->is_possible()) throw refused("not one that any program wrote");
  const std::string origin = impl.store.constitution()->origin;
  if (head->origin != origin)
    throw refused(fmt::format("of {}, and this ledger is {}", head->origin, origin));
  if (head->size > size)
    throw refused(fmt::format("of {} entries, and this ledger has only {}", head->size, size));
  if (root_at(impl, head->size) != head->root)
    throw refused(
        fmt::format("of {} entries with another root than this ledger has there", head->size));
  return head->size;
}

}  // namespace

std::string Ledger::Impl::tile_at(std::int64_t size, std::int64_t level,
                                  std::int64_t number) const {
  return tiles.at(size, level, number);
}

TilesExported Ledger::export_tiles(const fs::path& directory, const Progress& progress) const {
  const storage::Snapshot snapshot(impl_->store);
  const Checkpoint head = impl_->store.last_checkpoint().value();
  if (root_at(*impl_, head.size) != head.root)
    throw Damage("exporting: the tree has not the root that was signed; run `celltrail audit`");
  TileDirectory target(directory);
  const auto before = target.checkpoint();
  const std::int64_t covered = before ? covered_by(*before, *impl_, head.size, directory) : 0;
  TileFiles files(*impl_, head.size);
  TilesExported done;
  done.size = head.size;
  done.root = head.root;
  done.files = target.write_tiles(
      covered, head.size, [&](const TilePath& tile) { return files.of(tile); }, progress);
  const std::string note = impl_->published(head);
  if (before == note && done.files == 0) return done;
  target.write_checkpoint(note);
  if (before != note) ++done.files;
  return done;
}

// C2SP tlog-tiles: the partial tiles of every head that was published stay, so that whoever fetched
// a checkpoint can go on reading while the ledger grows.
std::optional<std::string> Ledger::tile_file(std::string_view path) const {
  const storage::Snapshot snapshot(impl_->store);
  const Checkpoint head = impl_->store.last_checkpoint().value();
  if (path == "checkpoint") return impl_->published(head);
  const auto tile = chain::read_tile_path(path);
  if (!tile || tile->number >= chain::level_width(head.size, tile->level) / chain::tile_width + 1)
    return std::nullopt;
  const std::int64_t last = tile->number * chain::tile_width + tile->width;
  if (last > chain::level_width(head.size, tile->level)) return std::nullopt;
  const auto published = impl_->store.checkpoint_from(last << 8 * tile->level);
  const bool is_edge = published && chain::has_tile(*tile, published->size);
  if (!is_edge && !chain::has_tile(*tile, head.size)) return std::nullopt;
  return TileFiles(*impl_, head.size).of(*tile);
}

}  // namespace ledger
