#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/audit.hpp"
#include "ledger/chain/tile_path.hpp"
#include "ledger/storage/file.hpp"

namespace ledger {

/// A directory of C2SP tlog-tiles, for one writer at a time. A file that has its name is whole and
/// on disk; a checkpoint that has its name stands on tiles that are.
class TileDirectory {
 public:
  /// Makes the directory when it is absent. Throws Failure when there is something in it that is
  /// no tiles, or another process writes to it. `files_together` are made durable by one sync.
  explicit TileDirectory(const std::filesystem::path& directory, std::size_t files_together = 1024);

  [[nodiscard]] std::optional<std::string> checkpoint() const { return read("checkpoint"); }
  /// Writes what a tree of `size` has and the directory lacks, in the order of publication, and
  /// says how many files that were. `bytes_of` makes the content of a tile. What a checkpoint of
  /// `covered` entries, found in the directory, stands on is taken as it is; other tiles found, of
  /// an export that was broken off, are compared and make it throw Failure when they differ.
  std::int64_t write_tiles(std::int64_t covered, std::int64_t size,
                           const std::function<std::string(const chain::TilePath&)>& bytes_of,
                           const Progress& progress);
  /// Last of all.
  void write_checkpoint(std::string_view note);

 private:
  [[nodiscard]] std::optional<std::string> read(const std::string& path) const;
  void put(const std::string& path, std::string_view bytes);
  void settle();
  void sync_all() const;

  std::filesystem::path directory_, parts_;
  storage::Descriptor opened_;
  std::size_t files_together_;
  std::vector<std::pair<std::filesystem::path, std::filesystem::path>> waiting_;  ///< part, place
};

}  // namespace ledger
