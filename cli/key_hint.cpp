#include "cli/key_hint.hpp"

namespace cli {

std::string key_hint(const ledger::LedgerReader& ledger, const std::string& operator_id,
                     const ledger::Signer* signer) {
  std::string known;
  if (const auto state = ledger.find_operator(operator_id))
    for (const ledger::KeyState& key : state->keys)
      if (key.revoked < 0) known += (known.empty() ? "" : ", ") + key.name;
  if (signer == nullptr)
    return "add --key FILE with a key of " + operator_id +
           (known.empty() ? "; the ledger knows none yet" : "; the ledger knows " + known);
  const std::string grant = "the authority grants this one with `celltrail operator grant-key " +
                            operator_id + " --vkey " + signer->verifier().text() + "`";
  return known.empty() ? grant : "sign with " + known + ", which the ledger knows; or " + grant;
}

}  // namespace cli
