#include "ledger/chain/policy.hpp"

#include <algorithm>
#include <set>

#include "ledger/chain/note.hpp"
#include "tests/fuzz/made_up.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

namespace {

/// C2SP tlog-policy: one name space, names before their use, a name a member at most once.
void demand_names(const chain::Policy& policy) {
  std::set<std::string> names, members;
  for (const chain::PolicyWitness& witness : policy.witnesses)
    require(names.insert(witness.name).second, "a name is defined once");
  for (const chain::PolicyGroup& group : policy.groups) {
    require(
        group.threshold >= 1 && group.threshold <= static_cast<std::int64_t>(group.members.size()),
        "a group needs 1 to all of its members");
    for (const std::string& member : group.members) {
      require(members.insert(member).second, "a name is a member once");
      require(names.contains(member), "a member is defined above");
    }
    require(names.insert(group.name).second, "a name is defined once");
  }
  require(!names.contains("none"), "none is nobody's name");
  require(policy.quorum == "none" || names.contains(policy.quorum), "the quorum is defined");
}

void demand_keys(const chain::Policy& policy) {
  std::set<PublicKey> keys;
  for (const chain::PolicyLog& log : policy.logs) {
    require(keys.insert(log.key.key).second, "no two logs have one key");
    require(read_vkey(log.key.text()).has_value(), "a log's key is sound");
  }
  keys.clear();
  for (const chain::PolicyWitness& witness : policy.witnesses)
    require(keys.insert(witness.key.key).second, "no key counts twice towards a quorum");
}

bool may_stand_in_policy(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || byte == '\n' || (byte >= 0x20 && byte != 0x7f);
}

/// Of who trusts the ledger, and of who trusts it when its witness has cosigned.
void demand_judgement(const chain::Policy& policy) {
  static const std::string head =
      chain::sign_checkpoint(fuzz::origin, 6, fuzz::root_at(6), fuzz::ledger_signer()).note;
  const auto judged = chain::judge_checkpoint(policy, head);
  const bool knows =
      std::any_of(policy.logs.begin(), policy.logs.end(), [](const chain::PolicyLog& log) {
        return log.key.text() == fuzz::ledger_signer().verifier().text();
      });
  require(judged.has_value() == (knows && policy.quorum == "none"),
          "a head without cosignatures is trusted by who knows its key and asks for no witness");
}

}  // namespace

bool fuzz::policy(std::string_view input) {
  const auto policy = chain::read_policy(input);
  if (!policy) {
    require(!policy.error().what.empty(), "a refused policy says why");
    for (const char c : policy.error().what)
      require(c >= ' ' && c <= '~', "what was found is shown in characters a terminal can bear");
    return false;
  }
  require(input.size() <= chain::policy_bytes_max, "a policy keeps its limit");
  require(std::all_of(input.begin(), input.end(), may_stand_in_policy), "its bytes are allowed");
  demand_names(*policy);
  demand_keys(*policy);
  demand_judgement(*policy);
  return true;
}
