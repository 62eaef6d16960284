#pragma once

#include <array>
#include <cstdint>

namespace cli::sample {

/// xoshiro256** seeded by splitmix64. The standard's distributions differ between libraries; the
/// sample must have the same bytes everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed);

  std::uint64_t next();
  /// 0 to n - 1. The bias of the remainder is below 2^-30 for every n used here.
  std::int64_t below(std::int64_t n);
  /// Both ends included.
  std::int64_t between(std::int64_t low, std::int64_t high);
  /// As `between`, but the middle is likelier than the ends.
  std::int64_t around_middle(std::int64_t low, std::int64_t high);
  bool chance(std::int64_t permille);
  /// 32 bytes: seeds of sample keys, salts of sealed text.
  std::array<std::uint8_t, 32> bytes();

 private:
  std::array<std::uint64_t, 4> state_{};
};

/// One number out of two: the seed of a stream of its own.
[[nodiscard]] std::uint64_t mix(std::uint64_t a, std::uint64_t b);

}  // namespace cli::sample
