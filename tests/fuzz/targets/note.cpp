#include "ledger/chain/note.hpp"

#include <algorithm>

#include "ledger/chain/note_lines.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

/// A note is written back byte for byte: nothing in it was passed over.
bool fuzz::note(std::string_view input) {
  const auto note = chain::read_note(input);
  if (!note) return false;
  require(input.size() <= chain::note_bytes_max, "a note keeps its limit");
  require(!note->lines.empty() && note->lines.size() <= chain::signature_lines_max,
          "a note has 1 to 16 signature lines");
  std::string written = note->text + "\n";
  for (const chain::Note::Line& line : note->lines) {
    require(line.signature.size() > 4, "a line has a key id and a signature");
    written += chain::write_note_line(line.name, line.signature);
  }
  require(written == input, "a note is written as it was read");
  require(note->text.ends_with('\n'), "the text of a note ends in LF");
  require(std::none_of(input.begin(), input.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; }),
          "a note has no control characters");
  return true;
}
