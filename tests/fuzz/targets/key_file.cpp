#include "ledger/crypto/key_text.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

/// What a key file's reader takes is what its writer writes.
bool fuzz::key_file(std::string_view input) {
  const auto text = crypto::read_key_text(input);
  if (!text) {
    require(!text.error().detail.empty(), "a refusal says why");
    return false;
  }
  require(text->sealed.has_value() == (text->seed == nullptr), "a seed is open or sealed");
  const std::string written = text->sealed
                                  ? crypto::write_key_text(text->verifier, *text->sealed)
                                  : crypto::write_key_text(text->verifier, text->seed.get());
  require(written == input, "a key file is written as it was read");
  return true;
}
