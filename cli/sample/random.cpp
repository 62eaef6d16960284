#include "cli/sample/random.hpp"

namespace cli::sample {
namespace {

std::uint64_t splitmix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

std::uint64_t rotate(std::uint64_t x, unsigned by) {
  return (x << by) | (x >> (64U - by));
}

}  // namespace

Random::Random(std::uint64_t seed) {
  for (auto& word : state_) word = splitmix(seed);
}

std::uint64_t Random::next() {
  const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
  const std::uint64_t t = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = rotate(state_[3], 45);
  return result;
}

std::int64_t Random::below(std::int64_t n) {
  return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(n));
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
  return low + below(high - low + 1);
}

std::int64_t Random::around_middle(std::int64_t low, std::int64_t high) {
  const std::int64_t half = (high - low) / 2;
  return low + below(half + 1) + below(high - low - half + 1);
}

bool Random::chance(std::int64_t permille) {
  return below(1000) < permille;
}

std::array<std::uint8_t, 32> Random::bytes() {
  std::array<std::uint8_t, 32> out{};
  for (std::size_t i = 0; i < out.size(); i += 8) {
    const std::uint64_t word = next();
    for (std::size_t b = 0; b < 8; ++b) out[i + b] = static_cast<std::uint8_t>(word >> (8 * b));
  }
  return out;
}

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t state = a;
  state = splitmix(state) ^ b;
  return splitmix(state);
}

}  // namespace cli::sample
