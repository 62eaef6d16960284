#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "api/core.hpp"
#include "api/request.hpp"

namespace api {

/// What a stream of server-sent events shows.
struct StreamAsked {
  bool entries = false;      ///< entries beside heads
  ledger::Index from = 0;    ///< the first entry
  std::string own_operator;  ///< only entries that name it; empty for all
  std::string token;         ///< whose right to read is looked at again while the stream lasts
};

/// `event: entry` with `id:` its index and its data as in a list of entries; `event: head` with
/// `{"size","root","checkpoint"}` once every entry below that size was sent. Entries are read from
/// the ledger as the client takes them: nothing waits in memory for a slow one.
[[nodiscard]] std::unique_ptr<Feed> make_stream(Core& core, StreamAsked asked);

}  // namespace api
