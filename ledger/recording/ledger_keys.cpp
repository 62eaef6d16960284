#include "ledger/recording/ledger_keys.hpp"

#include <fmt/format.h>

#include "ledger/chain/rotation.hpp"
#include "ledger/storage/file.hpp"
#include "ledger/storage/store.hpp"
#include "ledger/storage/write_lock.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;

/// A restoration still to be recorded goes before everything, so the new key comes with it.
std::string what_helps(const storage::Paths& paths) {
  return fmt::format(
      "bring back the key file that was made with this ledger, or let the authority name a new key "
      "with `celltrail {}`",
      fs::exists(paths.restored) ? "restore --record --new-ledger-key" : "key rotate-ledger");
}

}  // namespace

std::optional<std::string> vkey_in(const fs::path& file) {
  if (!fs::exists(file)) return std::nullopt;
  return inspect_key_file(file).verifier.text();
}

LedgerKeys::LedgerKeys(const storage::Paths& paths, std::string_view in_force, AskPassphrase ask)
    : paths_(paths), ask_(std::move(ask)) {
  put_in_force(in_force);
  const auto found = vkey_in(paths_.ledger_key);
  if (found == in_force) {
    signers_.push_back(read(paths_.ledger_key));
    return;
  }
  // A key waits to follow the one that is gone: recording the rotation is what is left to do.
  if (fs::exists(paths_.next_ledger_key)) return;
  throw Failure(
      fmt::format("opening the ledger {} for writing: ledger.key is {}, the key in force "
                  "is {}; {}",
                  paths_.ledger_key.parent_path().string(), found.value_or("missing"), in_force,
                  what_helps(paths_)));
}

Signer LedgerKeys::read(const fs::path& file) const {
  if (!inspect_key_file(file).encrypted || !ask_) return read_key_file(file, std::nullopt);
  return read_key_file(file, ask_(file));
}

bool LedgerKeys::is_waiting(std::string_view vkey) {
  if (vkey_in(paths_.next_ledger_key) != vkey) return false;
  signers_.push_back(read(paths_.next_ledger_key));
  return true;
}

const Signer& LedgerKeys::of(std::string_view vkey) const {
  for (const Signer& signer : signers_)
    if (signer.verifier().text() == vkey) return signer;
  throw Failure(fmt::format("recording: the ledger's key in force, {}, is not in ledger.key; {}",
                            vkey, what_helps(paths_)));
}

void LedgerKeys::put_in_force(std::string_view vkey) const {
  if (vkey_in(paths_.next_ledger_key) != vkey) return;
  fs::rename(paths_.next_ledger_key, paths_.ledger_key);
  storage::sync_directory(paths_.ledger_key.parent_path());
}

namespace {

/// Where the key in force is encrypted, the next one is so with the same passphrase.
Signer next_key(const storage::Paths& paths, const std::string& origin, const AskPassphrase& ask) {
  const auto passphrase_of = [&](const fs::path& file) -> std::optional<std::string> {
    if (!ask || !fs::exists(file) || !inspect_key_file(file).encrypted) return std::nullopt;
    return ask(file);
  };
  if (fs::exists(paths.next_ledger_key))
    return read_key_file(paths.next_ledger_key, passphrase_of(paths.next_ledger_key));
  const auto passphrase = passphrase_of(paths.ledger_key);
  if (passphrase) (void)read_key_file(paths.ledger_key, passphrase);  // a slip would seal for ever
  Signer next = new_signer(origin);
  write_key_file(paths.next_ledger_key, next, passphrase);
  return next;
}

}  // namespace

Ledger::Rotation Ledger::prepare_rotation(const fs::path& directory, const AskPassphrase& ask) {
  const storage::WriteLock lock(directory);
  const storage::Paths paths(directory);
  const auto constitution =
      storage::Store::open(paths.database, storage::Mode::read).constitution();
  if (!constitution) throw Damage("rotating the ledger's key: the ledger has no entry 0");
  // One that came into force already is moved to its place before another is made.
  if (vkey_in(paths.next_ledger_key) == constitution->ledger_key)
    fs::rename(paths.next_ledger_key, paths.ledger_key);
  const Signer next = next_key(paths, constitution->origin, ask);
  return {constitution->ledger_key, next.verifier().text(),
          chain::rotation_proof(constitution->origin, constitution->ledger_key, next)};
}

}  // namespace ledger
