#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace ledger::crypto {

inline constexpr std::size_t key_file_bytes_max = 16'384;

/// Makes a file with mode 0600 and these bytes; on disk, file and name, once it returns. Throws
/// Failure, leaving no half-written file; never overwrites one.
void write_secret_file(const std::filesystem::path& path, std::string_view bytes);

/// Puts these bytes into an existing file's place: written beside it, fsynced, renamed. Throws
/// Failure; then the old file is whole, and nothing lies beside it but after a crash.
void replace_secret_file(const std::filesystem::path& path, std::string_view bytes);

/// The bytes of a file only its owner may read, at most `key_file_bytes_max`. Throws Failure.
[[nodiscard]] std::string read_secret_file(const std::filesystem::path& path);

}  // namespace ledger::crypto
