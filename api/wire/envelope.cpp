#include "api/wire/envelope.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>
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

/// Looks for the first thing that is wrong and builds nothing, however deep the text is.
class FaultSeeker : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return value("null"); }
  bool boolean(bool /*value*/) override { return value("a truth value"); }
  bool number_integer(number_integer_t /*value*/) override { return value("a number"); }
  bool number_unsigned(number_unsigned_t /*value*/) override { return value("a number"); }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override {
    return value("a number");
  }
  bool string(string_t& /*value*/) override { return value("a text"); }
  bool binary(binary_t& /*value*/) override { return value("bytes"); }
  bool start_object(std::size_t /*size*/) override { return begin(); }
  bool start_array(std::size_t /*size*/) override { return value("a list") && begin(); }
  bool end_object() override { return end(); }
  bool end_array() override { return end(); }
  bool key(string_t& name) override {
    if (depth_ != 1 || names_.insert(name).second) return true;
    found = {fmt::format("the body has the member `{}` twice", name), name};
    return false;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& /*thrown*/) override {
    // The parser counts what it has read, the sign that does not fit and the end included.
    at = position - 1;
    return false;
  }

  Broken found;
  std::optional<std::size_t> at;  ///< the byte that is no JSON

 private:
  bool value(std::string_view kind) {
    if (depth_ > 0) return true;
    found.what = fmt::format("the body is {}; expected one JSON object", kind);
    return false;
  }
  bool begin() {
    if (++depth_ <= depth_max) return true;
    found.what = fmt::format("the body is deeper than {} levels", depth_max);
    return false;
  }
  bool end() {
    --depth_;
    return true;
  }

  int depth_ = 0;
  std::set<std::string> names_;
};

std::string sign_at(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c > ' ' && c < 0x7f) return fmt::format("`{}`", c);
  return fmt::format("the byte {:02X}", static_cast<unsigned char>(c));
}

}  // namespace

Broken why_no_object(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return {"the body is empty; expected one JSON object", ""};
  if (text.starts_with("\xEF\xBB\xBF"))
    return {"the body begins with a byte order mark (EF BB BF); leave it out", ""};
  FaultSeeker seeker;
  (void)nlohmann::json::sax_parse(text, &seeker);
  if (seeker.at && *seeker.at >= text.size())
    return {fmt::format("the body ends at byte {} before its JSON does", text.size()), ""};
  if (seeker.at)
    return {fmt::format("the body is no JSON: {} does not belong at byte {}, counted from 0",
                        sign_at(text, *seeker.at), *seeker.at),
            ""};
  if (!seeker.found.what.empty()) return std::move(seeker.found);
  return {"the body has more members than it may, or one whose name is written with an escape", ""};
}

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
