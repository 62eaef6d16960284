#include "ledger/chain/note.hpp"

#include <algorithm>
#include <utility>

#include "ledger/chain/note_lines.hpp"
#include "ledger/chain/strict_text.hpp"
#include "ledger/crypto/ed25519.hpp"
#include "ledger/crypto/note_name.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/result.hpp"

namespace ledger::chain {
namespace {

constexpr std::size_t key_id_size = 4;

/// U+2014 and a space: how every signature line starts.
constexpr std::string_view line_start = "\xe2\x80\x94 ";

bool is_note_text(std::string_view bytes) {
  const bool has_control = std::any_of(bytes.begin(), bytes.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n';
  });
  return !has_control && crypto::is_utf8(bytes);
}

}  // namespace

std::optional<Note::Line> read_note_line(std::string_view line) {
  if (!line.starts_with(line_start)) return std::nullopt;
  line.remove_prefix(line_start.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !crypto::is_note_name(line.substr(0, space)))
    return std::nullopt;
  auto signature = encoding::from_base64(line.substr(space + 1));
  // A line of an unknown algorithm may have any length, but has a key id and something after it.
  if (!signature || signature->size() <= key_id_size) return std::nullopt;
  return Note::Line{std::string(line.substr(0, space)), std::move(*signature)};
}

std::optional<Note> read_note(std::string_view bytes) {
  if (bytes.size() > note_bytes_max || !is_note_text(bytes)) return std::nullopt;
  // The last empty line: the text may hold empty lines itself.
  const std::size_t split = bytes.rfind("\n\n");
  if (split == std::string_view::npos) return std::nullopt;
  Note note{std::string(bytes.substr(0, split + 1)), {}};
  std::string_view rest = bytes.substr(split + 2);
  while (!rest.empty()) {
    const auto line = take_line(rest);
    if (!line || note.lines.size() == signature_lines_max) return std::nullopt;
    auto read = read_note_line(*line);
    if (!read) return std::nullopt;
    note.lines.push_back(std::move(*read));
  }
  if (note.lines.empty()) return std::nullopt;
  return note;
}

std::string write_note(std::string_view text, const std::string& key_name,
                       const LineSignature& signature) {
  require(!text.empty() && text.back() == '\n', "a note's text ends in LF");
  const std::string_view bytes(reinterpret_cast<const char*>(signature.data()), signature.size());
  return std::string(text).append("\n").append(write_note_line(key_name, bytes));
}

std::string write_note_line(std::string_view name, std::string_view signature) {
  std::string line(line_start);
  return line.append(name).append(" ").append(encoding::base64(signature)).append("\n");
}

bool is_line_of(const Note::Line& line, std::string_view name,
                const std::array<std::uint8_t, 4>& id) {
  return line.name == name &&
         std::equal(id.begin(), id.end(), line.signature.begin(),
                    [](std::uint8_t byte, char c) { return byte == static_cast<std::uint8_t>(c); });
}

std::string last_line_of(const Note& note, std::string_view name,
                         const std::array<std::uint8_t, 4>& id) {
  const auto line = std::find_if(note.lines.rbegin(), note.lines.rend(),
                                 [&](const Note::Line& l) { return is_line_of(l, name, id); });
  return line == note.lines.rend() ? "" : write_note_line(line->name, line->signature);
}

bool verifies(const VerifierKey& key, std::string_view text, const LineSignature& signature) {
  const auto id = key.id();
  return std::equal(id.begin(), id.end(), signature.begin()) &&
         crypto::verify(key.key, text, signature.data() + id.size());
}

}  // namespace ledger::chain
