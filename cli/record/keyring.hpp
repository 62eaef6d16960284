#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/record/event_source.hpp"
#include "cli/record/openings_file.hpp"
#include "cli/signing.hpp"

namespace cli {

/// Where `record` finds the keys it signs with.
struct KeyringOptions {
  std::vector<std::string> files;
  std::optional<std::string> directory;
  PassphraseFrom passphrase;
};

/// The signing keys at hand, one an operator: the first that was given.
class Keyring {
 public:
  /// Reads every key file named, and every `*.key` of the directory. Stops (usage) when there is
  /// none at all.
  Keyring() = default;
  Keyring(const Context& context, const KeyringOptions& options);

  /// Null when no key of this operator was given. Threads: any.
  [[nodiscard]] const ledger::Signer* of(const std::string& operator_id) const;
  /// The operator, when the keys are of one alone.
  [[nodiscard]] std::optional<std::string> only_operator() const;

 private:
  std::map<std::string, ledger::Signer, std::less<>> signers_;
};

/// Signs as the ledger stands at that moment, so that the head follows a recent entry. All three
/// must outlive it.
[[nodiscard]] EventSource::Sign signing_with(const ledger::LedgerReader& ledger,
                                             const Keyring& keys, const OpeningsFile& openings);

}  // namespace cli
