#include <algorithm>

#include "ledger/chain/note.hpp"
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

struct Body {
  std::int64_t size{};
  Hash root{};
};

std::optional<Body> read_body(std::string_view text, std::string_view origin) {
  if (take_line(text) != origin) return std::nullopt;
  const auto size_line = take_line(text), root_line = take_line(text);
  if (!size_line || !root_line) return std::nullopt;
  const auto size = read_decimal(*size_line, tree_size_max);
  const auto root = encoding::fixed_from_base64<32>(*root_line);
  if (!size || !root || !are_extensions(text)) return std::nullopt;
  // The empty tree has one root only; another one would be a head of nothing.
  if (*size == 0 && *root != empty_root()) return std::nullopt;
  return Body{*size, *root};
}

/// A line speaks for `key` when name and key id both fit; with one of them only it is some other
/// key's, and is passed over.
bool is_line_of(const Note::Line& line, const VerifierKey& key) {
  const auto id = key.id();
  return line.name == key.name &&
         std::equal(id.begin(), id.end(), line.signature.begin(),
                    [](std::uint8_t byte, char c) { return byte == static_cast<std::uint8_t>(c); });
}

bool line_verifies(const Note::Line& line, const VerifierKey& key, std::string_view text) {
  LineSignature signature{};
  if (line.signature.size() != signature.size()) return false;
  std::copy(line.signature.begin(), line.signature.end(), signature.begin());
  return verifies(key, text, signature);
}

/// Every line of the key verifies, not merely some line.
bool is_signed_by(const Note& note, const VerifierKey& key) {
  bool any = false;
  for (const Note::Line& line : note.lines) {
    if (!is_line_of(line, key)) continue;
    if (!line_verifies(line, key, note.text)) return false;
    any = true;
  }
  return any;
}

}  // namespace

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
  const auto body = read_body(read->text, origin);
  if (!body || !is_signed_by(*read, key)) return std::nullopt;
  return Checkpoint{body->size, body->root, std::string(note)};
}

}  // namespace ledger::chain
