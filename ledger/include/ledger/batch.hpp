#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry.hpp"
#include "ledger/event.hpp"
#include "ledger/key.hpp"

namespace ledger {

inline constexpr std::size_t batch_events_max = 4096;
inline constexpr std::size_t batch_bytes_max = 16 * 1024 * 1024;

/// The text behind a commitment in an event's `sealed`; travels beside the batch.
struct SealedText {
  std::string event_id, member, text;
  Hash salt{};
};

/// Events of one operator under one signature, as they come to the door.
struct SignedBatch {
  std::string head;  ///< the signed note of the batch head
  std::vector<Event> events;
  std::vector<SealedText> openings;
};

/// Where a signer says it stands in the ledger's history.
struct After {
  Index index = -1;
  Hash hash{};
};

/// Signs events (all of the signer's operator, at most `batch_events_max`) for the ledger `origin`.
[[nodiscard]] SignedBatch sign_batch(std::string_view origin, std::vector<Event> events,
                                     const After& after, const Signer& signer,
                                     std::vector<SealedText> openings = {});

/// The commitment that stands for a text in an event's `sealed`, base64.
[[nodiscard]] std::string commitment(const Hash& salt, std::string_view text);

struct Appended {
  Receipt receipt;        ///< under the latest checkpoint
  bool repeated = false;  ///< every event was recorded before; nothing was written
};

}  // namespace ledger
