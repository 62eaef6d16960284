#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/chain/cosignature.hpp"
#include "ledger/chain/note.hpp"

/// A note's signature lines one by one, and a checkpoint's text taken apart before anybody knows
/// whose it is: for policies and witnesses. Who knows key and origin takes `open_checkpoint`.
namespace ledger::chain {

inline constexpr std::size_t signature_lines_max = 16;

/// A signature line with LF.
[[nodiscard]] std::string write_note_line(std::string_view name, std::string_view signature);

/// Reads a line without its LF.
[[nodiscard]] std::optional<Note::Line> read_note_line(std::string_view line);

/// A line speaks for a key when name and key id both fit; with one of them only it is some other
/// key's, and is passed over.
[[nodiscard]] bool is_line_of(const Note::Line& line, std::string_view name,
                              const std::array<std::uint8_t, 4>& id);

/// Every line of the key must verify, not merely some line.
[[nodiscard]] LineState signature_of(const Note& note, const VerifierKey& key);

/// The last line of a key as it stands in a note, with LF; empty when there is none.
[[nodiscard]] std::string last_line_of(const Note& note, std::string_view name,
                                       const std::array<std::uint8_t, 4>& id);

struct CheckpointBody {
  std::string origin;
  std::int64_t size{};
  Hash root{};
  /// The empty tree has one root only; another one would be a head of nothing.
  [[nodiscard]] bool is_possible() const;
};
/// Origin, size, root and extension lines; nothing when the text is not exactly that.
[[nodiscard]] std::optional<CheckpointBody> read_checkpoint_body(std::string_view text);

}  // namespace ledger::chain
