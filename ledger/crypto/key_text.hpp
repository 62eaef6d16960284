#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/crypto/sealed_seed.hpp"
#include "ledger/key.hpp"

namespace ledger::crypto {

/// What a key file holds (docs/format.md, "Key file"): the seed itself, or sealed.
struct KeyText {
  VerifierKey verifier;
  std::optional<SealedSeed> sealed;
  SecretBytes seed;  ///< null when sealed
};

/// Canonical JSON and an LF. The text holds the seed when it is not sealed: wipe it.
[[nodiscard]] std::string write_key_text(const VerifierKey& verifier, const std::uint8_t* seed);
[[nodiscard]] std::string write_key_text(const VerifierKey& verifier, const SealedSeed& sealed);

/// Takes exactly what `write_key_text` writes: a truncated or edited key file never passes.
/// Refuses `malformed`, and what `read_vkey` refuses.
[[nodiscard]] Result<KeyText> read_key_text(std::string_view text);

}  // namespace ledger::crypto
