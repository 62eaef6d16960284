#include "ledger/chain/cosignature.hpp"
#include "ledger/key.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

/// A vkey has one spelling and one type.
bool fuzz::vkey(std::string_view input) {
  const auto key = read_vkey(input);
  const auto cosigner = chain::read_cosigner_vkey(input);
  require(!(key && cosigner), "a key is of one type");
  if (key) require(key->text() == input, "a vkey is written as it was read");
  if (cosigner) require(cosigner->text() == input, "a witness's vkey is written as it was read");
  if (!key) require(!key.error().detail.empty(), "a refusal says why");
  return key || cosigner;
}
