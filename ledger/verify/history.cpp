#include <map>
#include <utility>

#include <fmt/format.h>

#include "ledger/encoding/base64.hpp"
#include "ledger/verify/listed.hpp"

namespace ledger::verify {
namespace {

/// The keys that an event makes known; some may be empty.
std::vector<std::string_view> keys_in(const Event& event) {
  switch (event.type) {
    case EventType::establish:
      return {event.ledger_key, event.authority_key, event.recovery_key};
    case EventType::enroll:
    case EventType::grant_key:
      return {event.key};
    case EventType::rotate_ledger_key:
      return {event.new_key};
    default:
      return {};
  }
}

/// The entries so far, as the next one is held against them.
class History {
 public:
  [[nodiscard]] Objected take(const Listed& listed) {
    if (auto objected = judge_event(listed)) return objected;
    if (auto objected = judge_batch(listed)) return objected;
    if (auto objected = judge_after(listed)) return objected;
    if (auto objected = judge_keys(listed)) return objected;
    by_index_.emplace(listed.entry.index, &listed);
    return std::nullopt;
  }

 private:
  /// A signed batch that is recorded again makes two events of one: the ledger's key is enough for
  /// that, so that only the id tells.
  Objected judge_event(const Listed& listed) {
    const auto [first, is_new] =
        by_id_.emplace(std::pair(listed.event.operator_id, listed.event.id), &listed);
    if (is_new) return std::nullopt;
    return wrong(fmt::format("PROOF OF MISBEHAVIOUR: the ledger recorded event {} of {} twice",
                             listed.event.id, listed.event.operator_id),
                 fmt::format("{} and {}", entry_words(*first->second), entry_words(listed)),
                 "an id that its operator uses once");
  }

  /// Of a batch that was sent once, different events may be listed from two places.
  Objected judge_batch(const Listed& listed) {
    const Batch& batch = listed.entry.batch;
    const auto [same, is_new] = by_root_.emplace(batch.head.root, &listed);
    if (is_new || same->second->entry.batch.first == batch.first) return std::nullopt;
    return wrong(
        fmt::format("PROOF OF MISBEHAVIOUR: the ledger recorded a batch of {} twice",
                    batch.head.operator_id),
        fmt::format("its root {} at entry {} and at entry {}", encoding::base64(batch.head.root),
                    same->second->entry.batch.first, batch.first),
        "each signed batch in one place");
  }

  Objected judge_after(const Listed& listed) const {
    const BatchHead& head = listed.entry.batch.head;
    const auto seen = by_index_.find(head.after_index);
    if (seen == by_index_.end() || seen->second->leaf == head.after_hash) return std::nullopt;
    return wrong(
        fmt::format("PROOF OF MISBEHAVIOUR: {} signed that it has seen another entry {} than the "
                    "ledger shows, which must refuse such a batch: one was changed",
                    head.key, head.after_index),
        fmt::format("entry {} with leaf {}", head.after_index,
                    encoding::base64(seen->second->leaf)),
        fmt::format("leaf {}, as the batch of {} says", encoding::base64(head.after_hash),
                    entry_words(listed)));
  }

  /// Under two names one owner would speak as two.
  Objected judge_keys(const Listed& listed) {
    for (const std::string_view vkey : keys_in(listed.event)) {
      const auto key = read_vkey(vkey);
      if (!key) continue;
      const auto [known, is_new] = names_.emplace(key->key, key->name);
      if (is_new) continue;
      return wrong(
          fmt::format("PROOF OF MISBEHAVIOUR: the ledger took a public key that it knew already, "
                      "in {}",
                      entry_words(listed)),
          fmt::format("{}, whose bytes are known as {}", key->text(), known->second),
          "a public key that was known under no name");
    }
    return std::nullopt;
  }

  std::map<std::pair<std::string_view, std::string_view>, const Listed*> by_id_;
  std::map<Hash, const Listed*> by_root_;
  std::map<PublicKey, std::string> names_;
  std::map<Index, const Listed*> by_index_;
};

}  // namespace

Objected judge_history(const std::vector<const Listed*>& entries) {
  History history;
  for (const Listed* listed : entries)
    if (auto objected = history.take(*listed)) return objected;
  return std::nullopt;
}

}  // namespace ledger::verify
