#include "ledger/elsewhere.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/entry_reader.hpp"
#include "ledger/chain/note.hpp"
#include "ledger/chain/note_lines.hpp"
#include "ledger/chain/proof.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/mirror/stopped.hpp"
#include "ledger/mirror/verified_log.hpp"
#include "ledger/storage/file.hpp"
#include "ledger/tiles/tile_directory.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;
using chain::TileKind;
using chain::TilePath;
using mirror::VerifiedLog;

[[noreturn]] void damaged(const mirror::Stopped& stopped) {
  throw Damage(
      fmt::format("reading the ledger's log: found {}, expected {}; do not rely on this server, "
                  "and ask others who read it",
                  stopped.found, stopped.expected));
}

std::string bytes_of(VerifiedLog& log, const TilePath& tile) {
  if (tile.kind == TileKind::hashes) {
    std::string hashes = log.tile(tile.level, tile.number);
    hashes.resize(static_cast<std::size_t>(tile.width) * std::tuple_size_v<Hash>);
    return hashes;
  }
  std::string bundle;
  for (const std::string& entry : log.bundle(tile.number).bytes)
    chain::append_to_bundle(bundle, entry);
  return bundle;
}

/// How many entries the head found in the directory covers, when it is an earlier one of this log.
std::int64_t covered_by(const std::string& note, VerifiedLog& log, const fs::path& directory) {
  const auto read = chain::read_note(note);
  const auto head = read ? chain::read_checkpoint_body(read->text) : std::nullopt;
  const bool continues = head && head->is_possible() && head->size <= log.head().size &&
                         chain::root_from_tiles(head->size, log.tiles()) == head->root;
  if (continues) return head->size;
  throw Failure(
      fmt::format("exporting to {}: its checkpoint is not an earlier one of this ledger; choose a "
                  "new directory, and keep this one: two heads that contradict each other are "
                  "evidence",
                  directory.string()));
}

/// Bytes that get their name when all of them are written.
class PartFile {
 public:
  explicit PartFile(fs::path file)
      : file_(std::move(file)), part_(file_.string() + ".part"), out_(part_, std::ios::binary) {}
  void write(std::string_view bytes) {
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out_) storage::fail_with_errno("writing", part_);
  }
  void finish() {
    out_.close();
    if (!out_) storage::fail_with_errno("writing", part_);
    fs::rename(part_, file_);
  }

 private:
  fs::path file_, part_;
  std::ofstream out_;
};

/// Writes the entries down, one a line, each of which names the one before.
void write_entries(VerifiedLog& log, std::string_view origin, PartFile& file,
                   const Progress& progress) {
  Hash before = chain::before_the_first(origin);
  const std::int64_t size = log.head().size;
  for (Index first = 0; first < size; first += chain::tile_width) {
    const VerifiedLog::Entries entries = log.bundle(first / chain::tile_width);
    for (std::size_t i = 0; i < entries.bytes.size(); ++i) {
      const auto read = chain::read_entry(entries.bytes[i], origin);
      const Index index = first + static_cast<Index>(i);
      if (!read || read->index != index || read->prev != before)
        throw Damage(
            fmt::format("exporting: what the ledger's tree holds as entry {} is none that names "
                        "the one before it; keep its checkpoint as evidence",
                        index));
      before = entries.leaves[i];
      file.write(entries.bytes[i]);
      file.write("\n");
    }
    if (progress) progress(std::min(size, first + chain::tile_width), size);
  }
}

}  // namespace

std::optional<Entry> read_entry(std::string_view bytes, std::string_view origin) {
  auto read = chain::read_entry(bytes, origin);
  if (!read) return std::nullopt;
  Entry entry;
  entry.index = read->index;
  entry.bytes = bytes;
  entry.leaf = crypto::leaf_hash(bytes);
  entry.event = read->event;
  entry.batch = std::move(read->batch);
  entry.trail = std::move(read->links);
  return entry;
}

BatchFile unsigned_batch(std::string_view origin, std::vector<Event> events, const After& after) {
  require(!events.empty(), "a batch has events");
  BatchHead head;
  head.origin = origin;
  head.operator_id = events.front().operator_id;
  head.count = std::ssize(events);
  chain::Frontier tree;
  for (const Event& event : events) tree.add(crypto::leaf_hash(event.bytes()));
  head.root = tree.root();
  head.after_index = after.index;
  head.after_hash = after.hash;
  return {chain::batch_head_text(head), std::move(events)};
}

TilesExported export_tiles(LogSource& source, const Checkpoint& head, const fs::path& directory,
                           const Progress& progress) {
  try {
    VerifiedLog log(source, {head.size, head.root});
    TileDirectory target(directory);
    const auto before = target.checkpoint();
    const std::int64_t covered = before ? covered_by(*before, log, directory) : 0;
    TilesExported done{head.size, head.root, 0};
    done.files = target.write_tiles(
        covered, head.size, [&](const TilePath& tile) { return bytes_of(log, tile); }, progress);
    if (before == head.note && done.files == 0) return done;
    target.write_checkpoint(head.note);
    if (before != head.note) ++done.files;
    return done;
  } catch (const mirror::Stopped& stopped) {
    damaged(stopped);
  }
}

void export_jsonl(LogSource& source, const Checkpoint& head, std::string_view origin,
                  const fs::path& directory, const Progress& progress) {
  if (fs::exists(directory) && !fs::is_empty(directory))
    throw Failure(fmt::format("exporting to {}: the directory is not empty; choose a new one",
                              directory.string()));
  fs::create_directories(directory);
  try {
    VerifiedLog log(source, {head.size, head.root});
    PartFile entries(directory / "entries.jsonl");
    write_entries(log, origin, entries, progress);
    entries.finish();
    PartFile note(directory / "checkpoint");
    note.write(head.note);
    note.finish();
  } catch (const mirror::Stopped& stopped) {
    damaged(stopped);
  }
}

}  // namespace ledger
