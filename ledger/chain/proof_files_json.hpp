#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/chain/form_reader.hpp"
#include "ledger/chain/note.hpp"

/// What the proof files in JSON have in common.
namespace ledger::chain {

/// No path of a tree that fits in 63 bits is longer.
inline constexpr std::size_t path_max = 64;

/// `["b64","b64"]`
void append_hashes(std::string& out, const std::vector<Hash>& hashes);
/// `[1,2]`
void append_numbers(std::string& out, const std::vector<std::int64_t>& numbers);

/// A signed note as a string: none is longer than a note may be.
[[nodiscard]] inline std::string take_note(FormReader& form) {
  std::string note = form.note();
  if (note.size() > note_bytes_max) form.fail();
  return note;
}

}  // namespace ledger::chain
