#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"

namespace cli {

/// Something about a service that can be set, in every way it can be.
struct Setting {
  enum class Type : std::uint8_t { text, address, number, yes_or_no, texts };
  std::string_view name;  ///< in the file; the option is `--NAME` with dashes, the variable
                          ///< CELLTRAIL_NAME
  Type type{};
  std::string_view value;            ///< what stands for it in the help
  std::string_view preset;           ///< the default, as text
  std::int64_t least = 0, most = 0;  ///< of a number
  std::string_view help;
};

/// All of them, in the order they are shown.
[[nodiscard]] std::span<const Setting> settings();

/// What was said on the command line.
struct SettingsAsked {
  std::map<std::string_view, bool> flags;
  std::map<std::string_view, std::optional<std::string>> texts;
  std::map<std::string_view, std::vector<std::string>> lists;
  std::optional<std::string> config;
};
/// An option for each setting, and `--config`. `--ledger` is there for every command.
[[nodiscard]] std::vector<Parameter> setting_parameters(SettingsAsked& asked);

/// A value and where it came from.
struct Chosen {
  const Setting* setting = nullptr;
  std::vector<std::string> texts;
  std::string from;  ///< "option --listen", "variable CELLTRAIL_LISTEN", "FILE line 3", "default"
};

/// What counts: option before variable before file before default.
class Configuration {
 public:
  /// Stops (usage, with the line when it is the file's) at names that do not exist and values that
  /// do not fit; (not found) at a missing file.
  Configuration(const Context& context, const SettingsAsked& asked);

  [[nodiscard]] const std::vector<Chosen>& all() const { return all_; }
  [[nodiscard]] const std::string& text(std::string_view name) const;
  [[nodiscard]] std::int64_t number(std::string_view name) const;
  [[nodiscard]] bool is_on(std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& texts(std::string_view name) const;

 private:
  [[nodiscard]] const Chosen& chosen(std::string_view name) const;

  std::vector<Chosen> all_;
};

}  // namespace cli
