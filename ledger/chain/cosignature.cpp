#include "ledger/chain/cosignature.hpp"

#include <algorithm>
#include <utility>

#include "ledger/chain/note_lines.hpp"
#include "ledger/chain/strict_text.hpp"
#include "ledger/crypto/ed25519.hpp"
#include "ledger/crypto/vkey.hpp"

namespace ledger::chain {
namespace {

constexpr std::size_t id_bytes = 4, time_bytes = 8, signature_bytes = 64;

std::string cosigned_text(std::string_view checkpoint_text, std::int64_t time_s) {
  std::string text = "cosignature/v1\ntime " + std::to_string(time_s) + "\n";
  return text.append(checkpoint_text);
}

std::string big_endian(std::int64_t value) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8)
    bytes.push_back(static_cast<char>(static_cast<std::uint64_t>(value) >> shift & 0xff));
  return bytes;
}

/// The time that a line of the key states and signs; nothing when it does not verify.
std::optional<std::int64_t> time_of(const Note::Line& line, const CosignerKey& key,
                                    std::string_view text) {
  if (line.signature.size() != id_bytes + time_bytes + signature_bytes) return std::nullopt;
  std::uint64_t time = 0;
  for (std::size_t i = id_bytes; i < id_bytes + time_bytes; ++i)
    time = time << 8 | static_cast<std::uint8_t>(line.signature[i]);
  // Above 2^63 - 1 there are no times; 0 would say nothing about which tree was the largest.
  if (time == 0 || time >> 63 != 0) return std::nullopt;
  std::array<std::uint8_t, signature_bytes> signature{};
  std::copy(line.signature.end() - signature_bytes, line.signature.end(), signature.begin());
  const auto time_s = static_cast<std::int64_t>(time);
  if (!crypto::verify(key.key, cosigned_text(text, time_s), signature.data())) return std::nullopt;
  return time_s;
}

struct KeptLine {
  Note::Line line;
  std::string_view text;  ///< with LF
};

bool are_of_one_key(const Note::Line& a, const Note::Line& b) {
  return a.name == b.name && a.signature.compare(0, id_bytes, b.signature, 0, id_bytes) == 0;
}

/// Adds the lines, each instead of an earlier one of its key.
bool take_lines(std::vector<KeptLine>& kept, std::string_view lines) {
  while (!lines.empty()) {
    const std::string_view from_here = lines;
    const auto text = take_line(lines);
    auto line = text ? read_note_line(*text) : std::nullopt;
    if (!line) return false;
    kept.erase(
        std::remove_if(kept.begin(), kept.end(),
                       [&](const KeptLine& other) { return are_of_one_key(other.line, *line); }),
        kept.end());
    if (kept.size() == signature_lines_max) return false;
    kept.push_back({std::move(*line), from_here.substr(0, text->size() + 1)});
  }
  return true;
}

}  // namespace

std::array<std::uint8_t, 4> CosignerKey::id() const {
  return crypto::key_id(name, crypto::KeyType::cosignature, key);
}

std::string CosignerKey::text() const {
  return crypto::vkey_text(name, crypto::KeyType::cosignature, key);
}

Result<CosignerKey> read_cosigner_vkey(std::string_view text) {
  auto read = crypto::read_vkey_of(text, crypto::KeyType::cosignature);
  if (!read) return tl::unexpected<Error>(std::move(read.error()));
  return CosignerKey{std::move(read->name), read->key};
}

CosignerKey cosigner_key(const Signer& signer) {
  return {signer.verifier().name, signer.verifier().key};
}

std::string cosignature_line(std::string_view checkpoint_text, std::int64_t time_s,
                             const Signer& signer) {
  require(time_s > 0, "a cosignature has a time after 1970");
  const auto id = cosigner_key(signer).id();
  const LineSignature by_key = signer.sign(cosigned_text(checkpoint_text, time_s));
  std::string bytes(id.begin(), id.end());
  bytes.append(big_endian(time_s)).append(by_key.begin() + id_bytes, by_key.end());
  return write_note_line(signer.verifier().name, bytes);
}

CosignatureLine cosignature_of(const Note& note, const CosignerKey& key) {
  const auto id = key.id();
  CosignatureLine found;
  for (const Note::Line& line : note.lines) {
    if (!is_line_of(line, key.name, id)) continue;
    const auto time_s = time_of(line, key, note.text);
    if (!time_s) return {LineState::wrong, 0};
    found = {LineState::verified, std::max(found.time_s, *time_s)};
  }
  return found;
}

std::optional<std::string> with_lines(std::string_view note, std::string_view lines) {
  const auto read = read_note(note);
  if (!read) return std::nullopt;
  std::vector<KeptLine> kept;
  if (!take_lines(kept, note.substr(read->text.size() + 1)) || !take_lines(kept, lines))
    return std::nullopt;
  std::string joined = read->text + "\n";
  for (const KeptLine& line : kept) joined.append(line.text);
  if (joined.size() > note_bytes_max) return std::nullopt;
  return joined;
}

}  // namespace ledger::chain
