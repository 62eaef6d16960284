#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/chain/proof.hpp"
#include "ledger/key.hpp"

/// The ledger of tests/vectors, whose keys everybody knows, and all that these keys have signed in
/// the kept inputs (generator/made.py). No fuzzer can sign anything else: whatever a parser opens
/// must be among it.
namespace fuzz {

inline constexpr std::string_view origin = "celltrail.example/vectors";

/// Leaf hashes of its entries.
[[nodiscard]] const std::vector<ledger::Hash>& leaves();
[[nodiscard]] const ledger::Signer& ledger_signer();
[[nodiscard]] const ledger::Signer& witness_signer();
/// Trusts the ledger, pins it, and knows the witness.
[[nodiscard]] std::string policy_text(std::string_view quorum);

/// The heads of its history, and two of others that its key signed as well.
[[nodiscard]] bool is_signed(const ledger::chain::TreeHead& head);
[[nodiscard]] bool is_true(const ledger::chain::TreeHead& head);
/// A root of the true history.
[[nodiscard]] ledger::Hash root_at(std::size_t size);

/// What stands up to the next NUL, which no text of ours may hold; takes it off the input.
[[nodiscard]] std::string_view take_part(std::string_view& input);

}  // namespace fuzz
