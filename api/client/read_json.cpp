#include "api/client/read_json.hpp"

#include <nlohmann/json.hpp>

#include "ledger/verify.hpp"

namespace api::client {
namespace {

using nlohmann::json;

/// Counts brackets, in strings or not: an event is eight levels deep, and writing JSON again takes
/// a stack frame a level.
bool is_deep(std::string_view text) {
  constexpr int depth_max = 64;
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth > depth_max) return true;
  }
  return false;
}

std::int64_t whole_of(const json& value, const char* name) {
  // A number beyond 64 bits is read as floating point, and beyond 63 as unsigned.
  const bool fits = value.is_number_integer() &&
                    (!value.is_number_unsigned() || value.get<std::uint64_t>() <= INT64_MAX);
  if (!fits) strange(std::string("its member ") + name + " is no whole number");
  return value.get<std::int64_t>();
}

}  // namespace

void strange(const std::string& what) {
  throw StrangeAnswer("the server's answer is not one of a Celltrail service: " + what +
                      "; look at the URL and at the server's version");
}

json read_json(std::string_view text) {
  if (is_deep(text)) strange("it is nested deeper than any answer");
  json value = json::parse(text, nullptr, false);
  if (value.is_discarded()) strange("it is no JSON");
  return value;
}

Members::Members(const json& object) : object_(object) {
  if (!object.is_object())
    strange("an object was expected, found " + std::string(object.type_name()));
}

const json* Members::find(const char* name) const {
  const auto at = object_.find(name);
  return at == object_.end() ? nullptr : &*at;
}

const json& Members::of(const char* name) const {
  const json* value = find(name);
  if (value == nullptr) strange(std::string("its member ") + name + " is missing");
  return *value;
}

const json& Members::list(const char* name) const {
  const json& value = of(name);
  if (!value.is_array()) strange(std::string("its member ") + name + " is no list");
  return value;
}

std::string Members::text(const char* name) const {
  return text_of(of(name));
}

std::string Members::text_or_none(const char* name) const {
  const json* value = find(name);
  return value == nullptr ? std::string() : text_of(*value);
}

std::int64_t Members::whole(const char* name) const {
  return whole_of(of(name), name);
}

std::int64_t Members::whole_or(const char* name, std::int64_t absent) const {
  const json* value = find(name);
  return value == nullptr ? absent : whole_of(*value, name);
}

bool Members::flag(const char* name) const {
  const json& value = of(name);
  if (!value.is_boolean())
    strange(std::string("its member ") + name + " is neither true nor false");
  return value.get<bool>();
}

ledger::Hash Members::hash(const char* name) const {
  return hash_of(of(name));
}

std::string text_of(const json& value) {
  if (!value.is_string()) strange("a text was expected, found " + std::string(value.type_name()));
  return value.get<std::string>();
}

ledger::Hash hash_of(const json& value) {
  const auto hash = ledger::read_identity(text_of(value));
  if (!hash) strange("a hash was expected, found " + text_of(value).substr(0, 60));
  return *hash;
}

}  // namespace api::client
