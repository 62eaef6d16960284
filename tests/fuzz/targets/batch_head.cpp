#include "ledger/chain/note.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

/// A batch head has one spelling.
bool fuzz::batch_head(std::string_view input) {
  const auto head = chain::read_batch_head(input);
  if (!head) {
    require(!head.error().detail.empty(), "a refusal says why");
    for (const char c : head.error().detail)
      require(c >= ' ' && c <= '~', "what was found is shown in characters a terminal can bear");
    return false;
  }
  require(chain::write_batch_head(*head) == input, "a batch head is written as it was read");
  require(head->count > 0 && head->after_index >= -1, "its numbers are possible");
  require(head->key.starts_with(head->operator_id + "/"), "it is signed by a key of its operator");
  return true;
}
