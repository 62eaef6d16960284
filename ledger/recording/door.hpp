#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ledger/chain/note.hpp"
#include "ledger/crypto/key_ring.hpp"
#include "ledger/ledger.hpp"

namespace ledger {

using crypto::KeyRing;

/// A batch as far as it can be judged without the ledger's state.
struct CheckedBatch {
  SignedBatch batch;
  BatchHead head;
  bool signature_verified = false;   ///< false: its key was not in the ring yet
  std::vector<std::uint32_t> by_id;  ///< positions of the events, sorted by id and position
};

/// Size limits, head, root, origin, openings, and the signature where the ring has the key.
/// Reads no ledger state, so that batches are checked in parallel before one writer. The batch is
/// moved from only when it is accepted.
[[nodiscard]] Result<CheckedBatch> check_at_door(SignedBatch&& batch, std::string_view origin,
                                                 const KeyRing& ring);

/// Refuses `bad_signature` when the head is not signed by this key.
[[nodiscard]] Result<void> verify_head(const BatchHead& head, const PublicKey& key);

}  // namespace ledger
