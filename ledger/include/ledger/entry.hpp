#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/hash.hpp"

namespace ledger {

/// What a batch's signature covers: a C2SP signed note in checkpoint form (docs/format.md, "Batch
/// head"). `after_index` is -1 in the founding batch and nowhere else.
struct BatchHead {
  std::string origin, operator_id;
  std::int64_t count{};
  Hash root{};
  Index after_index = -1;
  Hash after_hash{};
  std::string key;            ///< OPERATOR/LABEL
  LineSignature signature{};  ///< key id and Ed25519, as in the note line
};

/// How one trail goes on: the id and the last entry about it before this one, or -1.
struct TrailLink {
  std::string id;
  Index prev = -1;
};

/// A batch once recorded: what its entries have in common.
struct Batch {
  Index first{};
  BatchHead head;
  Index standing = -1;
  std::int64_t recorded_at_ms{};
};

/// "The ledger had `size` entries and this root", signed by the ledger's key.
struct Checkpoint {
  std::int64_t size{};
  Hash root{};
  std::string note;  ///< the signed note, byte for byte
};

/// What is given back for a recorded batch; proves by itself that the batch is in the tree the
/// checkpoint signs (docs/format.md, "Receipt").
struct Receipt {
  std::string batch_head;  ///< the signed note of the batch
  Index first{};
  std::vector<Hash> leaves;         ///< of the batch's entries, in order
  std::vector<Hash> proof;          ///< the subtrees left of the range, then those right of it
  Hash identity{};                  ///< leaf hash of entry 0
  std::vector<Hash> identity_path;  ///< its inclusion path under the checkpoint
  std::string checkpoint;
};

}  // namespace ledger
