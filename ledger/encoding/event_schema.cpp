#include "ledger/encoding/event_schema.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "ledger/encoding/shape.hpp"

namespace ledger::encoding {
namespace {

constexpr std::string_view opening =
    R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:celltrail:schema:event:1",
  "title": "Celltrail event",
  "description": "What an operator says happened. Made from the shape tables of ledger/encoding.",
  "oneOf": [
)";

constexpr std::string_view time_pattern =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}$";

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + '"';
}

template <class Range, class Write>
std::string joined(const Range& range, std::string_view between, Write write) {
  std::string out;
  for (const auto& element : range) {
    const std::string text = write(element);
    if (text.empty()) continue;
    if (!out.empty()) out += between;
    out += text;
  }
  return out;
}

class SchemaWriter {
 public:
  std::string write() {
    std::string events;
    std::string definitions;
    for (std::size_t i = 0; i < list_size<EventType>(); ++i) {
      const auto type = static_cast<EventType>(i);
      for (const Shape& shape : event_forms(type)) {
        events += fmt::format("{}    {}", events.empty() ? "" : ",\n", reference(shape));
        append_definition(definitions, shape, text(type));
      }
    }
    // Writing a definition may name further ones.
    for (std::size_t i = 0; i < objects_.size(); ++i)
      append_definition(definitions, *objects_[i], {});
    return fmt::format("{}{}\n  ],\n  \"$defs\": {{\n{}\n  }}\n}}\n", opening, events, definitions);
  }

 private:
  void append_definition(std::string& out, const Shape& shape, std::string_view type) {
    if (!out.empty()) out += ",\n";
    const std::string required = joined(shape.members, ", ", [](const Member& member) {
      return member.is_required ? quoted(member.name) : std::string();
    });
    const std::string properties = joined(shape.members, ",\n", [&](const Member& member) {
      const bool is_type = !type.empty() && member.name == "type";
      return fmt::format(
          "        {}: {}", quoted(member.name),
          is_type ? fmt::format("{{\"const\": {}}}", quoted(type)) : of_kind(*member.kind));
    });
    out += fmt::format(
        "    {}: {{\n      \"type\": \"object\",\n      \"additionalProperties\": false,\n"
        "      \"required\": [{}],\n      \"properties\": {{\n{}\n      }}\n    }}",
        quoted(shape.title), required, properties);
  }

  static std::string reference(const Shape& shape) {
    return fmt::format("{{\"$ref\": \"#/$defs/{}\"}}", shape.title);
  }

  std::string of_kind(const Kind& kind) {
    switch (kind.form) {
      case ValueForm::boolean:
        return R"({"type": "boolean"})";
      case ValueForm::integer:
        return fmt::format(
            "{{\"type\": \"integer\", \"minimum\": {}, \"maximum\": {}, \"description\": {}}}",
            kind.min, kind.max, quoted(kind.title));
      case ValueForm::text:
        return of_text(kind);
      case ValueForm::time:
        return fmt::format("{{\"type\": \"string\", \"pattern\": {}, \"description\": {}}}",
                           quoted(time_pattern), quoted(kind.title));
      case ValueForm::word:
        return of_words(kind);
      case ValueForm::list:
        return fmt::format(
            "{{\"type\": \"array\", \"minItems\": {}, \"maxItems\": {}{}, \"items\": {}}}",
            kind.min, kind.max, kind.is_distinct ? ", \"uniqueItems\": true" : "",
            of_kind(*kind.element));
      case ValueForm::object:
        break;
    }
    return of_object(kind);
  }

  static std::string of_text(const Kind& kind) {
    std::string out = R"({"type": "string")";
    if (kind.max > 0)
      out += fmt::format(", \"minLength\": {}, \"maxLength\": {}", kind.min, kind.max);
    if (!kind.pattern.empty()) out += fmt::format(", \"pattern\": {}", quoted(kind.pattern));
    return out + fmt::format(", \"description\": {}}}", quoted(kind.title));
  }

  static std::string of_words(const Kind& kind) {
    std::vector<std::string_view> words;
    for (std::size_t i = 0; i < kind.words.size(); ++i)
      if ((kind.allowed >> i & 1) != 0) words.push_back(kind.words[i]);
    return fmt::format("{{\"enum\": [{}]}}",
                       joined(words, ", ", [](std::string_view word) { return quoted(word); }));
  }

  std::string of_object(const Kind& kind) {
    for (const Shape& shape : kind.forms)
      if (std::find(objects_.begin(), objects_.end(), &shape) == objects_.end())
        objects_.push_back(&shape);
    if (kind.forms.size() == 1) return reference(kind.forms.front());
    return fmt::format("{{\"oneOf\": [{}]}}", joined(kind.forms, ", ", reference));
  }

  std::vector<const Shape*> objects_;
};

}  // namespace

std::string event_schema_text() {
  return SchemaWriter().write();
}

}  // namespace ledger::encoding
