#include "api/pages/html.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/pages/problems.hpp"

namespace api::html {
namespace {

using Json = nlohmann::ordered_json;

std::string words_of(const Json& list) {
  std::string out;
  for (const Json& word : list)
    out += (out.empty() ? "" : ", ") +
           fmt::format("<code>{}</code>",
                       escaped(word.is_string() ? word.get<std::string>() : word.dump()));
  return out;
}

std::string link_to(const std::string& reference) {
  const std::string name = reference.substr(reference.rfind('/') + 1);
  if (name.starts_with("event.") || name == "Event") return "an event";
  return fmt::format("<a href=\"#shape-{0}\">{0}</a>", escaped(name));
}

std::string number_form(const Json& schema) {
  std::string out = "whole number";
  if (schema.contains("minimum") && schema.contains("maximum"))
    out += fmt::format(", {} to {}", schema["minimum"].dump(), schema["maximum"].dump());
  else if (schema.contains("minimum"))
    out += fmt::format(", {} or more", schema["minimum"].dump());
  return out;
}

std::string type_form(const Json& schema) {
  const Json type = schema.value("type", Json());
  if (type.is_array()) return type.at(0) == "integer" ? "whole number or null" : "object or null";
  if (type == "integer") return number_form(schema);
  if (type == "array") return "list of " + form_of(schema.at("items"));
  if (type == "boolean") return "true or false";
  if (type == "object" && schema.contains("properties")) {
    std::string names;
    for (const auto& [name, _] : schema["properties"].items())
      names += (names.empty() ? "" : ", ") + name;
    return fmt::format("{{{}}}", escaped(names));
  }
  return type == "object" ? "object" : "text";
}

std::string statuses_of(const ProblemRow& row) {
  if (row.status_of_parameter == row.status) return std::to_string(row.status);
  return fmt::format("{} in a batch, {} as a parameter", row.status, row.status_of_parameter);
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string prose(std::string_view text) {
  std::string out;
  bool in_code = false;
  for (const char c : escaped(text)) {
    if (c != '`') {
      out += c;
      continue;
    }
    out += in_code ? "</code>" : "<code>";
    in_code = !in_code;
  }
  return out;
}

std::string form_of(const Json& schema) {
  if (schema.contains("$ref")) return link_to(schema["$ref"]);
  std::string out;
  if (schema.contains("enum"))
    out = words_of(schema["enum"]);
  else if (schema.contains("const"))
    out = words_of(Json::array({schema["const"]}));
  else if (schema.contains("oneOf"))
    for (const Json& one : schema["oneOf"]) out += (out.empty() ? "" : ", or ") + form_of(one);
  else
    out = type_form(schema);
  if (schema.contains("default")) out += ", else " + words_of(Json::array({schema["default"]}));
  return out;
}

std::string members_of(const Json& schema) {
  std::string out = "<div class=\"wide\"><table>\n";
  const Json required = schema.value("required", Json::array());
  for (const auto& [name, member] : schema.at("properties").items()) {
    const bool may_lack = std::find(required.begin(), required.end(), name) == required.end();
    out +=
        fmt::format("<tr><td><code>{}</code>{}</td><td>{}</td><td>{}</td></tr>\n", escaped(name),
                    may_lack ? " ?" : "", form_of(member), prose(member.value("description", "")));
  }
  return out + "</table></div>\n";
}

std::string problem_table() {
  std::string out =
      "<div class=\"wide\"><table>\n<tr><th>name</th><th>status</th><th>the rule · "
      "<span lang=\"zh\">规则</span></th><th>what to do</th></tr>\n";
  for (const ProblemRow& row : problem_rows())
    out += fmt::format(
        "<tr id=\"{0}\"><td><a href=\"#{0}\"><code>{0}</code></a></td><td>{1}</td>"
        "<td>{2}<br><span lang=\"zh\">{3}</span></td><td>{4}</td></tr>\n",
        row.name, statuses_of(row), prose(row.title), escaped(row.title_zh), prose(row.hint));
  return out + "</table></div>\n";
}

}  // namespace api::html
