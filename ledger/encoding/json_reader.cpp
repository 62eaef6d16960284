#include "ledger/encoding/json_reader.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "ledger/encoding/ascii_scan.hpp"
#include "ledger/encoding/json_string.hpp"

namespace ledger::encoding {
namespace {

/// A tape that one huge text has stretched is let go, so that a hostile text does not stay paid
/// for.
constexpr std::size_t nodes_kept_max = 16'384;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

/// The one pass. Every member function answers whether it went well; the first refusal is kept.
class JsonReader {
 public:
  JsonReader(std::string_view text, Tape& tape)
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()), tape_(tape) {}

  Result<void> read() {
    if (tape_.nodes_.capacity() > nodes_kept_max) tape_.nodes_ = {};
    tape_.nodes_.clear();
    tape_.unescaped_.reset();
    tape_.is_canonical_ = true;
    skip_space();
    if (!read_value({}) || !read_end()) return tl::unexpected<Error>(std::move(error_));
    return {};
  }

 private:
  struct Open {
    std::string_view name;  ///< of the member being read, when it is an object
    std::uint32_t index{};  ///< of the element being read, when it is an array
    bool is_object{};
    bool is_inside{};  ///< whether a child is being read now
  };

  bool read_end() {
    skip_space();
    if (at_ == end_) return true;
    return fail(
        Refusal::malformed,
        fmt::format("found {} after the end of the value, expected nothing", shown_byte(*at_)));
  }

  bool read_value(std::string_view name) {
    if (at_ == end_) return fail_at_end("a value");
    switch (*at_) {
      case '{':
        return read_container(name, true);
      case '[':
        return read_container(name, false);
      case '"': {
        ++at_;
        std::string_view text;
        if (!read_string(text)) return false;
        add(NodeKind::string, name).text = text;
        return true;
      }
      case 't':
        return read_word("true") && add_boolean(name, true);
      case 'f':
        return read_word("false") && add_boolean(name, false);
      case 'n':
        return read_word("null") &&
               fail(Refusal::wrong_type, "found null; a member without a value is left out");
      default:
        return read_integer(name);
    }
  }

  Node& add(NodeKind kind, std::string_view name) {
    Node& node = tape_.nodes_.emplace_back();
    node.kind = kind;
    node.name = name;
    node.next = static_cast<std::uint32_t>(tape_.nodes_.size());
    return node;
  }

  bool add_boolean(std::string_view name, bool value) {
    add(NodeKind::boolean, name).integer = value ? 1 : 0;
    return true;
  }

  bool read_container(std::string_view name, bool is_object) {
    if (depth_ == json_depth_max)
      return fail(Refusal::too_deep, fmt::format("nested deeper than {} levels", json_depth_max));
    const auto at = tape_.nodes_.size();
    add(is_object ? NodeKind::object : NodeKind::array, name);
    open_[depth_++] = {{}, 0, is_object, false};
    ++at_;
    if (!(is_object ? read_members(at) : read_elements(at))) return false;
    --depth_;
    tape_.nodes_[at].next = static_cast<std::uint32_t>(tape_.nodes_.size());
    return true;
  }

  bool read_elements(std::size_t at) {
    skip_space();
    if (at_ != end_ && *at_ == ']') return ++at_, true;
    Open& open = open_[depth_ - 1];
    for (;;) {
      open.is_inside = true;
      skip_space();
      if (!read_value({})) return false;
      open.is_inside = false;
      ++open.index;
      ++tape_.nodes_[at].size;
      bool is_over = false;
      if (!read_separator(']', is_over)) return false;
      if (is_over) return true;
    }
  }

  bool read_members(std::size_t at) {
    skip_space();
    if (at_ != end_ && *at_ == '}') return ++at_, true;
    Open& open = open_[depth_ - 1];
    bool is_sorted = true;
    std::string_view last;
    for (;;) {
      skip_space();
      std::string_view name;
      if (!read_name(name)) return false;
      open.name = name;
      open.is_inside = true;
      if (const int order = order_of(last, name); order >= 0 && tape_.nodes_[at].size > 0) {
        if (order == 0) return fail_twice();
        is_sorted = false;
      }
      last = name;
      if (!read_value(name)) return false;
      open.is_inside = false;
      ++tape_.nodes_[at].size;
      bool is_over = false;
      if (!read_separator('}', is_over)) return false;
      if (is_over) return is_sorted || check_unsorted(at, open);
    }
  }

  /// Sorted members show a repetition as neighbours; others have to be sorted first.
  bool check_unsorted(std::size_t at, Open& open) {
    tape_.is_canonical_ = false;
    std::vector<std::string_view> names;
    names.reserve(tape_.nodes_[at].size);
    for (std::size_t i = at + 1; i < tape_.nodes_.size(); i = tape_.nodes_[i].next)
      names.push_back(tape_.nodes_[i].name);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice == names.end()) return true;
    open.name = *twice;
    open.is_inside = true;
    return fail_twice();
  }

  bool read_name(std::string_view& name) {
    if (at_ == end_) return fail_at_end("a member name");
    if (*at_ != '"')
      return fail(Refusal::malformed,
                  fmt::format("found {}, expected a member name in quotes", shown_byte(*at_)));
    ++at_;
    if (!read_string(name)) return false;
    if (name.size() > member_name_bytes_max)
      return fail(Refusal::too_long, fmt::format("a member name of {} bytes, at most {} may be",
                                                 name.size(), member_name_bytes_max));
    // Order by bytes is the order of RFC 8785 (UTF-16 units) only where names are ASCII.
    if (!is_ascii(name)) return fail(Refusal::text_not_allowed, "a member name that is not ASCII");
    skip_space();
    if (at_ == end_) return fail_at_end("':'");
    if (*at_ != ':')
      return fail(Refusal::malformed,
                  fmt::format("found {} after a member name, expected ':'", shown_byte(*at_)));
    ++at_;
    skip_space();
    return true;
  }

  bool read_separator(char closing, bool& is_over) {
    skip_space();
    if (at_ == end_) return fail_at_end(closing == '}' ? "',' or '}'" : "',' or ']'");
    is_over = *at_ == closing;
    if (!is_over && *at_ != ',')
      return fail(Refusal::malformed,
                  fmt::format("found {}, expected ',' or '{}'", shown_byte(*at_), closing));
    ++at_;
    return true;
  }

  bool read_word(std::string_view word) {
    if (std::string_view(at_, left()).starts_with(word)) return at_ += word.size(), true;
    return fail(Refusal::malformed, fmt::format("found a word that is not {}", word));
  }

  bool read_integer(std::string_view name) {
    const char first = *at_;
    if (first == '+') return fail(Refusal::number_malformed, "a number with a plus sign");
    if (first != '-' && !is_digit(first))
      return fail(Refusal::malformed, fmt::format("found {}, expected a value", shown_byte(first)));
    const bool is_negative = first == '-';
    if (is_negative) ++at_;
    const char* const digits = at_;
    std::int64_t value = 0;
    bool is_large = false;
    for (; at_ != end_ && is_digit(*at_); ++at_) {
      value = value * 10 + (*at_ - '0');
      is_large = is_large || value >= json_integer_end;
      if (is_large) value = json_integer_end;
    }
    if (at_ == digits) return fail(Refusal::number_malformed, "a minus sign without digits");
    if (*digits == '0' && (is_negative || at_ - digits > 1))
      return fail(Refusal::number_malformed, "a number with a leading zero or a negative zero");
    if (at_ != end_ && (*at_ == '.' || *at_ == 'e' || *at_ == 'E'))
      return fail(Refusal::number_malformed,
                  "a number with a fraction or an exponent; whole numbers only");
    if (is_large)
      return fail(Refusal::out_of_range, "a number of 2^53 or more, which is not exact everywhere");
    add(NodeKind::integer, name).integer = is_negative ? -value : value;
    return true;
  }

  /// `at_` stands behind the opening quote; afterwards behind the closing one.
  bool read_string(std::string_view& out) {
    const char* const start = at_;
    at_ = skip_plain(at_, end_);
    if (at_ != end_ && *at_ == '"') {
      out = {start, static_cast<std::size_t>(at_ - start)};
      return ++at_, true;
    }
    StringReader rest{{at_, end_, static_cast<std::size_t>(end_ - begin_)}, tape_.unescaped_};
    const bool is_read = rest.read(start, out);
    at_ = rest.at();
    tape_.is_canonical_ = tape_.is_canonical_ && rest.is_canonical();
    return is_read || fail(rest.refusal(), rest.detail());
  }

  void skip_space() {
    if (at_ != end_ && *at_ > ' ') return;
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) {
      tape_.is_canonical_ = false;
      ++at_;
    }
  }

  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

  [[nodiscard]] std::string pointer() const {
    std::string out;
    for (std::size_t i = 0; i < depth_ && open_[i].is_inside; ++i)
      out = pointer_step(std::move(out), open_[i].is_object ? std::string(open_[i].name)
                                                            : fmt::to_string(open_[i].index));
    return out;
  }

  bool fail(Refusal refusal, std::string_view detail) {
    error_ = {refusal, pointer(), fmt::format("{} (byte {})", detail, at_ - begin_), -1, {}};
    return false;
  }
  bool fail_at_end(std::string_view expected) {
    return fail(Refusal::malformed, fmt::format("the text ends, expected {}", expected));
  }
  bool fail_twice() { return fail(Refusal::duplicate_member, "a member that stands twice"); }

  const char* begin_;
  const char* at_;
  const char* end_;
  Tape& tape_;
  std::array<Open, json_depth_max> open_{};
  std::size_t depth_ = 0;
  Error error_;
};

Result<void> read_json(std::string_view text, Tape& tape) {
  return JsonReader(text, tape).read();
}

}  // namespace ledger::encoding
