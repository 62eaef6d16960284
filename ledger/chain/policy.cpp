#include "ledger/chain/policy.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "ledger/chain/note_lines.hpp"

namespace ledger::chain {
namespace {

tl::unexpected<PolicyRefusal> refuse_note(PolicyProblem problem, std::string found,
                                          std::string expected) {
  return tl::unexpected<PolicyRefusal>({problem, std::move(found), std::move(expected)});
}

tl::unexpected<PolicyRefusal> refuse_line(std::string_view whose) {
  return refuse_note(PolicyProblem::wrong_signature,
                     fmt::format("a signature line of {} that does not verify", whose),
                     "every line of a known key verifies over this text");
}

/// Whether a log key of this origin signed. A line of any known log key must verify, whichever
/// origin it is for.
tl::expected<bool, PolicyRefusal> has_log_signature(const std::vector<VerifierKey>& keys,
                                                    const Note& note, std::string_view origin) {
  bool found = false;
  for (const VerifierKey& key : keys) {
    const LineState state = signature_of(note, key);
    if (state == LineState::wrong) return refuse_line(key.text());
    found = found || (state == LineState::verified && key.name == origin);
  }
  return found;
}

/// Names of witnesses and groups that have seen a checkpoint, from those of the witnesses. Groups
/// name only what stands above them, so once through is enough.
std::set<std::string> with_groups(const Policy& policy, std::set<std::string> reached) {
  for (const PolicyGroup& group : policy.groups) {
    const auto count =
        std::count_if(group.members.begin(), group.members.end(),
                      [&](const std::string& member) { return reached.contains(member); });
    if (count >= group.threshold) reached.insert(group.name);
  }
  return reached;
}

std::string names_of(const std::vector<Cosignature>& cosignatures) {
  std::string names;
  for (const Cosignature& one : cosignatures) names += (names.empty() ? "" : ", ") + one.name;
  return names.empty() ? "no known witness" : names;
}

}  // namespace

tl::expected<Judged, PolicyRefusal> judge_checkpoint(const Policy& policy, std::string_view note,
                                                     const std::optional<VerifierKey>& extra_key) {
  const auto read = read_note(note);
  const auto body = read ? read_checkpoint_body(read->text) : std::nullopt;
  if (!body || !body->is_possible())
    return refuse_note(PolicyProblem::not_a_checkpoint, "something else",
                       "a signed note of origin, size and root (C2SP tlog-checkpoint)");
  std::vector<VerifierKey> keys;
  for (const PolicyLog& log : policy.logs) keys.push_back(log.key);
  if (extra_key) keys.push_back(*extra_key);
  const auto is_signed = has_log_signature(keys, *read, body->origin);
  if (!is_signed) return tl::unexpected<PolicyRefusal>(is_signed.error());
  if (!*is_signed)
    return refuse_note(PolicyProblem::unknown_log,
                       fmt::format("a checkpoint of {} that no known key signed", body->origin),
                       "a signature by the key of a log line that is named like this origin");
  Judged judged{{body->size, body->root, std::string(note)}, body->origin, {}};
  std::set<std::string> reached;
  for (const PolicyWitness& witness : policy.witnesses) {
    const CosignatureLine line = cosignature_of(*read, witness.key);
    if (line.state == LineState::wrong) return refuse_line(witness.key.text());
    if (line.state == LineState::absent) continue;
    judged.cosignatures.push_back({witness.key.name, line.time_s});
    reached.insert(witness.name);
  }
  if (policy.quorum != "none" && !with_groups(policy, std::move(reached)).contains(policy.quorum))
    return refuse_note(PolicyProblem::no_quorum,
                       fmt::format("cosignatures of {}", names_of(judged.cosignatures)),
                       fmt::format("as many as the quorum \"{}\" asks for", policy.quorum));
  return judged;
}

}  // namespace ledger::chain
