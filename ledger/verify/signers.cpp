#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "ledger/chain/note.hpp"
#include "ledger/chain/proof.hpp"
#include "ledger/chain/standing.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/encoding/time.hpp"
#include "ledger/verify/listed.hpp"

namespace ledger::verify {
namespace {

Objection unsigned_entry(const Listed& listed, std::string found, std::string expected) {
  return wrong(fmt::format("{} was not signed as it says", entry_words(listed)), std::move(found),
               std::move(expected));
}

bool is_same_batch(const Batch& a, const Batch& b) {
  return chain::batch_head_text(a.head) == chain::batch_head_text(b.head) &&
         a.head.key == b.head.key && a.head.signature == b.head.signature &&
         a.standing == b.standing && a.recorded_at_ms == b.recorded_at_ms;
}

Objected judge_event_path(const Listed& listed) {
  const BatchHead& head = listed.entry.batch.head;
  const auto root =
      chain::root_of_inclusion(crypto::leaf_hash(listed.event.bytes()), listed.entry.position,
                               head.count, listed.proven->batch_path);
  if (root == head.root) return std::nullopt;
  return unsigned_entry(
      listed, root ? "batch root " + encoding::base64(*root) : "a batch path of another length",
      "batch root " + encoding::base64(head.root));
}

}  // namespace

Signers::Signers(const Event& founding) : authority_(founding.authority_id) {
  const auto key = read_vkey(founding.authority_key);
  if (key) keys_.emplace(key->name, Key{*key, 0, -1, {}, {}});
  const auto recovery =
      founding.recovery_key.empty() ? read_vkey("") : read_vkey(founding.recovery_key);
  if (recovery) {
    recovery_ = recovery->name;
    keys_.emplace(recovery->name, Key{*recovery, 0, -1, {}, {}});
  }
  standings_[authority_].push_back(0);
}

std::optional<VerifierKey> Signers::find(std::string_view name) const {
  const auto key = keys_.find(name);
  if (key == keys_.end() || key->second.revoked >= 0) return std::nullopt;
  return key->second.verifier;
}

/// The events that say who may sign are the authority's; an operator may revoke its own keys.
bool Signers::may_say(const Event& event) const {
  const bool is_reserved =
      chain::changes_standing(event.type) || event.type == EventType::rotate_ledger_key;
  return !is_reserved || event.operator_id == authority_ ||
         (event.type == EventType::revoke_key && event.subject == event.operator_id);
}

Objected Signers::judge(const Listed& listed) {
  const Batch& batch = listed.entry.batch;
  if (listed.event.operator_id != batch.head.operator_id || !may_say(listed.event))
    return unsigned_entry(listed, "the key " + batch.head.key,
                          "a key of the operator who may say this");
  const auto key = keys_.find(batch.head.key);
  if (key == keys_.end())
    return unsigned_entry(listed, "the key " + batch.head.key,
                          "a key that an entry of this file granted");
  if (auto objected = judge_key(listed, key->second)) return objected;
  if (auto objected = judge_standing(listed)) return objected;
  if (auto objected = judge_signature(listed, key->second)) return objected;
  return judge_event_path(listed);
}

Objected Signers::judge_signature(const Listed& listed, const Key& key) {
  const Batch& batch = listed.entry.batch;
  if (verified_ && is_same_batch(*verified_, batch)) return std::nullopt;
  if (!chain::verifies(key.verifier, chain::batch_head_text(batch.head), batch.head.signature))
    return unsigned_entry(listed, "a signature that does not verify",
                          "one by " + key.verifier.text());
  verified_ = batch;
  return std::nullopt;
}

Objected Signers::judge_key(const Listed& listed, const Key& key) const {
  const Batch& batch = listed.entry.batch;
  const std::string found = "the key " + key.verifier.name;
  if (batch.first == 0 && key.verifier.name == recovery_)
    return unsigned_entry(listed, found, "the authority's own key");
  if (batch.first > 0 && key.granted >= batch.first)
    return unsigned_entry(
        listed, found, fmt::format("a key granted before; this one was by entry {}", key.granted));
  if (key.verifier.name == recovery_) {
    const bool is_recovery =
        (listed.event.type == EventType::grant_key || listed.event.type == EventType::revoke_key) &&
        listed.event.subject == authority_;
    if (is_recovery) return std::nullopt;
    return unsigned_entry(listed, found,
                          "another key: the recovery key grants and revokes the authority's keys "
                          "and does nothing else");
  }
  if (key.revoked >= 0 && key.revoked < batch.first)
    return unsigned_entry(listed, found,
                          fmt::format("a valid key; entry {} revoked this one", key.revoked));
  if (key.until_s && batch.recorded_at_ms / 1000 > *key.until_s)
    return unsigned_entry(listed,
                          found + ", recorded " + encoding::recorded_at_text(batch.recorded_at_ms),
                          "no later than " + encoding::recorded_at_text(*key.until_s * 1000));
  const bool may_sign_type = key.types.empty() || std::find(key.types.begin(), key.types.end(),
                                                            listed.event.type) != key.types.end();
  if (!may_sign_type) return unsigned_entry(listed, found, "a key that may sign this type");
  return std::nullopt;
}

Objected Signers::judge_standing(const Listed& listed) const {
  const Batch& batch = listed.entry.batch;
  Index last = -1;
  if (const auto of = standings_.find(batch.head.operator_id); of != standings_.end()) {
    // Ascending, as the entries are. Searched: a file may hold very many of them.
    const auto next = std::lower_bound(of->second.begin(), of->second.end(), batch.first);
    if (next != of->second.begin()) last = *std::prev(next);
  }
  if (batch.standing == last) return std::nullopt;
  return wrong(
      fmt::format("the file does not show on which word of the authority {} stood",
                  entry_words(listed)),
      fmt::format("standing {}, and entry {} as the last one listed", batch.standing, last),
      "the same number: an entry about the signer is missing from the file, or was hidden from "
      "this entry");
}

Objected Signers::grant(const Listed& listed, std::string_view vkey) {
  const auto key = read_vkey(vkey);
  const bool is_subjects = key && key->name.starts_with(std::string(listed.event.subject) + "/");
  if (!is_subjects || keys_.contains(key->name))
    return wrong(fmt::format("{} grants a key that it cannot", entry_words(listed)),
                 std::string(vkey), "a key of the subject, under a name that is new");
  keys_.emplace(key->name, Key{*key,
                               listed.entry.index,
                               -1,
                               listed.event.until_s,
                               {listed.event.types.begin(), listed.event.types.end()}});
  return std::nullopt;
}

Objected Signers::take(const Listed& listed) {
  const Event& event = listed.event;
  if (!chain::changes_standing(event.type)) return std::nullopt;
  standings_[std::string(event.subject)].push_back(listed.entry.index);
  if (event.type == EventType::grant_key || (event.type == EventType::enroll && !event.key.empty()))
    return grant(listed, event.key);
  if (event.type != EventType::revoke_key) return std::nullopt;
  const auto key = keys_.find(event.key);
  // Nothing but another founding revokes the recovery key.
  if (key != keys_.end() && key->second.revoked < 0 && event.key != recovery_)
    key->second.revoked = listed.entry.index;
  return std::nullopt;
}

Objected judge_signatures(const std::vector<Listed>& entries, Signers& signers) {
  const Listed* before = nullptr;
  for (const Listed& listed : entries) {
    if (auto objected = signers.judge(listed)) return objected;
    const Batch& batch = listed.entry.batch;
    const bool overlaps =
        before && batch.first < before->entry.batch.first + before->entry.batch.head.count;
    if (overlaps &&
        !(batch.first == before->entry.batch.first && is_same_batch(batch, before->entry.batch)))
      return wrong("two entries of one batch differ in what they say of it", entry_words(listed),
                   entry_words(*before));
    if (auto objected = signers.take(listed)) return objected;
    before = &listed;
  }
  return std::nullopt;
}

}  // namespace ledger::verify
