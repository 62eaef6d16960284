#include <nlohmann/json.hpp>

#include "api/wire/base64.hpp"
#include "api/wire/views.hpp"

namespace api::wire {
namespace {

using nlohmann::json;

json hashes(const std::vector<ledger::Hash>& list) {
  json out = json::array();
  for (const ledger::Hash& hash : list) out.push_back(base64(hash));
  return out;
}

}  // namespace

json view(const ledger::Constitution& constitution) {
  json former = json::array();
  for (const ledger::FormerLedgerKey& key : constitution.former_ledger_keys)
    former.push_back({{"vkey", key.vkey}, {"replaced", key.replaced}});
  json out{{"origin", constitution.origin},
           {"authority", constitution.authority},
           {"ledger_key", constitution.ledger_key},
           {"utc_offset_min", constitution.utc_offset_min},
           {"mass_tolerance_ppm", constitution.mass_tolerance_ppm},
           {"batch_window_s", constitution.batch_window_s},
           {"rules", constitution.rules},
           {"founded_at_s", constitution.founded_at_s},
           {"former_ledger_keys", std::move(former)}};
  if (!constitution.recovery_key.empty()) out["recovery_key"] = constitution.recovery_key;
  return out;
}

json view(const ledger::LedgerInfo& info) {
  return {{"origin", info.origin},
          {"identity", base64(info.identity)},
          {"size", info.size},
          {"root", base64(info.root)},
          {"ledger_key", info.ledger_key},
          {"authority", info.authority},
          {"last_recorded_at_ms", info.last_recorded_at_ms},
          {"note", info.checkpoint},
          {"constitution", view(info.constitution)}};
}

json view(const ledger::Checkpoint& checkpoint) {
  return {{"size", checkpoint.size}, {"root", base64(checkpoint.root)}};
}

json view(const ledger::OpenedText& text) {
  using State = ledger::OpenedText::State;
  const char* state = text.state == State::opened   ? "opened"
                      : text.state == State::absent ? "absent"
                                                    : "wrong";
  json out{{"member", text.member}, {"state", state}};
  if (text.state == State::opened) out["text"] = text.text;
  return out;
}

json view(const ledger::Receipt& receipt) {
  return {{"v", 1},
          {"batch", receipt.batch_head},
          {"checkpoint", receipt.checkpoint},
          {"first", receipt.first},
          {"identity", base64(receipt.identity)},
          {"identity_path", hashes(receipt.identity_path)},
          {"leaves", hashes(receipt.leaves)},
          {"proof", hashes(receipt.proof)}};
}

std::string entry_text(const ledger::Entry& entry) {
  return R"({"leaf":")" + base64(entry.leaf) + R"(","entry":)" + entry.bytes + "}";
}

}  // namespace api::wire
