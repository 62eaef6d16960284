#pragma once

#include <cstddef>
#include <string>

namespace cli {

/// As much of a file as any proof may have, and one byte more, so that a longer one shows.
inline constexpr std::size_t input_bytes_max = 64 * 1024 * 1024 + 1;

/// A whole file of a user's. Stops (not found, usage) when it cannot be read; `what` names it in
/// the message: "the policy".
[[nodiscard]] std::string read_file(const std::string& file, const std::string& what);

}  // namespace cli
