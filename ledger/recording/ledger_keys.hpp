#pragma once

#include <list>
#include <optional>
#include <string_view>

#include "ledger/ledger.hpp"
#include "ledger/storage/paths.hpp"

namespace ledger {

/// The ledger's own secrets: `ledger.key`, in force, and `ledger.key.next`, made for a rotation and
/// waiting for the entry that puts it in force. What is in memory is used by one thread;
/// `put_in_force` touches files alone and may run on another.
class LedgerKeys {
 public:
  /// Reads the key in force, and finishes a rotation that was interrupted after its commit. Without
  /// that key nothing but a rotation to a waiting one can be recorded; throws Failure when none
  /// waits. A checkpoint signed with any other key could never be taken back.
  LedgerKeys(const storage::Paths& paths, std::string_view in_force, AskPassphrase ask);

  /// Whether the secret of this vkey lies on disk, ready to follow the one in force.
  [[nodiscard]] bool is_waiting(std::string_view vkey);
  /// Throws Failure when it is not held.
  [[nodiscard]] const Signer& of(std::string_view vkey) const;
  /// After the commit of the rotation to this vkey: its file takes the place of the former key's.
  /// Called again, it finds nothing left to do.
  void put_in_force(std::string_view vkey) const;

 private:
  [[nodiscard]] Signer read(const std::filesystem::path& file) const;

  storage::Paths paths_;
  AskPassphrase ask_;
  std::list<Signer> signers_;
};

/// The vkey of a key file, nothing when there is none. Throws Failure when it cannot be read.
[[nodiscard]] std::optional<std::string> vkey_in(const std::filesystem::path& file);

}  // namespace ledger
