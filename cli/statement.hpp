#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/signing.hpp"

namespace cli {

/// What every command takes that records one event of its own making.
struct StatementOptions {
  std::string key;
  PassphraseFrom passphrase;
  std::optional<std::string> id, at;
  bool accept_clock_jump = false;
  bool despite_witnesses = false;  ///< what they say is warned of, and stops nothing
};
[[nodiscard]] std::vector<Parameter> statement_parameters(StatementOptions& options);

/// An event that lacks `v`, `id`, `operator` and `at`; without `--id` its id is `<id_stem>-<n>`
/// with the first n not recorded yet.
struct Statement {
  nlohmann::json event;
  std::string id_stem;
};

/// Completes the events, signs them as one batch with the key, records it, and says where they
/// stand. `--id` is the first one's.
ExitCode record_statements(Context& context, const StatementOptions& options,
                           std::vector<Statement> statements);
ExitCode record_statement(Context& context, const StatementOptions& options, nlohmann::json event,
                          const std::string& id_stem);

/// That a new key of the ledger comes into force. Makes the key, beside the old one.
[[nodiscard]] Statement rotation_statement(const Context& context);

}  // namespace cli
