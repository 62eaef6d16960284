#include "ledger/verify/listed.hpp"

#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/rotation.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"

namespace ledger::verify {
namespace {

Objection unread(std::size_t position, const Error& error) {
  const bool is_newer =
      error.refusal == Refusal::unknown_type || error.refusal == Refusal::not_supported;
  if (is_newer)
    return unjudged(
        fmt::format("entry {} of the file is of a type this program does not know", position + 1),
        "a newer program is needed");
  return wrong(fmt::format("the event in entry {} of the file is none", position + 1), error.detail,
               "a canonical event");
}

Judgement<Listed> read_one(const chain::ProvenEntry& proven, std::size_t position,
                           std::string_view origin) {
  auto entry = chain::read_entry(proven.bytes, origin);
  if (!entry)
    return failed(wrong(fmt::format("entry {} of the file is none", position + 1),
                        "bytes of another form", "an entry, canonical"));
  auto event = read_canonical_event(entry->event);
  if (!event) return failed(unread(position, event.error()));
  return Listed{&proven, std::move(*entry), std::move(*event), crypto::leaf_hash(proven.bytes)};
}

Objected judge_founding(const Listed& first, std::string_view origin) {
  const bool is_founding = first.entry.index == 0 && first.event.type == EventType::establish &&
                           first.event.origin_name == origin && first.entry.batch.head.count == 1 &&
                           first.entry.prev == chain::before_the_first(origin);
  if (is_founding) return std::nullopt;
  return wrong("the file does not begin with the founding entry of its ledger", entry_words(first),
               fmt::format("entry 0, which establishes {}", origin));
}

/// What entries that follow each other say of each other.
Objected judge_order(const Listed& before, const Listed& next) {
  if (next.entry.index <= before.entry.index || next.event.type == EventType::establish)
    return wrong("the entries of the file are not in order, each once",
                 fmt::format("{} after entry {}", entry_words(next), before.entry.index),
                 "an entry of a higher index, which founds nothing");
  if (next.entry.batch.recorded_at_ms < before.entry.batch.recorded_at_ms)
    return wrong("the entries of the file go back in time", entry_words(next),
                 fmt::format("recorded no earlier than entry {}", before.entry.index));
  if (next.entry.index == before.entry.index + 1 && next.entry.prev != before.leaf)
    return wrong("an entry does not link to the one before it",
                 "prev " + encoding::base64(next.entry.prev) + " in " + entry_words(next),
                 "prev " + encoding::base64(before.leaf));
  return std::nullopt;
}

/// The key that a rotation hands on to; nothing when it is not from `key`, or not proven.
std::optional<VerifierKey> rotated(const VerifierKey& key, const Event& event) {
  const auto next = read_vkey(event.new_key);
  if (!next || event.old_key != key.text() || next->name != key.name) return std::nullopt;
  if (!chain::judge_rotation_proof(key.name, event)) return std::nullopt;
  return *next;
}

}  // namespace

std::string entry_words(const Listed& listed) {
  return fmt::format("entry {}, {} of {}", listed.entry.index, text(listed.event.type),
                     listed.event.operator_id);
}

Judgement<std::vector<Listed>> read_listed(const chain::TrailBundle& bundle,
                                           std::string_view origin) {
  std::vector<Listed> entries;
  entries.reserve(bundle.entries.size());
  for (const chain::ProvenEntry& proven : bundle.entries) {
    auto read = read_one(proven, entries.size(), origin);
    if (!read) return failed(std::move(read.error()));
    auto objected =
        entries.empty() ? judge_founding(*read, origin) : judge_order(entries.back(), *read);
    if (objected) return failed(std::move(*objected));
    entries.push_back(std::move(*read));
  }
  return entries;
}

Judgement<VerifierKey> ledger_key_after(const std::vector<Listed>& entries) {
  const auto first = read_vkey(entries.front().event.ledger_key);
  if (!first)
    return failed(wrong("entry 0 names no usable key of the ledger",
                        std::string(entries.front().event.ledger_key), "a vkey"));
  VerifierKey key = *first;
  for (const Listed& listed : entries) {
    if (listed.event.type != EventType::rotate_ledger_key) continue;
    const auto next = rotated(key, listed.event);
    if (!next)
      return failed(
          wrong("the ledger's key was not handed on by its rule", entry_words(listed),
                "the key in force as the old one, and a proof by the new one: " + key.text()));
    key = *next;
  }
  return key;
}

}  // namespace ledger::verify
