#pragma once

#include <exception>
#include <optional>
#include <vector>

#include "ledger/impl.hpp"

namespace ledger {

/// A batch that came through the door, and what became of it.
struct Posted {
  CheckedBatch batch;
  std::optional<Result<Appended>> answer;
  std::exception_ptr failure;  ///< in place of an answer
};

/// What the recording of a group did.
struct GroupDone {
  std::int64_t entries{};        ///< written; 0 when every batch was refused or repeated
  std::int64_t size{}, at_ms{};  ///< of the head, when some were
  std::int64_t commit_us{};
  bool is_storing = false;  ///< when it throws: whether what is on disk is unknown
};

/// Records batches in one transaction under one checkpoint, each as if it had come alone: a refusal
/// or failure is its own batch's. When this returns, each has its answer or failure. When it
/// throws, none has: nothing is recorded, or with `is_storing`, unless it is DiskFull, nobody
/// knows. The state in memory is then dropped.
void record_group(Ledger::Impl& ledger, const std::vector<Posted*>& group, GroupDone& done);

}  // namespace ledger
