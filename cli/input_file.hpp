#pragma once

#include <cstddef>
#include <string>

namespace cli {

/// As much of a file as any proof may have, and one byte more, so that a longer one shows.
inline constexpr std::size_t input_bytes_max = 64 * 1024 * 1024 + 1;

/// A whole file of a user's. Stops (not found, usage) when it cannot be read; `what` names it in
/// the message: "the policy".
[[nodiscard]] std::string read_file(const std::string& file, const std::string& what);

/// The signed head in a file that somebody kept: a checkpoint, a receipt, a proof. It is not
/// verified; a file of no such kind is given back as it is. Stops like `read_file`, and (usage)
/// when it is empty.
[[nodiscard]] std::string read_kept_head(const std::string& file);

}  // namespace cli
