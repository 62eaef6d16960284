#include <fmt/format.h>

#include "ledger/encoding/time.hpp"
#include "ledger/model/known_keys.hpp"
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

namespace {

/// It lies in a safe for the day the authority's keys are lost or stolen: whoever opens the safe
/// can put a new key in force and nothing else (docs/format.md, "Key validity").
Result<void> judge_recovery(const OperatorState& signer, const KeyState& key, const Event& event) {
  if (event.type != EventType::grant_key && event.type != EventType::revoke_key)
    return refuse(Refusal::role_not_allowed, "/type",
                  fmt::format("the recovery key {} grants and revokes keys and sends no {}",
                              key.name, text(event.type)));
  if (event.subject == signer.id) return {};
  return refuse(Refusal::role_not_allowed, "/subject",
                fmt::format("the recovery key {} is for keys of {}, found {}", key.name, signer.id,
                            event.subject));
}

}  // namespace

Result<void> judge_sender(const Constitution& constitution, const OperatorState& signer,
                          const KeyState& key, const Event& event) {
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
  if (is_recovery_key(constitution, key.name)) return judge_recovery(signer, key, event);
  if (key.types != 0 && ((key.types >> static_cast<unsigned>(event.type)) & 1U) == 0)
    return refuse(Refusal::key_scope, "/type",
                  fmt::format("the key {} is not granted for {}", key.name, text(event.type)));
  return {};
}

}  // namespace ledger::model
