#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tests {

/// What a disk would hold after a power cut. A file has two planes: what was fsynced, and the
/// writes since then, of which a power cut keeps any, in any order, the last kept one torn.
class DiskPlanes {
 public:
  /// A file as it was opened: `bytes` are on disk already.
  void opened(const std::string& file, bool existed, const std::string& bytes);
  void wrote(const std::string& file, std::int64_t offset, std::string bytes);
  void truncated(const std::string& file, std::int64_t size);
  void synced(const std::string& file);
  /// `synced` tells whether the folder was fsynced with it; if not, the file may come back.
  void removed(const std::string& file, bool synced);

  /// Puts every file into a state that a power cut could have left. Seed 0 keeps nothing that was
  /// not fsynced, seed 1 all of it, the others some.
  void cut_power(std::uint64_t seed);

 private:
  struct Change {
    std::int64_t offset{};
    std::string bytes;
    bool truncates = false;
  };
  struct File {
    bool on_disk = false;  ///< its name was fsynced
    bool removed = false;  ///< without fsync of the folder
    std::string durable;
    std::vector<Change> since;
  };
  static void apply(std::string& bytes, const Change& change);

  std::map<std::string, File> files_;
};

}  // namespace tests
