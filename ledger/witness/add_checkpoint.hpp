#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/hash.hpp"

namespace ledger::witness {

inline constexpr std::size_t proof_hashes_max = 63;

/// The body of a request to cosign a head: the size that the witness saw last, the proof from
/// there, and the checkpoint.
struct AddCheckpoint {
  std::int64_t old{};
  std::vector<Hash> proof;
  std::string checkpoint;  ///< verbatim; not parsed yet
};

[[nodiscard]] std::string write_add_checkpoint(const AddCheckpoint& request);
/// Nothing when the bytes are not exactly such a body, or longer than any can be. Linear time.
[[nodiscard]] std::optional<AddCheckpoint> read_add_checkpoint(std::string_view body);

}  // namespace ledger::witness
