#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "ledger/entry.hpp"
#include "ledger/event.hpp"
#include "ledger/mirror/verified_log.hpp"

namespace ledger::mirror {

/// Consecutive entries of whole batches, as bytes that lie under the head.
struct Piece {
  Index first{};
  std::vector<std::string> entries;
  std::vector<Hash> leaves;
};

/// Cuts a verified log into pieces of some hundred entries. Throws Stopped. Threads: one at a time.
class PieceCutter {
 public:
  /// Begins at entry `first`, which begins a batch.
  PieceCutter(VerifiedLog& log, std::string origin, Index first);
  [[nodiscard]] std::optional<Piece> next();

 private:
  bool read_on();
  [[nodiscard]] std::int64_t batch_count(std::size_t position) const;

  VerifiedLog& log_;
  std::string origin_;
  Index at_;    ///< the first entry that was not given away
  Index next_;  ///< the next one to be fetched
  std::deque<std::string> entries_;
  std::deque<Hash> leaves_;
};

/// A batch read back from its entries.
struct ReadBatch {
  Batch batch;
  std::vector<Event> events;
  std::vector<std::string> trails;  ///< as each entry has it
  std::vector<Hash> leaves;
};

/// The batches of a piece: every entry read strictly, those of a batch alike in what they share.
/// Throws Stopped (`broken_rule`, `newer`). Threads: any.
[[nodiscard]] std::vector<ReadBatch> read_batches(const Piece& piece, const std::string& origin);

}  // namespace ledger::mirror
