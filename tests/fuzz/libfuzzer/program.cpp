#include <cstddef>
#include <cstdint>

#include "tests/fuzz/targets.hpp"

/// FUZZ_TARGET is the function that this program drives.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::FUZZ_TARGET({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
