#include "cli/config/toml_file.hpp"

#include <algorithm>
#include <string_view>
#include <toml++/toml.h>

#include "cli/input_file.hpp"
#include "cli/problem.hpp"
#include "cli/text.hpp"

// The only file that includes the TOML library.
namespace cli {
namespace {

constexpr std::size_t bytes_max = 64 * 1024;

[[noreturn]] void wrong(const std::string& file, std::int64_t line, std::string what,
                        std::string hint) {
  throw Stop(Problem{.exit = ExitCode::usage,
                     .name = "usage",
                     .what = std::move(what),
                     .hint = std::move(hint),
                     .file = file,
                     .line = line});
}

std::int64_t line_of(const toml::source_region& source) {
  return static_cast<std::int64_t>(source.begin.line);
}

std::vector<std::string> texts_in(const toml::array& list, const std::string& file,
                                  std::int64_t line) {
  std::vector<std::string> texts;
  for (const toml::node& node : list) {
    const auto text = node.value_exact<std::string>();
    if (!text) wrong(file, line, "a list has something else than texts", "put each in quotes");
    texts.push_back(*text);
  }
  return texts;
}

FileValue value_of(const toml::key& key, const toml::node& node, const std::string& file) {
  FileValue value{std::string(key.str()), FileValue::Type::text, {}, line_of(key.source())};
  if (const auto text = node.value_exact<std::string>()) {
    value.texts = {*text};
  } else if (const auto number = node.value_exact<std::int64_t>()) {
    value.type = FileValue::Type::number;
    value.texts = {std::to_string(*number)};
  } else if (const auto flag = node.value_exact<bool>()) {
    value.type = FileValue::Type::yes_or_no;
    value.texts = {*flag ? "true" : "false"};
  } else if (const toml::array* list = node.as_array()) {
    value.type = FileValue::Type::texts;
    value.texts = texts_in(*list, file, value.line);
  } else {
    wrong(file, value.line,
          shown(value.name) + " is neither a text, a whole number, true or false, nor a list",
          "write NAME = VALUE; there are no sections. `celltrail config show` lists the names");
  }
  return value;
}

}  // namespace

std::vector<FileValue> read_toml(const std::string& file) {
  const std::string text = read_file(file, "the configuration file");
  if (text.size() > bytes_max)
    wrong(file, 0, "the configuration has more than 65,536 bytes", "look for a slip in the path");
  std::vector<FileValue> values;
  try {
    const toml::table table = toml::parse(text, file);
    for (const auto& [key, node] : table) values.push_back(value_of(key, node, file));
  } catch (const toml::parse_error& error) {
    wrong(file, line_of(error.source()), std::string(error.description()),
          "write NAME = VALUE, texts in quotes (TOML)");
  }
  std::sort(values.begin(), values.end(),
            [](const FileValue& a, const FileValue& b) { return a.line < b.line; });
  return values;
}

}  // namespace cli
