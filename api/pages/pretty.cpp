#include "api/pages/pretty.hpp"

#include <nlohmann/json.hpp>

namespace api {
namespace {

using nlohmann::ordered_json;

std::string on_one_line(const ordered_json& value) {
  if (!value.is_structured()) return value.dump();
  std::string out;
  for (const auto& [name, member] : value.items()) {
    if (!out.empty()) out += ", ";
    if (value.is_object()) out += ordered_json(name).dump() + ": ";
    out += on_one_line(member);
  }
  return value.is_object() ? '{' + out + '}' : '[' + out + ']';
}

void write(std::string& out, const ordered_json& value, std::size_t width, std::size_t column,
           std::size_t indent) {
  std::string line = on_one_line(value);
  if (!value.is_structured() || value.empty() || column + line.size() <= width) {
    out += line;
    return;
  }
  const std::string pad(indent + 2, ' ');
  out += value.is_object() ? '{' : '[';
  const char* before = "\n";
  for (const auto& [name, member] : value.items()) {
    out += before + pad;
    const std::string label = value.is_object() ? ordered_json(name).dump() + ": " : "";
    out += label;
    write(out, member, width, indent + 3 + label.size(), indent + 2);
    before = ",\n";
  }
  out += '\n' + std::string(indent, ' ') + (value.is_object() ? '}' : ']');
}

}  // namespace

std::string pretty(const ordered_json& value, std::size_t width) {
  std::string out;
  write(out, value, width, 0, 0);
  return out;
}

}  // namespace api
