#pragma once

#include <filesystem>
#include <functional>

namespace ledger::storage {

/// What kind of file is copied.
enum class Copied : std::uint8_t { ledger, openings };

/// Copies a database that others may be writing, as it is at one moment, into a new file, mode
/// 0600, on disk when it returns. `progress` is told pages done and in all. Throws Failure, leaving
/// no file.
void copy_database(const std::filesystem::path& from, const std::filesystem::path& to, Copied kind,
                   const std::function<void(std::int64_t done, std::int64_t total)>& progress);

}  // namespace ledger::storage
