#include <fmt/format.h>

#include "ledger/chain/rotation.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/recording/recorder.hpp"

namespace ledger {

/// Rules see no signature, no tree and no disk: what an event says of these is judged here.
Result<void> Recorder::judge_beyond_rules(const Event& event, std::size_t position) {
  if (event.type == EventType::rotate_ledger_key) {
    auto proved = chain::judge_rotation_proof(world_.constitution().origin, event);
    // Accepted without its secret, no head could be signed ever again.
    if (!proved || keys_ == nullptr || keys_->is_waiting(event.new_key)) return proved;
    return refuse(Refusal::unknown_key, "/new_key",
                  "the ledger's directory does not hold its secret as ledger.key.next");
  }
  if (event.type != EventType::restored) return {};
  if (position > 0)
    return refuse(Refusal::out_of_range, "/size", "it stands first in its batch: a head is there");
  if (event.root == encoding::base64(tree_.root())) return {};
  return refuse(
      Refusal::wrong_root, "/root",
      fmt::format("the root of {} entries is {}", tree_.size(), encoding::base64(tree_.root())));
}

}  // namespace ledger
