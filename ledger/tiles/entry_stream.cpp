#include "ledger/tiles/entry_stream.hpp"

#include <fmt/format.h>

#include "ledger/crypto/sha256.hpp"
#include "ledger/result.hpp"

namespace ledger {

const std::string& EntryStream::next(const storage::EntryRow& row) {
  const Batch& batch = batches_.of(row.index);
  const bool goes_on = row.index == next_;
  if (!goes_on || batch.first == row.index) writer_.emplace(batch);
  if (row.index == 0)
    prev_ = chain::before_the_first(batch.head.origin);
  else if (!goes_on)
    prev_ = store_.leaves(row.index - 1, row.index).at(0);
  bytes_.clear();
  writer_->write(bytes_, row.index - batch.first, prev_, row.event, row.trail);
  prev_ = crypto::leaf_hash(bytes_);
  if (prev_ != row.leaf)
    throw Damage(
        fmt::format("exporting entry {}: its bytes do not hash to its leaf; run "
                    "`celltrail audit`",
                    row.index));
  next_ = row.index + 1;
  return bytes_;
}

}  // namespace ledger
