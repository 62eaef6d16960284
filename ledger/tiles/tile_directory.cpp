#include "ledger/tiles/tile_directory.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/file.h>
#include <unistd.h>

#include <fmt/format.h>

#include "ledger/result.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;

void require_tiles(const fs::path& directory) {
  if (!fs::exists(directory) || fs::is_empty(directory) || fs::exists(directory / "tile") ||
      fs::exists(directory / ".parts"))
    return;
  throw Failure(
      fmt::format("exporting to {}: it holds something else than tiles; choose a new directory, or "
                  "one that an earlier export of tiles made",
                  directory.string()));
}

int made_and_opened(const fs::path& directory) {
  require_tiles(directory);
  fs::create_directories(directory);
  return ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

void write_file(const fs::path& file, std::string_view bytes) {
  const storage::Descriptor opened(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (opened.number() < 0) storage::fail_with_errno("making", file);
  while (!bytes.empty()) {
    const ssize_t written = ::write(opened.number(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) storage::fail_with_errno("writing", file);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

TileDirectory::TileDirectory(const fs::path& directory, std::size_t files_together)
    : directory_(directory),
      parts_(directory / ".parts"),
      opened_(made_and_opened(directory)),
      files_together_(files_together) {
  if (opened_.number() < 0) storage::fail_with_errno("opening", directory_);
  if (::flock(opened_.number(), LOCK_EX | LOCK_NB) != 0)
    throw Failure(
        fmt::format("exporting to {}: another process writes to it; wait until it is "
                    "done, then export again",
                    directory_.string()));
  fs::remove_all(parts_);
}

std::optional<std::string> TileDirectory::read(const std::string& path) const {
  std::ifstream in(directory_ / path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  if (in.bad()) storage::fail_with_errno("reading", directory_ / path);
  return bytes;
}

std::int64_t TileDirectory::write_tiles(
    std::int64_t covered, std::int64_t size,
    const std::function<std::string(const chain::TilePath&)>& bytes_of, const Progress& progress) {
  std::int64_t files = 0;
  chain::each_tile_since(0, size, [&](const chain::TilePath& tile) {
    const std::string path = chain::write_tile_path(tile);
    const bool exists = fs::exists(directory_ / path);
    if (!exists) {
      put(path, bytes_of(tile));
      ++files;
    } else if (!chain::has_tile(tile, covered) && read(path) != bytes_of(tile)) {
      throw Failure(
          fmt::format("exporting to {}: {} is there already and not what this ledger has; "
                      "choose a new directory",
                      directory_.string(), path));
    }
    if (progress && tile.kind == chain::TileKind::entries)
      progress(tile.number * chain::tile_width + tile.width, size);
    return true;
  });
  return files;
}

void TileDirectory::put(const std::string& path, std::string_view bytes) {
  if (waiting_.empty()) fs::create_directories(parts_);
  fs::path part = parts_ / std::to_string(waiting_.size());
  write_file(part, bytes);
  waiting_.emplace_back(std::move(part), directory_ / path);
  if (waiting_.size() >= files_together_) settle();
}

// A name is given only to what is on disk: after a power cut a file that has its name is whole.
void TileDirectory::settle() {
  if (waiting_.empty()) return;
  sync_all();
  for (const auto& [part, place] : waiting_) {
    // Only the first tile of a folder finds it missing.
    std::error_code failed;
    fs::rename(part, place, failed);
    if (!failed) continue;
    fs::create_directories(place.parent_path());
    fs::rename(part, place);
  }
  waiting_.clear();
}

// Ten thousands of files with an fsync each would take minutes. Since Linux 5.8 syncfs also says
// whether writing any of them failed.
void TileDirectory::sync_all() const {
  if (::syncfs(opened_.number()) != 0) storage::fail_with_errno("syncing", directory_);
}

void TileDirectory::write_checkpoint(std::string_view note) {
  settle();
  sync_all();  // the names, too, are on disk before anything points to them
  fs::create_directories(parts_);
  const fs::path part = parts_ / "checkpoint";
  write_file(part, note);
  sync_all();
  fs::rename(part, directory_ / "checkpoint");
  fs::remove_all(parts_);
  storage::sync_directory(directory_);
}

}  // namespace ledger
