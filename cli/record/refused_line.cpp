#include "cli/record/refused_line.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

namespace cli {
namespace {

using nlohmann::json;

/// Only such a line has this name in it, so that others are not looked at closer.
constexpr std::string_view mark = "\"refusal\"";

/// Counts brackets, in strings or not. What is nested deeper than any event was refused for it, and
/// may be nested deeper than the stack that would read it.
bool is_deep(std::string_view text) {
  constexpr std::int64_t depth_max = 64;
  std::int64_t depth = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth > depth_max) return true;
  }
  return false;
}

/// The members of an object that is known to be JSON, as they are spelt.
class Members {
 public:
  explicit Members(std::string_view text) : text_(text) {
    pass_blanks();
    ++at_;
  }

  /// The next name, in its quotes, and value; false at the end.
  bool next(std::string_view& name, std::string_view& value) {
    pass_blanks();
    if (text_[at_] == ',') ++at_;
    pass_blanks();
    if (text_[at_] == '}') return false;
    name = take();
    pass_blanks();
    ++at_;
    pass_blanks();
    value = take();
    return true;
  }

 private:
  void pass_blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  void pass_string() {
    for (++at_; text_[at_] != '"'; ++at_)
      if (text_[at_] == '\\') ++at_;
    ++at_;
  }

  std::string_view take() {
    const std::size_t start = at_;
    std::int64_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (depth == 0 && at_ > start && (c == ',' || c == '}' || c == ':')) break;
      if (c == '"') {
        pass_string();
        if (depth == 0) break;
        continue;
      }
      depth += c == '{' || c == '[' ? 1 : 0;
      depth -= c == '}' || c == ']' ? 1 : 0;
      ++at_;
      if (depth == 0 && (c == '}' || c == ']')) break;
    }
    return text_.substr(start, at_ - start);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string refused_line(const EventPlace& place, const ledger::Error& error,
                         const std::string& event_text) {
  const ledger::RefusalText& text = ledger::describe(error.refusal);
  const json reason{{"file", place.file},       {"line", place.line},     {"refusal", text.name},
                    {"pointer", error.pointer}, {"detail", error.detail}, {"hint", text.hint}};
  std::string line = reason.dump(-1, ' ', false, json::error_handler_t::replace);
  // A line that was too long to keep has no text.
  if (event_text.empty()) return line;
  const bool is_json = !is_deep(event_text) && json::accept(event_text);
  line.back() = ',';
  line += "\"event\":";
  line +=
      is_json ? event_text : json(event_text).dump(-1, ' ', false, json::error_handler_t::replace);
  line += '}';
  std::replace(line.begin(), line.end(), '\r', ' ');
  return line;
}

std::optional<std::string> event_in(std::string_view line) {
  if (line.find(mark) == std::string_view::npos || is_deep(line) || !json::accept(line))
    return std::nullopt;
  const std::size_t first = line.find_first_not_of(" \t\r");
  if (line[first] != '{') return std::nullopt;
  Members members(line);
  std::string_view name, value, event;
  bool is_marked = false;
  while (members.next(name, value)) {
    if (name == mark) is_marked = true;
    if (name == "\"event\"") event = value;
  }
  if (!is_marked || event.empty()) return std::nullopt;
  if (event.front() != '"') return std::string(event);
  auto text = json::parse(event).get<std::string>();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

LinePiece unwrapped(LinePiece piece) {
  if (piece.text.find(mark) == std::string::npos) return piece;
  std::string text;
  for (std::size_t at = 0; at < piece.text.size();) {
    const std::size_t end = piece.text.find('\n', at);
    const std::string_view line = std::string_view(piece.text).substr(at, end - at);
    const auto event = event_in(line);
    text += event ? *event : std::string(line);
    text += '\n';
    at = end + 1;
  }
  piece.text = std::move(text);
  return piece;
}

}  // namespace cli
