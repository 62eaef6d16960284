#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

/// Made-up companies, keys and events, so that a ledger can be tried without anybody's data.
namespace cli::sample {

struct Options {
  std::filesystem::path directory;             ///< made; must be empty or absent
  std::int64_t batteries = 1000;               ///< packs retired; a table says it itself
  int year = 2024;                             ///< 2018 to 2040
  std::uint64_t seed = 1;                      ///< same seed, same bytes
  std::optional<std::filesystem::path> table;  ///< retired mass by city; `year` chooses its rows
};

struct Summary {
  std::int64_t events{};     ///< lines, those of operators.jsonl included
  std::int64_t batteries{};  ///< packs retired from vehicles
  std::int64_t operators{};
  std::int64_t retired_g{};  ///< their grams
  std::int64_t openings{};
  std::int64_t files{};  ///< events-0001.jsonl and on
  std::string authority, authority_name;
};

using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Writes `keys/`, `operators.jsonl`, `events-*.jsonl`, `openings.jsonl`, `authority` and
/// `README.md` into the directory. Memory holds one group of companies' month, however many
/// batteries there are. Throws ledger::Failure: a directory that is not empty, a table that cannot
/// be read (with its line), a disk that is full.
Summary write_sample(const Options& options, const Progress& progress);

}  // namespace cli::sample
