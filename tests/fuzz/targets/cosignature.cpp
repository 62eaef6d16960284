#include "ledger/chain/cosignature.hpp"

#include <set>
#include <utility>

#include "ledger/chain/note_lines.hpp"
#include "tests/fuzz/made_up.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

namespace {

/// Only what the witness has signed over this very text verifies (generator/made.py).
void demand_signed(const chain::Note& note) {
  const auto line = chain::cosignature_of(note, chain::cosigner_key(fuzz::witness_signer()));
  if (line.state != chain::LineState::verified) return;
  require(line.time_s == 1'700'000'000 || line.time_s == 1'700'000'060, "nobody else can cosign");
  const auto body = chain::read_checkpoint_body(note.text);
  require(body && fuzz::is_true({body->size, body->root}), "the witness cosigned true heads");
}

}  // namespace

/// A note, NUL, and lines to add to it.
bool fuzz::cosignature(std::string_view input) {
  const std::string_view note = take_part(input);
  const auto joined = chain::with_lines(note, input);
  if (!joined) return false;
  const auto read = chain::read_note(*joined);
  require(read.has_value(), "a note with lines is a note");
  require(read->text == chain::read_note(note)->text, "lines change no text");
  std::set<std::pair<std::string, std::string>> keys;
  for (const chain::Note::Line& line : read->lines)
    require(keys.emplace(line.name, line.signature.substr(0, 4)).second,
            "of each key one line stays");
  require(chain::with_lines(*joined, "") == joined, "nothing more is nothing new");
  require(chain::with_lines(*joined, input).has_value(), "the same lines find their places again");
  demand_signed(*read);
  return true;
}
