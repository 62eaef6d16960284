#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/chain/note.hpp"
#include "ledger/key.hpp"

/// C2SP tlog-cosignature, Ed25519 (type 04): "at this time this was the largest consistent tree of
/// that origin I had seen".
namespace ledger::chain {

/// A witness's key: like a VerifierKey, but of type 04, so that its key id is another one even for
/// the same bytes.
struct CosignerKey {
  std::string name;
  PublicKey key{};

  [[nodiscard]] std::array<std::uint8_t, 4> id() const;
  [[nodiscard]] std::string text() const;  ///< the vkey
};

/// Refuses (`unknown_key`) what is no vkey of type 04, or whose key id does not fit.
[[nodiscard]] Result<CosignerKey> read_cosigner_vkey(std::string_view text);
[[nodiscard]] CosignerKey cosigner_key(const Signer& signer);

/// A cosignature that verified.
struct Cosignature {
  std::string name;
  std::int64_t time_s{};
};

/// The signature line (with LF) by `signer` over the checkpoint body at `time_s` (not 0).
[[nodiscard]] std::string cosignature_line(std::string_view checkpoint_text, std::int64_t time_s,
                                           const Signer& signer);

/// What the lines of this key in the note come to.
enum class LineState : std::uint8_t { absent, verified, wrong };
struct CosignatureLine {
  LineState state = LineState::absent;
  std::int64_t time_s{};
};
/// Every line of the key's name and id must verify; the latest time counts.
[[nodiscard]] CosignatureLine cosignature_of(const Note& note, const CosignerKey& key);

/// The note with further signature lines (each with LF), exact repeats dropped. Of one key (name
/// and id) only the last line given stays, so that a witness's newer line replaces its older one.
/// Nothing when a line is malformed or there would be more than the lines a note may have.
[[nodiscard]] std::optional<std::string> with_lines(std::string_view note, std::string_view lines);

}  // namespace ledger::chain
