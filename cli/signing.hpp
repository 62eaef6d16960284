#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "ledger/key.hpp"

namespace cli {

/// Where passphrases come from. Never the command line: other users of the machine can read it.
struct PassphraseFrom {
  std::optional<std::string> file;
  std::optional<std::int64_t> descriptor;
};

/// For who wrote an operator's id that is none.
inline constexpr const char* operator_id_rule =
    "an operator is a credit code of 18 characters whose last one is right, VAT with the two "
    "letters of a country and 2 to 12 capitals or figures, DUNS with 9 figures, or LEI with a "
    "right LEI";

/// OPERATOR/LABEL (docs/format.md, "Names"): a key with another name could never be granted.
[[nodiscard]] bool is_key_name(std::string_view name);

/// `--passphrase-file` and `--passphrase-fd`.
[[nodiscard]] std::vector<Parameter> passphrase_parameters(PassphraseFrom& from);

/// The first line of the file or descriptor; nothing when neither is named. A descriptor can be
/// read once, so ask once. Stops (usage) when both are named.
[[nodiscard]] std::optional<std::string> read_passphrase(const PassphraseFrom& from);

/// Asks for the passphrase of `file` on the terminal. Stops (usage) when there is none.
[[nodiscard]] std::string ask_passphrase(const Context& context, const std::string& file);

/// What a key file says without its passphrase. Stops when there is none (not found, usage).
[[nodiscard]] ledger::KeyFileInfo look_at_key(const std::filesystem::path& file);

/// Reads a key file; an encrypted one with the passphrase given, else asked for.
/// Stops (not allowed) when it is the wrong one.
[[nodiscard]] ledger::Signer read_signer(const Context& context, const std::filesystem::path& file,
                                         const std::optional<std::string>& passphrase);

}  // namespace cli
