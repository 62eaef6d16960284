#pragma once

#include <filesystem>

namespace ledger::storage {

/// Names of the files in a ledger's directory (docs/format.md, "A ledger's directory").
struct Paths {
  std::filesystem::path database, head, ledger_key, openings;

  explicit Paths(const std::filesystem::path& directory)
      : database(directory / "ledger.db"),
        head(directory / "head"),
        ledger_key(directory / "ledger.key"),
        openings(directory / "openings.db") {}
};

}  // namespace ledger::storage
