#pragma once

#include <filesystem>
#include <string>

namespace bench {

/// Commits a second of one row in one table, each with fsync, and a head file written and synced
/// behind it: what a ledger that does nothing else could do on this disk.
[[nodiscard]] double bare_commits(const std::filesystem::path& directory, const std::string& row,
                                  double seconds);

}  // namespace bench
