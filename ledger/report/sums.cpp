#include "ledger/report/sums.hpp"

#include <algorithm>
#include <limits>

#include "ledger/result.hpp"

namespace ledger::report {
namespace {

__extension__ typedef __int128 Wide;

[[noreturn]] void overflow() {
  throw Failure(
      "adding up the report: a sum leaves 64 bits, which no real mass does; run `celltrail audit`");
}

std::int64_t narrow(Wide value) {
  if (value < std::numeric_limits<std::int64_t>::min() ||
      value > std::numeric_limits<std::int64_t>::max())
    overflow();
  return static_cast<std::int64_t>(value);
}

}  // namespace

void add(std::int64_t& total, std::int64_t part) {
  if (__builtin_add_overflow(total, part, &total)) overflow();
}

std::int64_t difference(std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  if (__builtin_sub_overflow(a, b, &out)) overflow();
  return out;
}

std::int64_t scaled(std::int64_t a, std::int64_t b, std::int64_t divisor) {
  require(divisor != 0, "a report divides by something");
  return narrow(Wide{a} * b / divisor);
}

std::int64_t permille(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return 0;
  const Wide twice = Wide{part} * 2000, size = whole;
  const bool negative = (twice < 0) != (size < 0);
  const Wide a = twice < 0 ? -twice : twice, b = size < 0 ? -size : size;
  const Wide rounded = (a + b) / (2 * b);
  return narrow(negative ? -rounded : rounded);
}

std::int64_t permille_reached(std::int64_t part, std::int64_t whole) {
  const std::int64_t rounded = permille(part, whole);
  return part < whole ? std::min<std::int64_t>(rounded, 999) : rounded;
}

std::int64_t grams_of_tonnes(std::int64_t tonnes) {
  return narrow(Wide{tonnes} * 1'000'000);
}

}  // namespace ledger::report
