#include "cli/config/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "cli/config/toml_file.hpp"
#include "cli/problem.hpp"
#include "cli/serving.hpp"
#include "cli/suggest.hpp"
#include "cli/text.hpp"
#include "ledger/result.hpp"

namespace cli {
namespace {

using Type = Setting::Type;

constexpr std::array table{
    Setting{"ledger", Type::text, "DIR", "", 0, 0, "the ledger's directory"},
    Setting{"listen", Type::address, "ADDRESS:PORT", "127.0.0.1:8787", 0, 0,
            "where to answer; port 0: any free one"},
    Setting{"read_only", Type::yes_or_no, "", "false", 0, 0, "record nothing"},
    Setting{"accept_clock_jump", Type::yes_or_no, "", "false", 0, 0,
            "this machine's clock is right, however long the ledger slept"},
    Setting{"tokens", Type::text, "FILE", "", 0, 0,
            "who may read (the file `tokens` in the ledger's directory, when there is one)"},
    Setting{"public_tiles", Type::yes_or_no, "", "false", 0, 0,
            "anybody may read every entry, as tiles"},
    Setting{"host", Type::texts, "NAME", "", 0, 0,
            "a Host that requests may name, once for each (the address itself)"},
    Setting{"proxy", Type::texts, "ADDRESS", "", 0, 0,
            "a proxy whose X-Forwarded-For is believed, once for each"},
    Setting{"log_paths", Type::yes_or_no, "", "false", 0, 0,
            "paths in the log as they were asked for, codes and all"},
    Setting{"connections", Type::number, "N", "2048", 16, 60'000, "connections at once"},
    Setting{"connections_of_a_client", Type::number, "N", "64", 1, 60'000,
            "the same from one address that is neither loopback nor a proxy"},
    Setting{"threads", Type::number, "N", "64", 1, 1024, "requests answered at once"},
    Setting{"readers", Type::number, "N", "8", 1, 256, "of them, those that read the ledger"},
    Setting{"waiting_batches", Type::number, "N", "1024", 1, 100'000,
            "batches that may wait to be recorded"},
    Setting{"witness_every_s", Type::number, "N", "60", 1, 86'400,
            "seconds between two questions to the witnesses"},
};

std::string option_of(const Setting& setting) {
  std::string option = "--" + std::string(setting.name);
  std::replace(option.begin(), option.end(), '_', '-');
  return option;
}

std::string variable_of(const Setting& setting) {
  std::string variable = "CELLTRAIL_" + std::string(setting.name);
  std::transform(variable.begin(), variable.end(), variable.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return variable;
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    if (end > 0) parts.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return parts;
}

[[noreturn]] void unfit(const Chosen& chosen, const std::string& file, std::int64_t line,
                        const std::string& expected) {
  const std::string found = chosen.texts.empty() ? "nothing" : shown(chosen.texts.front());
  // A line of the file is said before the message.
  const std::string from = file.empty() ? " (" + chosen.from + ")" : "";
  throw Stop(Problem{
      .exit = ExitCode::usage,
      .name = "usage",
      .what = fmt::format("{} takes {}, found {}{}", chosen.setting->name, expected, found, from),
      .hint = "`celltrail config show` tells every setting and where it came from",
      .file = file,
      .line = line});
}

void check(const Chosen& chosen, const std::string& file = {}, std::int64_t line = 0) {
  const Setting& setting = *chosen.setting;
  if (setting.type == Type::texts) return;
  const std::string& text = chosen.texts.at(0);
  if (setting.type == Type::address && !read_place(text))
    unfit(chosen, file, line, "ADDRESS:PORT, e.g. 127.0.0.1:2025");
  if (setting.type == Type::yes_or_no && text != "true" && text != "false")
    unfit(chosen, file, line, "true or false");
  if (setting.type != Type::number) return;
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end || number < setting.least || number > setting.most)
    unfit(chosen, file, line,
          fmt::format("a whole number from {} to {}", setting.least, setting.most));
}

FileValue::Type type_in_file(Type type) {
  switch (type) {
    case Type::text:
    case Type::address:
      return FileValue::Type::text;
    case Type::number:
      return FileValue::Type::number;
    case Type::yes_or_no:
      return FileValue::Type::yes_or_no;
    case Type::texts:
      return FileValue::Type::texts;
  }
  std::abort();
}

constexpr std::string_view type_words(Type type) {
  constexpr std::array words{"a text in quotes", "a text in quotes", "a whole number",
                             "true or false", "a list of texts in quotes"};
  return words[static_cast<std::size_t>(type)];
}

const Setting* find_setting(std::string_view name) {
  const auto* const found = std::find_if(table.begin(), table.end(),
                                         [&](const Setting& one) { return one.name == name; });
  return found == table.end() ? nullptr : &*found;
}

[[noreturn]] void unknown(const std::string& file, const FileValue& value) {
  std::vector<std::string_view> names;
  for (const Setting& setting : table) names.push_back(setting.name);
  const std::string_view meant = nearest(value.name, names);
  throw Stop(Problem{.exit = ExitCode::usage,
                     .name = "usage",
                     .what = "there is no setting " + shown(value.name),
                     .hint = meant.empty() ? "`celltrail config show` lists the settings"
                                           : "did you mean " + std::string(meant) + "?",
                     .file = file,
                     .line = value.line});
}

Chosen from_file(const std::string& file, const FileValue& value) {
  const Setting* setting = find_setting(value.name);
  if (setting == nullptr) unknown(file, value);
  Chosen chosen{setting, value.texts, fmt::format("{} line {}", file, value.line)};
  if (value.type != type_in_file(setting->type))
    unfit(chosen, file, value.line, std::string(type_words(setting->type)));
  check(chosen, file, value.line);
  return chosen;
}

std::optional<std::vector<std::string>> said_as_option(const Context& context,
                                                       const SettingsAsked& asked,
                                                       const Setting& setting) {
  if (setting.name == "ledger") {
    if (!context.globals.ledger) return std::nullopt;
    return std::vector{*context.globals.ledger};
  }
  if (setting.type == Type::yes_or_no) {
    if (!asked.flags.at(setting.name)) return std::nullopt;
    return std::vector<std::string>{"true"};
  }
  if (setting.type == Type::texts) {
    if (asked.lists.at(setting.name).empty()) return std::nullopt;
    return asked.lists.at(setting.name);
  }
  const auto& text = asked.texts.at(setting.name);
  if (!text) return std::nullopt;
  return std::vector{*text};
}

Chosen choose(const Context& context, const SettingsAsked& asked, const Setting& setting,
              const std::map<std::string_view, Chosen>& in_file) {
  if (auto option = said_as_option(context, asked, setting))
    return {&setting, std::move(*option), "option " + option_of(setting)};
  if (auto text = context.environment.variable(variable_of(setting)))
    return {&setting, setting.type == Type::texts ? split(*text) : std::vector{*text},
            "variable " + variable_of(setting)};
  if (const auto found = in_file.find(setting.name); found != in_file.end()) return found->second;
  return {&setting,
          setting.type == Type::texts ? std::vector<std::string>{}
                                      : std::vector{std::string(setting.preset)},
          "default"};
}

/// `serve` takes the token file in the ledger's directory by itself.
void add_own_tokens(Chosen& tokens, const std::string& ledger) {
  if (!tokens.texts.at(0).empty() || ledger.empty()) return;
  const auto file = std::filesystem::path(ledger) / "tokens";
  if (std::filesystem::exists(file))
    tokens = {tokens.setting, {file.string()}, "default, in the ledger's directory"};
}

}  // namespace

std::span<const Setting> settings() {
  return table;
}

std::vector<Parameter> setting_parameters(SettingsAsked& asked) {
  std::vector<Parameter> list;
  for (const Setting& setting : table) {
    if (setting.name == "ledger") continue;
    std::string help(setting.help);
    if (setting.type == Type::address || setting.type == Type::number)
      help += fmt::format(" ({})", setting.preset);
    Parameter parameter{option_of(setting), std::string(setting.value), std::move(help),
                        &asked.texts[setting.name]};
    if (setting.type == Type::yes_or_no) parameter.target = &asked.flags[setting.name];
    if (setting.type == Type::texts) parameter.target = &asked.lists[setting.name];
    list.push_back(std::move(parameter));
  }
  list.push_back({"--config", "FILE", "a TOML file with any of these settings", &asked.config});
  return list;
}

Configuration::Configuration(const Context& context, const SettingsAsked& asked) {
  std::map<std::string_view, Chosen> in_file;
  const auto file = asked.config ? asked.config : context.environment.variable("CELLTRAIL_CONFIG");
  if (file)
    for (const FileValue& value : read_toml(*file)) {
      Chosen chosen = from_file(*file, value);
      in_file.insert_or_assign(chosen.setting->name, std::move(chosen));
    }
  for (const Setting& setting : table) {
    all_.push_back(choose(context, asked, setting, in_file));
    check(all_.back());
  }
  for (Chosen& one : all_)
    if (one.setting->name == "tokens") add_own_tokens(one, text("ledger"));
}

const Chosen& Configuration::chosen(std::string_view name) const {
  const auto found = std::find_if(all_.begin(), all_.end(),
                                  [&](const Chosen& one) { return one.setting->name == name; });
  ledger::require(found != all_.end(), "a setting that is in the table");
  return *found;
}

const std::string& Configuration::text(std::string_view name) const {
  return chosen(name).texts.at(0);
}

std::int64_t Configuration::number(std::string_view name) const {
  return std::stoll(text(name));
}

bool Configuration::is_on(std::string_view name) const {
  return text(name) == "true";
}

const std::vector<std::string>& Configuration::texts(std::string_view name) const {
  return chosen(name).texts;
}

}  // namespace cli
