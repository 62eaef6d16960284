#include "ledger/chain/strict_text.hpp"

#include <charconv>

namespace ledger::chain {

std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

std::optional<std::int64_t> read_decimal(std::string_view text, std::int64_t max) {
  // from_chars takes a minus and leading zeros: two texts for one number.
  if (text.empty() || text[0] < '0' || text[0] > '9') return std::nullopt;
  if (text[0] == '0' && text.size() > 1) return std::nullopt;
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc{} || read.ptr != end || value > max) return std::nullopt;
  return value;
}

}  // namespace ledger::chain
