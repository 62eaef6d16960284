#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry.hpp"

namespace ledger {
struct Event;
}

namespace ledger::chain {

/// An entry is at most this long, so that a tlog-tiles bundle can hold it.
inline constexpr std::size_t entry_bytes_max = 65'535;

/// The canonical "trail" value; links must be sorted by id.
[[nodiscard]] std::string trail_text(const std::vector<TrailLink>& links);

/// What the entries of one batch share, written once: entry() then only joins pieces.
class EntryWriter {
 public:
  explicit EntryWriter(const Batch& batch);
  /// Appends the exact bytes of the batch's `position`-th entry (docs/format.md, "Entry").
  void write(std::string& out, std::int64_t position, const Hash& prev, std::string_view event,
             std::string_view trail) const;

 private:
  std::string head_, middle_, tail_;
  Index first_;
};

/// SHA-256 of the origin: what entry 0 names as the entry before.
[[nodiscard]] Hash before_the_first(std::string_view origin);

/// Commitment to a sealed text.
[[nodiscard]] Hash seal(const Hash& salt, std::string_view text);
/// Whether the event has the commitment to this text under `member`.
[[nodiscard]] bool is_sealed(const Event& event, std::string_view member, const Hash& salt,
                             std::string_view text);

/// The receipt's JSON.
[[nodiscard]] std::string write_receipt(const Receipt& receipt);

}  // namespace ledger::chain
