#include "tests/e2e/http_schema.hpp"

#include <algorithm>
#include <regex.h>

#include "ledger/result.hpp"

namespace e2e {
namespace {

using Json = nlohmann::ordered_json;

bool is_of_type(const Json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "boolean") return value.is_boolean();
  return type == "null" && value.is_null();
}

bool has_type(const Json& schema, const Json& value) {
  if (!schema.contains("type")) return true;
  const Json& types = schema["type"];
  if (types.is_string()) return is_of_type(value, types);
  return std::any_of(types.begin(), types.end(),
                     [&](const Json& type) { return is_of_type(value, type); });
}

bool is_in_bounds(const Json& schema, const Json& value) {
  if (!value.is_number_integer()) return true;
  return !(schema.contains("minimum") && value < schema["minimum"]) &&
         !(schema.contains("maximum") && value > schema["maximum"]);
}

bool is_of_pattern(const Json& schema, const Json& value) {
  if (!value.is_string() || !schema.contains("pattern")) return true;
  regex_t pattern;
  if (::regcomp(&pattern, schema["pattern"].get<std::string>().c_str(), REG_EXTENDED | REG_NOSUB) !=
      0)
    throw ledger::Failure("no pattern: " + schema["pattern"].dump());
  const bool fits = ::regexec(&pattern, value.get<std::string>().c_str(), 0, nullptr, 0) == 0;
  ::regfree(&pattern);
  return fits;
}

bool is_listed(const Json& schema, const Json& value) {
  if (schema.contains("const") && value != schema["const"]) return false;
  if (!schema.contains("enum")) return true;
  const Json& words = schema["enum"];
  return std::find(words.begin(), words.end(), value) != words.end();
}

}  // namespace

const Json& HttpSchema::resolved(const Json& value) const {
  if (!value.is_object() || !value.contains("$ref")) return value;
  return document_.at(Json::json_pointer(value["$ref"].get<std::string>().substr(1)));
}

const Json& HttpSchema::operation(const std::string& id) const {
  for (const Json& path : document_.at("paths"))
    for (const Json& operation : path)
      if (operation.at("operationId") == id) return operation;
  throw ledger::Failure("openapi.json has no operation " + id);
}

std::string HttpSchema::object_mismatch(const Json& schema, const Json& value,
                                        const std::string& at) const {
  for (const Json& name : schema.value("required", Json::array()))
    if (!value.contains(name.get<std::string>())) return at + ": lacks " + name.get<std::string>();
  const Json properties = schema.value("properties", Json::object());
  for (const auto& [name, member] : value.items()) {
    const std::string below = at + '/' + name;
    std::string wrong;
    if (properties.contains(name))
      wrong = mismatch(properties[name], member, below);
    else if (schema.contains("additionalProperties") && schema["additionalProperties"].is_object())
      wrong = mismatch(schema["additionalProperties"], member, below);
    else if (schema.contains("properties"))
      wrong = below + ": is not described";
    if (!wrong.empty()) return wrong;
  }
  return "";
}

std::string HttpSchema::array_mismatch(const Json& schema, const Json& value,
                                       const std::string& at) const {
  if (value.size() < schema.value("minItems", std::size_t{0}) ||
      value.size() > schema.value("maxItems", value.size()))
    return at + ": has " + std::to_string(value.size()) + " items";
  if (!schema.contains("items")) return "";
  for (std::size_t i = 0; i < value.size(); ++i) {
    std::string wrong = mismatch(schema["items"], value[i], at + '/' + std::to_string(i));
    if (!wrong.empty()) return wrong;
  }
  return "";
}

std::string HttpSchema::mismatch(const Json& reference, const Json& value,
                                 const std::string& at) const {
  const Json& schema = resolved(reference);
  if (!has_type(schema, value)) return at + ": is not of type " + schema["type"].dump();
  if (!is_listed(schema, value)) return at + ": " + value.dump() + " is not listed";
  if (!is_in_bounds(schema, value)) return at + ": " + value.dump() + " is out of bounds";
  if (!is_of_pattern(schema, value)) return at + ": " + value.dump() + " is not of the pattern";
  if (schema.contains("oneOf")) {
    std::string reasons;
    std::size_t fitting = 0;
    for (const Json& one : schema["oneOf"]) {
      const std::string reason = mismatch(one, value, at);
      if (reason.empty()) ++fitting;
      reasons += reason.empty() ? "" : "; " + reason;
    }
    if (fitting != 1) return at + ": fits " + std::to_string(fitting) + " shapes" + reasons;
  }
  if (value.is_object()) return object_mismatch(schema, value, at);
  return value.is_array() ? array_mismatch(schema, value, at) : "";
}

std::string HttpSchema::wrong(const std::string& id, int status, const std::string& content_type,
                              const std::string& body) const {
  const Json& answers = operation(id).at("responses");
  const std::string number = std::to_string(status);
  if (status < 400 && !answers.contains(number)) return "status " + number + " is not described";
  const Json& answer = resolved(answers.at(answers.contains(number) ? number : "default"));
  const std::string type = content_type.substr(0, content_type.find(';'));
  if (!answer.contains("content"))
    return body.empty() ? "" : "there is a body, and none is described";
  if (!answer["content"].contains(type)) return "`" + type + "` is not described";
  const Json& schema = answer["content"][type].at("schema");
  if (type != "application/json" && type != "application/problem+json") return "";
  const Json value = Json::parse(body, nullptr, false);
  return value.is_discarded() ? "the body is no JSON" : mismatch(schema, value, "");
}

}  // namespace e2e
