#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace ledger::storage {

/// The file holds these bytes, mode 0600, or what it held before: whole either way. On disk, file
/// and name, once it returns. Throws Failure. Threads and processes: any; the last one stays.
void replace_file(const std::filesystem::path& file, std::string_view bytes);

/// Nothing when there is no such file. Throws Failure when it cannot be read or is larger.
[[nodiscard]] std::optional<std::string> read_if_there(const std::filesystem::path& file,
                                                       std::size_t bytes_max);

}  // namespace ledger::storage
