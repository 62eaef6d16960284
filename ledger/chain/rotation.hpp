#pragma once

#include <string>
#include <string_view>

#include "ledger/event.hpp"
#include "ledger/key.hpp"

namespace ledger::chain {

/// What the new key of a ledger signs (docs/format.md, "Ledger keys").
[[nodiscard]] std::string rotation_text(std::string_view origin, std::string_view old_vkey,
                                        std::string_view new_vkey);

/// The `proof` of a `rotate_ledger_key` event: base64 of the new key's signature line.
[[nodiscard]] std::string rotation_proof(std::string_view origin, std::string_view old_vkey,
                                         const Signer& next);

/// Whether the new key itself says so: nobody may name a key whose secret nobody has. Refuses
/// `bad_signature`, and what `read_vkey` refuses. Passes events of every other type.
[[nodiscard]] Result<void> judge_rotation_proof(std::string_view origin, const Event& event);

}  // namespace ledger::chain
