#include "ledger/audit/pieces.hpp"

#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/note.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"

namespace ledger::audit {
namespace {

constexpr Index piece_entries = 2048;

std::string entry_name(Index index) {
  return fmt::format("entry {}", index);
}

/// Rebuilds entries of one piece in order, each from its batch.
class Rebuilder {
 public:
  explicit Rebuilder(const Piece& piece) : piece_(piece), prev_(piece.before) {}

  Hash leaf_of(const storage::EntryRow& row) {
    while (at_ < piece_.batches.size() &&
           row.index >= piece_.batches[at_].first + piece_.batches[at_].head.count) {
      ++at_;
      writer_.reset();
    }
    if (!writer_) writer_.emplace(piece_.batches.at(at_));
    bytes_.clear();
    writer_->write(bytes_, row.index - piece_.batches[at_].first, prev_, row.event, row.trail);
    prev_ = row.leaf;
    return crypto::leaf_hash(bytes_);
  }
  void skip(const storage::EntryRow& row) { prev_ = row.leaf; }

 private:
  const Piece& piece_;
  Hash prev_;
  std::size_t at_ = 0;
  std::optional<chain::EntryWriter> writer_;
  std::string bytes_;
};

std::optional<DamageReport> hash_damage(const storage::EntryRow& row, const Hash& computed) {
  if (computed == row.leaf) return std::nullopt;
  return DamageReport{row.index,
                      entry_name(row.index),
                      "leaf hash " + encoding::base64(row.leaf) + ", as stored beside the entry",
                      "leaf hash " + encoding::base64(computed) + ", computed from its bytes",
                      {}};
}

DamageReport unread_damage(Index index, const Error& error) {
  return DamageReport{
      index,
      entry_name(index),
      "a canonical event",
      fmt::format("{} ({}{})", error.detail, describe(error.refusal).name, error.pointer),
      {}};
}

bool is_from_the_future(Refusal refusal) {
  return refusal == Refusal::unknown_type || refusal == Refusal::not_supported;
}

}  // namespace

PieceReader::PieceReader(const storage::Store& store, std::int64_t size)
    : store_(store), cursor_(store), size_(size) {}

std::optional<Piece> PieceReader::next() {
  if (at_ >= size_) return std::nullopt;
  Piece piece;
  piece.first = at_;
  const Index last = std::min(at_ + piece_entries, size_);
  read_rows(piece, last);
  read_batches(piece);
  if (at_ == 0 && !piece.batches.empty())
    before_ = chain::before_the_first(piece.batches.front().head.origin);
  piece.before = before_;
  if (!piece.rows.empty()) before_ = piece.rows.back().leaf;
  at_ = piece.unreadable ? size_ : last;
  return piece;
}

void PieceReader::read_rows(Piece& piece, Index last) {
  piece.rows.reserve(static_cast<std::size_t>(last - at_));
  Index expected = at_;
  try {
    store_.each_entry(at_, last, [&](storage::EntryRow&& row) {
      if (row.index != expected) return false;
      piece.rows.push_back(std::move(row));
      return ++expected < last;
    });
    if (expected < last) piece.unreadable = entry_name(expected) + " is missing";
  } catch (const Damage& damage) {
    piece.unreadable = damage.what();
  }
}

void PieceReader::read_batches(Piece& piece) {
  for (std::size_t i = 0; i < piece.rows.size(); ++i) {
    try {
      const Batch& batch = cursor_.of(piece.rows[i].index);
      if (piece.batches.empty() || piece.batches.back().first != batch.first)
        piece.batches.push_back(batch);
    } catch (const Damage& damage) {
      piece.rows.resize(i);
      piece.unreadable = damage.what();
    }
  }
}

CheckedPiece check_piece(Piece piece, Index since, const crypto::KeyRing& ring,
                         const IdPrints& ids) {
  CheckedPiece checked;
  checked.entries.reserve(piece.rows.size());
  Rebuilder rebuilder(piece);
  for (storage::EntryRow& row : piece.rows) {
    auto event = read_canonical_event(row.event);
    const bool is_newer = !event && is_from_the_future(event.error().refusal);
    if (row.index >= since || is_newer) {
      if (auto damage = hash_damage(row, rebuilder.leaf_of(row))) {
        checked.damage = std::move(damage);
        break;
      }
    } else {
      rebuilder.skip(row);
    }
    CheckedEntry& entry = checked.entries.emplace_back();
    entry.index = row.index;
    entry.leaf = row.leaf;
    entry.event_leaf = crypto::leaf_hash(row.event);
    entry.trail = std::move(row.trail);
    entry.is_newer = is_newer;
    if (event) {
      entry.event = std::move(*event);
      entry.id_print = ids.print(entry.event.operator_id, entry.event.id);
    } else {
      entry.unread = unread_damage(row.index, event.error());
    }
  }
  if (piece.unreadable && !checked.damage) {
    const Index bad = piece.first + static_cast<Index>(piece.rows.size());
    checked.damage =
        DamageReport{bad, entry_name(bad), "rows that can be read", *piece.unreadable, {}};
  }
  for (Batch& batch : piece.batches) {
    if (batch.first < piece.first) continue;
    const auto key = batch.first >= since ? ring.find(batch.head.key) : std::nullopt;
    checked.signature_verified.push_back(key && chain::verifies(VerifierKey{batch.head.key, *key},
                                                                chain::batch_head_text(batch.head),
                                                                batch.head.signature));
    checked.batches.push_back(std::move(batch));
  }
  return checked;
}

}  // namespace ledger::audit
