#include "api/wire/envelope.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace api::wire {
namespace {

constexpr int depth_max = 16;

class Skimmer {
 public:
  explicit Skimmer(std::string_view text) : rest_(text) { skip_space(); }

  /// Takes this sign and the space after it.
  bool take(char sign) {
    if (!rest_.starts_with(sign)) return false;
    rest_.remove_prefix(1);
    skip_space();
    return true;
  }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  /// The text of the next value; empty when there is none.
  std::string_view value() {
    const std::size_t size = value_size();
    const std::string_view found = rest_.substr(0, size);
    rest_.remove_prefix(size);
    skip_space();
    return found;
  }

 private:
  void skip_space() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
  }

  [[nodiscard]] std::size_t value_size() const {
    int depth = 0;
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      const char c = rest_[i];
      if (c == '"') {
        i = string_end(i);
        if (i >= rest_.size()) return 0;
      } else if (c == '{' || c == '[') {
        if (++depth > depth_max) return 0;
      } else if (c == '}' || c == ']') {
        if (--depth < 0) return i;
      } else if (depth == 0 && (c == ',' || c == ' ' || c == '\t' || c == '\r' || c == '\n')) {
        return i;
      } else {
        continue;
      }
      if (depth == 0) return i + 1;
    }
    return depth == 0 ? rest_.size() : 0;
  }

  /// Of the closing quote; the end of the text when there is none.
  [[nodiscard]] std::size_t string_end(std::size_t quote) const {
    for (std::size_t i = quote + 1; i < rest_.size(); ++i) {
      i = std::min(rest_.find_first_of("\"\\", i), rest_.size());
      if (i < rest_.size() && rest_[i] == '"') return i;
      ++i;
    }
    return rest_.size();
  }

  std::string_view rest_;
};

bool is_name(std::string_view text) {
  return text.size() >= 2 && text.front() == '"' && text.back() == '"' &&
         text.find('\\') == std::string_view::npos;
}

}  // namespace

std::optional<std::vector<Member>> members_of(std::string_view text) {
  std::vector<Member> members;
  Skimmer skim(text);
  if (!skim.take('{')) return std::nullopt;
  if (skim.take('}')) return skim.at_end() ? std::optional(members) : std::nullopt;
  do {
    const std::string_view name = skim.value();
    if (!is_name(name) || !skim.take(':')) return std::nullopt;
    const std::string_view value = skim.value();
    if (value.empty()) return std::nullopt;
    members.push_back({name.substr(1, name.size() - 2), value});
    const auto is_same = [&](const Member& m) { return m.name == members.back().name; };
    if (std::count_if(members.begin(), members.end(), is_same) > 1 || members.size() > 64)
      return std::nullopt;
  } while (skim.take(','));
  if (!skim.take('}') || !skim.at_end()) return std::nullopt;
  return members;
}

std::optional<std::vector<std::string_view>> elements_of(std::string_view text, std::size_t most) {
  std::vector<std::string_view> elements;
  Skimmer skim(text);
  if (!skim.take('[')) return std::nullopt;
  if (skim.take(']')) return skim.at_end() ? std::optional(elements) : std::nullopt;
  do {
    elements.push_back(skim.value());
    if (elements.back().empty()) return std::nullopt;
    if (elements.size() > most) return elements;
  } while (skim.take(','));
  if (!skim.take(']') || !skim.at_end()) return std::nullopt;
  return elements;
}

std::optional<std::string> string_of(std::string_view text) {
  if (!text.starts_with('"')) return std::nullopt;
  const auto read = nlohmann::json::parse(text, nullptr, false);
  if (!read.is_string()) return std::nullopt;
  return read.get<std::string>();
}

}  // namespace api::wire
