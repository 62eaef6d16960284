#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/command.hpp"
#include "cli/problem.hpp"
#include "cli/signing.hpp"
#include "ledger/ledger.hpp"

/// What the files of `init` share.
namespace cli {

struct InitOptions {
  std::string directory, origin, authority;
  std::optional<std::string> name, key_file, authority_key, founding, recovery_key, at;
  std::int64_t mass_tolerance_ppm = 5000, batch_window_days = 7;
  PassphraseFrom passphrase;
};

/// What the options say, but for the authority's key.
[[nodiscard]] ledger::Ledger::Founding founding_of(const InitOptions& options);

/// `--authority-key VKEY`: makes the directory and the batch that the key signs elsewhere.
ExitCode prepare_founding(Context& context, const InitOptions& options);
/// `--founding SIGNED`: what came back makes the directory a ledger.
ExitCode finish_founding(Context& context, const InitOptions& options);

/// The refusal of a founding.
[[nodiscard]] Problem refused_founding(const ledger::Error& error);

}  // namespace cli
