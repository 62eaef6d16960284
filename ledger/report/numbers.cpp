#include "ledger/report/numbers.hpp"

#include <fmt/format.h>

#include "ledger/report.hpp"
#include "ledger/report/sums.hpp"

namespace ledger {
namespace report {
namespace {

/// The most negative value has no positive twin in 64 signed bits.
std::uint64_t magnitude(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? 0 - bits : bits;
}

std::string grouped_digits(std::uint64_t value) {
  std::string digits = fmt::format("{}", value);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

}  // namespace

std::string grouped(std::int64_t value) {
  return (value < 0 ? "-" : "") + grouped_digits(magnitude(value));
}

std::string millions_text(std::int64_t value) {
  const std::uint64_t size = magnitude(value);
  const std::uint64_t thousands = size / 1'000 + (size % 1'000 >= 500 ? 1 : 0);
  const char* const sign = value < 0 && thousands > 0 ? "-" : "";
  return fmt::format("{}{}.{:03}", sign, grouped_digits(thousands / 1'000), thousands % 1'000);
}

std::string percent_text(std::int64_t permille) {
  const std::uint64_t size = magnitude(permille);
  return fmt::format("{}{}.{} %", permille < 0 ? "-" : "", grouped_digits(size / 10), size % 10);
}

std::string bar(std::int64_t part, std::int64_t whole, int width, std::string_view unfilled) {
  std::int64_t filled = 0;
  if (part > 0 && whole > 0) filled = part >= whole ? width : scaled(part, width, whole);
  std::string out;
  for (int i = 0; i < width; ++i) out += i < filled ? "█" : unfilled;
  return out;
}

}  // namespace report

std::string tonnes_text(std::int64_t grams) {
  return report::millions_text(grams);
}

}  // namespace ledger
