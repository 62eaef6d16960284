#include <algorithm>

#include "ledger/chain/note.hpp"
#include "ledger/chain/note_lines.hpp"
#include "ledger/chain/strict_text.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/encoding/base64.hpp"

namespace ledger::chain {
namespace {

/// Extension lines may follow (C2SP tlog-checkpoint), but not an empty one.
bool are_extensions(std::string_view rest) {
  while (!rest.empty()) {
    const auto line = take_line(rest);
    if (!line || line->empty()) return false;
  }
  return true;
}

bool line_verifies(const Note::Line& line, const VerifierKey& key, std::string_view text) {
  LineSignature signature{};
  if (line.signature.size() != signature.size()) return false;
  std::copy(line.signature.begin(), line.signature.end(), signature.begin());
  return verifies(key, text, signature);
}

}  // namespace

std::optional<CheckpointBody> read_checkpoint_body(std::string_view text) {
  const auto origin = take_line(text), size_line = take_line(text), root_line = take_line(text);
  if (!origin || origin->empty() || !size_line || !root_line) return std::nullopt;
  const auto size = read_decimal(*size_line, tree_size_max);
  const auto root = encoding::fixed_from_base64<32>(*root_line);
  if (!size || !root || !are_extensions(text)) return std::nullopt;
  return CheckpointBody{std::string(*origin), *size, *root};
}

bool CheckpointBody::is_possible() const {
  return size != 0 || root == empty_root();
}

LineState signature_of(const Note& note, const VerifierKey& key) {
  const auto id = key.id();
  LineState state = LineState::absent;
  for (const Note::Line& line : note.lines) {
    if (!is_line_of(line, key.name, id)) continue;
    if (!line_verifies(line, key, note.text)) return LineState::wrong;
    state = LineState::verified;
  }
  return state;
}

std::string checkpoint_text(std::string_view origin, std::int64_t size, const Hash& root) {
  std::string text(origin);
  return text.append("\n" + std::to_string(size) + "\n" + encoding::base64(root) + "\n");
}

Checkpoint sign_checkpoint(std::string_view origin, std::int64_t size, const Hash& root,
                           const Signer& signer) {
  const std::string text = checkpoint_text(origin, size, root);
  return {size, root, write_note(text, signer.verifier().name, signer.sign(text))};
}

std::optional<Checkpoint> open_checkpoint(std::string_view note, std::string_view origin,
                                          const VerifierKey& key) {
  const auto read = read_note(note);
  if (!read) return std::nullopt;
  const auto body = read_checkpoint_body(read->text);
  if (!body || body->origin != origin || !body->is_possible()) return std::nullopt;
  if (signature_of(*read, key) != LineState::verified) return std::nullopt;
  return Checkpoint{body->size, body->root, std::string(note)};
}

std::optional<Checkpoint> open_checkpoint(std::string_view note, const Constitution& constitution) {
  const auto open_with = [&](const std::string& vkey) -> std::optional<Checkpoint> {
    const auto key = read_vkey(vkey);
    auto opened = key ? open_checkpoint(note, constitution.origin, *key) : std::nullopt;
    // A key that was replaced signs nothing that came after it.
    if (opened && constitution.ledger_key_at(opened->size) != vkey) return std::nullopt;
    return opened;
  };
  if (auto opened = open_with(constitution.ledger_key)) return opened;
  for (const FormerLedgerKey& former : constitution.former_ledger_keys)
    if (auto opened = open_with(former.vkey)) return opened;
  return std::nullopt;
}

}  // namespace ledger::chain
