#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "ledger/impl.hpp"
#include "ledger/storage/snapshot.hpp"
#include "ledger/tiles/entry_stream.hpp"

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
    entries.write("\n");
    if (progress && row.index % 4096 == 0) progress(row.index, checkpoint.size);
    return true;
  });
  entries.finish();
  WholeFile note(directory / "checkpoint");
  note.write(impl_->published(checkpoint));
  note.finish();
  if (progress) progress(checkpoint.size, checkpoint.size);
}

}  // namespace ledger
