#include <fmt/format.h>

#include "ledger/encoding/time.hpp"
#include "ledger/model/roles.hpp"
#include "ledger/model/rules.hpp"

namespace ledger::model {

Result<Signing> judge_signer(World& world, std::string_view operator_id, std::string_view key_name,
                             std::int64_t recorded_at_ms) {
  const OperatorState* signer = world.find_operator(operator_id);
  if (!signer || !signer->enrolled)
    return refuse(Refusal::unknown_operator, "", fmt::format("{} is not enrolled", operator_id));
  for (const KeyState& key : signer->keys) {
    if (key.name != key_name) continue;
    if (key.revoked >= 0)
      return refuse(Refusal::key_revoked, "",
                    fmt::format("entry {} revoked the key {}", key.revoked, key_name));
    if (key.until_s >= 0 && recorded_at_ms > key.until_s * 1000 + 999)
      return refuse(Refusal::key_expired, "",
                    fmt::format("the key {} was granted until {}", key_name,
                                encoding::recorded_at_text(key.until_s * 1000)));
    return Signing{signer, &key};
  }
  return refuse(Refusal::unknown_key, "",
                fmt::format("{} has no key named {}", operator_id, key_name));
}

Result<void> judge_sender(const OperatorState& signer, const KeyState& key, const Event& event) {
  if (event.operator_id != signer.id)
    return refuse(
        Refusal::wrong_operator, "/operator",
        fmt::format("the batch is signed by {}, the event is by {}", signer.id, event.operator_id));
  if ((roles_allowed(event.type) & signer.roles) == 0)
    return refuse(Refusal::role_not_allowed, "/type",
                  fmt::format("none of the roles of {} may send {}", signer.id, text(event.type)));
  if (signer.suspended && !allowed_while_suspended(event.type))
    return refuse(Refusal::suspended, "/type",
                  fmt::format("{} is suspended and may not send {}", signer.id, text(event.type)));
  if (key.types != 0 && ((key.types >> static_cast<unsigned>(event.type)) & 1U) == 0)
    return refuse(Refusal::key_scope, "/type",
                  fmt::format("the key {} is not granted for {}", key.name, text(event.type)));
  return {};
}

}  // namespace ledger::model
