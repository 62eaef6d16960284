#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/batch.hpp"
#include "ledger/result.hpp"

namespace ledger {

/// Feeds `LedgerWriter::import`. `next` is called by one thread at a time; `prepare` by several at
/// once.
class BatchSource {
 public:
  virtual ~BatchSource() = default;
  /// A piece of the input (some thousand lines), or nothing at its end.
  virtual std::optional<std::string> next() = 0;
  /// Parses and signs a piece. A refused line becomes a Result with an error in its place.
  virtual std::vector<Result<SignedBatch>> prepare(std::string piece) = 0;
  /// The same batch without the events at these positions, signed again. Called rarely, by the
  /// importing thread, when some of its events turn out to be recorded already.
  virtual SignedBatch without(SignedBatch batch, const std::vector<std::size_t>& known) = 0;
};

/// Told in order, by the importing thread.
class ImportWatcher {
 public:
  virtual ~ImportWatcher() = default;
  /// What this import has done so far, sums since its beginning: batches admitted, events on disk
  /// inside a signed checkpoint, events that were recorded before.
  virtual void recorded(std::int64_t batches, std::int64_t events, std::int64_t repeated) = 0;
  /// False: stop here. What was recorded before stays.
  virtual bool refused(const Error& error, const SignedBatch* batch) = 0;
};

struct ImportSummary {
  std::int64_t batches{}, recorded{}, repeated{}, refused_batches{};
};

}  // namespace ledger
