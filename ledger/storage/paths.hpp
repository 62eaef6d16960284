#pragma once

#include <filesystem>

namespace ledger::storage {

/// Names of the files in a ledger's directory (docs/format.md, "A ledger's directory").
struct Paths {
  std::filesystem::path database, head, ledger_key, next_ledger_key, openings, founding;
  std::filesystem::path witnesses, cosignatures;
  /// Say what a directory is when it is no ledger to be written.
  std::filesystem::path mirror, backup, restored;

  explicit Paths(const std::filesystem::path& directory)
      : database(directory / "ledger.db"),
        head(directory / "head"),
        ledger_key(directory / "ledger.key"),
        next_ledger_key(directory / "ledger.key.next"),
        openings(directory / "openings.db"),
        founding(directory / "founding"),
        witnesses(directory / "witnesses"),
        cosignatures(directory / "cosignatures"),
        mirror(directory / "mirror"),
        backup(directory / "backup"),
        restored(directory / "restored") {}
};

}  // namespace ledger::storage
