#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/impl.hpp"
#include "ledger/storage/batch_cursor.hpp"
#include "ledger/storage/snapshot.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;

/// A file that is whole and on disk under its name, or not there at all.
class WholeFile {
 public:
  explicit WholeFile(fs::path path) : path_(std::move(path)), part_(path_.string() + ".part") {
    file_ = std::fopen(part_.c_str(), "wbxe");
    if (!file_) fail("making");
  }
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;
  ~WholeFile() {
    if (file_) std::fclose(file_);
  }

  void write(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) fail("writing");
  }
  void finish() {
    if (std::fflush(file_) != 0 || ::fsync(::fileno(file_)) != 0) fail("syncing");
    std::FILE* file = std::exchange(file_, nullptr);
    if (std::fclose(file) != 0) fail("closing");
    fs::rename(part_, path_);
  }

 private:
  [[noreturn]] void fail(const char* what) const {
    throw Failure(
        fmt::format("exporting: {} {} failed; free space or choose another directory, "
                    "then export again",
                    what, path_.string()));
  }
  fs::path path_;
  std::string part_;
  std::FILE* file_ = nullptr;
};

/// Rebuilds entry bytes one after the other and holds each against its leaf.
class EntryStream {
 public:
  explicit EntryStream(const storage::Store& store) : batches_(store) {}

  const std::string& next(const storage::EntryRow& row) {
    const Batch& batch = batches_.of(row.index);
    if (!writer_ || batch.first == row.index) writer_.emplace(batch);
    if (row.index == 0) prev_ = chain::before_the_first(batch.head.origin);
    bytes_.clear();
    writer_->write(bytes_, row.index - batch.first, prev_, row.event, row.trail);
    prev_ = crypto::leaf_hash(bytes_);
    if (prev_ != row.leaf)
      throw Damage(
          fmt::format("exporting entry {}: its bytes do not hash to its leaf; run "
                      "`celltrail audit`",
                      row.index));
    bytes_.push_back('\n');
    return bytes_;
  }

 private:
  storage::BatchCursor batches_;
  std::optional<chain::EntryWriter> writer_;
  Hash prev_{};
  std::string bytes_;
};

}  // namespace

void Ledger::export_jsonl(const fs::path& directory, const Progress& progress) const {
  if (fs::exists(directory) && !fs::is_empty(directory))
    throw Failure(fmt::format("exporting to {}: the directory is not empty; choose a new one",
                              directory.string()));
  fs::create_directories(directory);
  storage::Store& store = impl_->store;
  const storage::Snapshot snapshot(store);
  const Checkpoint checkpoint = store.last_checkpoint().value();
  EntryStream stream(store);
  WholeFile entries(directory / "entries.jsonl");
  store.each_entry(0, checkpoint.size, [&](storage::EntryRow&& row) {
    entries.write(stream.next(row));
    if (progress && row.index % 4096 == 0) progress(row.index, checkpoint.size);
    return true;
  });
  entries.finish();
  WholeFile note(directory / "checkpoint");
  note.write(checkpoint.note);
  note.finish();
  if (progress) progress(checkpoint.size, checkpoint.size);
}

}  // namespace ledger
