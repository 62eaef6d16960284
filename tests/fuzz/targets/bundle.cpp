#include <cstdint>

#include "ledger/chain/tile_path.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

/// Two bytes, little-endian, say how wide the bundle in the rest ought to be.
bool fuzz::bundle(std::string_view input) {
  if (input.size() < 2) return false;
  const auto width = static_cast<std::int64_t>(static_cast<unsigned char>(input[0]) |
                                               static_cast<unsigned char>(input[1]) << 8);
  input.remove_prefix(2);
  const auto entries = chain::read_bundle(input, width);
  if (!entries) return false;
  require(width <= chain::tile_width, "a bundle has at most 256 entries");
  require(entries->size() == static_cast<std::size_t>(width), "as many entries as it is wide");
  require(!chain::read_bundle(input, width + 1), "no bundle has two widths");
  std::string written;
  for (const std::string_view entry : *entries) chain::append_to_bundle(written, entry);
  require(written == input, "a bundle is written as it was read");
  return true;
}
