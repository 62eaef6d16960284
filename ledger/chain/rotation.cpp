#include "ledger/chain/rotation.hpp"

#include <fmt/format.h>

#include "ledger/chain/note.hpp"
#include "ledger/encoding/base64.hpp"

namespace ledger::chain {

std::string rotation_text(std::string_view origin, std::string_view old_vkey,
                          std::string_view new_vkey) {
  return fmt::format("celltrail/rotate/v1\n{}\n{}\n{}\n", origin, old_vkey, new_vkey);
}

std::string rotation_proof(std::string_view origin, std::string_view old_vkey, const Signer& next) {
  return encoding::base64(next.sign(rotation_text(origin, old_vkey, next.verifier().text())));
}

Result<void> judge_rotation_proof(std::string_view origin, const Event& event) {
  if (event.type != EventType::rotate_ledger_key) return {};
  auto next = read_vkey(event.new_key);
  if (!next) {
    next.error().pointer = "/new_key";
    return tl::unexpected(next.error());
  }
  const auto line = encoding::fixed_from_base64<std::tuple_size_v<LineSignature>>(event.proof);
  if (line && verifies(*next, rotation_text(origin, event.old_key, event.new_key), *line))
    return {};
  return refuse(
      Refusal::bad_signature, "/proof",
      fmt::format("it is no signature of {} over this rotation of {}", event.new_key, origin));
}

}  // namespace ledger::chain
