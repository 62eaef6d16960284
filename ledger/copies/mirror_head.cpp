#include "ledger/copies/mirror_head.hpp"

#include <fmt/format.h>

#include "ledger/chain/entry_reader.hpp"
#include "ledger/chain/note_lines.hpp"
#include "ledger/mirror/stopped.hpp"
#include "ledger/result.hpp"

namespace ledger {

using mirror::Stopped;

void untrusted(std::string expected, std::string found) {
  throw Stopped(MirrorOutcome::untrusted, -1, std::move(expected), std::move(found));
}

ShownHead read_head(LogSource& source) {
  const auto note = source.fetch("checkpoint");
  const auto read = note ? chain::read_note(*note) : std::nullopt;
  const auto body = read ? chain::read_checkpoint_body(read->text) : std::nullopt;
  if (!body || !body->is_possible())
    throw Stopped(MirrorOutcome::wrong_bytes, -1, "a signed head in the file `checkpoint`",
                  note ? "something else" : "there is no such file");
  return {body->origin, {body->size, body->root, *note}};
}

void judge_head(const ShownHead& shown, const Constitution& constitution,
                const std::optional<chain::Policy>& policy) {
  if (constitution.origin != shown.origin)
    untrusted("a head of " + constitution.origin, "one of " + shown.origin);
  const auto key = read_vkey(constitution.ledger_key);
  if (!key || !chain::open_checkpoint(shown.checkpoint.note, shown.origin, *key))
    untrusted(fmt::format("a head signed by {}, the ledger's key in force after entry {}",
                          constitution.ledger_key, shown.checkpoint.size - 1),
              "one that this key did not sign");
  if (!policy) return;
  if (const auto judged = chain::judge_checkpoint(*policy, shown.checkpoint.note, *key); !judged)
    untrusted(judged.error().expected, judged.error().found);
}

std::optional<Event> founding_of(mirror::VerifiedLog& log) {
  const auto bytes = log.bundle(0).bytes.at(0);
  const auto entry = chain::read_entry(bytes, "");
  if (!entry) return std::nullopt;
  auto event = read_canonical_event(entry->event);
  if (!event) return std::nullopt;
  return std::move(*event);
}

}  // namespace ledger
