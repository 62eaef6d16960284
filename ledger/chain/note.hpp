#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry.hpp"
#include "ledger/key.hpp"
#include "ledger/state.hpp"

namespace ledger::chain {

inline constexpr std::size_t note_bytes_max = 65'536;

/// A C2SP signed note taken apart; nothing in it is verified yet.
struct Note {
  struct Line {
    std::string name;
    std::string signature;  ///< decoded: key id, then signature
  };
  std::string text;  ///< what is signed, ends in LF
  std::vector<Line> lines;
};

/// Nothing when the bytes are not a signed note (UTF-8, controls, line forms, 1 to 16 signature
/// lines, at most `note_bytes_max`).
[[nodiscard]] std::optional<Note> read_note(std::string_view bytes);

/// text || LF || one signature line.
[[nodiscard]] std::string write_note(std::string_view text, const std::string& key_name,
                                     const LineSignature& signature);

/// The signed text of a batch head (docs/format.md, "Batch head").
[[nodiscard]] std::string batch_head_text(const BatchHead& head);
/// Exactly one signature line; refuses `batch_malformed`. Verifies nothing.
[[nodiscard]] Result<BatchHead> read_batch_head(std::string_view note);
[[nodiscard]] std::string write_batch_head(const BatchHead& head);
/// Fills in key and signature.
void sign_batch_head(BatchHead& head, const Signer& signer);

/// The signed text of a checkpoint: origin, size, root.
[[nodiscard]] std::string checkpoint_text(std::string_view origin, std::int64_t size,
                                          const Hash& root);
[[nodiscard]] Checkpoint sign_checkpoint(std::string_view origin, std::int64_t size,
                                         const Hash& root, const Signer& signer);
/// Parses the body (extension lines allowed) and demands that every line of `key` verifies and
/// there is at least one. Nothing otherwise.
[[nodiscard]] std::optional<Checkpoint> open_checkpoint(std::string_view note,
                                                        std::string_view origin,
                                                        const VerifierKey& key);

/// As above with the key of its own size, whether that is in force still or was replaced since.
[[nodiscard]] std::optional<Checkpoint> open_checkpoint(std::string_view note,
                                                        const Constitution& constitution);

/// Whether `signature` is by `key` over `text`: key id and Ed25519.
[[nodiscard]] bool verifies(const VerifierKey& key, std::string_view text,
                            const LineSignature& signature);

}  // namespace ledger::chain
