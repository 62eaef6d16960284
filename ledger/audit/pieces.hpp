#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ledger/audit.hpp"
#include "ledger/audit/id_prints.hpp"
#include "ledger/crypto/key_ring.hpp"
#include "ledger/event.hpp"
#include "ledger/storage/batch_cursor.hpp"
#include "ledger/storage/store.hpp"

namespace ledger::audit {

/// Some consecutive entries as stored, with the batches that hold them and the leaf before.
struct Piece {
  Index first{};
  Hash before{};  ///< stored leaf of the entry before
  std::vector<storage::EntryRow> rows;
  std::vector<Batch> batches;             ///< in order; the first may begin earlier
  std::optional<std::string> unreadable;  ///< why the row after the last one cannot be read
};

/// An entry that was read again: its event typed, its bytes held against its leaf.
struct CheckedEntry {
  Index index{};
  Event event;
  std::string trail;
  Hash leaf{};
  bool is_newer = false;               ///< of a type this program does not know
  std::optional<DamageReport> unread;  ///< set when there is no event
  Hash event_leaf{};                   ///< as a leaf of its batch
  std::uint64_t id_print{};            ///< of its sender and event id (IdPrints)
};

/// A piece as far as it can be checked without what came before it.
struct CheckedPiece {
  std::vector<CheckedEntry> entries;
  std::vector<Batch> batches;            ///< those that begin in the piece
  std::vector<bool> signature_verified;  ///< per batch: its key was in the ring, and it fits
  std::optional<DamageReport> damage;    ///< of the entry after the last one listed
};

/// Reads pieces in order, up to the first row that is missing or cannot be read: that one ends the
/// last piece, so that it is named in its turn. Threads: one.
class PieceReader {
 public:
  PieceReader(const storage::Store& store, std::int64_t size);
  [[nodiscard]] std::optional<Piece> next();

 private:
  void read_rows(Piece& piece, Index last);
  void read_batches(Piece& piece);

  const storage::Store& store_;
  storage::BatchCursor cursor_;
  std::int64_t size_;
  Index at_ = 0;
  Hash before_{};
};

/// Rebuilds and hashes every entry of the piece from `since` on, parses every event, verifies the
/// batch signatures whose keys are known already. Threads: any.
[[nodiscard]] CheckedPiece check_piece(Piece piece, Index since, const crypto::KeyRing& ring,
                                       const IdPrints& ids);

}  // namespace ledger::audit
