#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/event.hpp"
#include "ledger/key.hpp"
#include "ledger/result.hpp"

namespace ledger {

struct SignedBatch;

/// A batch on its way to a key on another machine or back from it (docs/format.md, "Batch file").
struct BatchFile {
  std::string head;  ///< the batch head's text; signed, the whole note
  std::vector<Event> events;
};

/// Canonical JSON and an LF.
[[nodiscard]] std::string write_batch_file(const BatchFile& batch);

/// Refuses `malformed` and whatever an event may be refused for. Verifies nothing.
[[nodiscard]] Result<BatchFile> read_batch_file(std::string_view text);

/// Signs a batch whose head has no signature yet. Refuses `batch_malformed`, `wrong_operator` (the
/// key is another operator's) and `wrong_root` (the head is not of these events): only what was
/// shown is signed.
[[nodiscard]] Result<SignedBatch> sign_batch_file(BatchFile batch, const Signer& signer);

}  // namespace ledger
