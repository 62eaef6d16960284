#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cli {

/// A line of a configuration file. Numbers and yes-or-no are texts here, as they would stand behind
/// an option.
struct FileValue {
  enum class Type : std::uint8_t { text, number, yes_or_no, texts };
  std::string name;
  Type type{};
  std::vector<std::string> texts;  ///< one, but for a list
  std::int64_t line{};             ///< from 1
};

/// TOML 1.0, in the order of the lines. Stops (not found, usage with the line) at what is no TOML,
/// is larger than 64 KiB, or is a table, a float or a date: no setting is.
[[nodiscard]] std::vector<FileValue> read_toml(const std::string& file);

}  // namespace cli
