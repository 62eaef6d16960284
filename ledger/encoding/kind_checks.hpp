#pragma once

#include <string_view>

/// Forms of text that only events have.
namespace ledger::encoding {

/// OPERATOR/event id.
[[nodiscard]] bool is_entry_name(std::string_view text);
/// `NAME+ID+KEY` of an Ed25519 key; whether the id is the key's is for crypto to say.
[[nodiscard]] bool is_vkey_text(std::string_view text);
/// The name in a verifier key.
[[nodiscard]] std::string_view vkey_name(std::string_view text);
/// Base64 of 32 bytes.
[[nodiscard]] bool is_hash_text(std::string_view text);
/// What stands in a note's signature line: key id and Ed25519.
[[nodiscard]] bool is_signature_text(std::string_view text);
/// Characters only; the length is the kind's.
[[nodiscard]] bool is_paper_number(std::string_view text);
[[nodiscard]] bool is_printable_text(std::string_view text);

}  // namespace ledger::encoding
