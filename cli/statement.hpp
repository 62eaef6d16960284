#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "cli/command.hpp"
#include "cli/signing.hpp"

namespace cli {

/// What every command takes that records one event of its own making.
struct StatementOptions {
  std::string key;
  PassphraseFrom passphrase;
  std::optional<std::string> id, at;
  bool accept_clock_jump = false;
};
[[nodiscard]] std::vector<Parameter> statement_parameters(StatementOptions& options);

/// Completes the event (`v`, `id`, `operator`, `at`), signs it with the key, records it, and says
/// where it stands. Without `--id` the id is `<id_stem>-<n>` with the first n not recorded yet.
ExitCode record_statement(Context& context, const StatementOptions& options, nlohmann::json event,
                          const std::string& id_stem);

}  // namespace cli
