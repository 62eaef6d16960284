#pragma once

#include <string>

#include "api/routes/route.hpp"
#include "ledger/ledger.hpp"

namespace api {

/// `{index}` and `from` of entries.
[[nodiscard]] std::int64_t read_index(std::string_view text);

/// A page of the entries about `id` (a trail id), newest first: `from` and `limit` of the call.
/// `is_filtered`: only those that the caller may see by themselves.
[[nodiscard]] Response trail_answer(const Call& call, const ledger::Ledger& ledger,
                                    const std::string& id, bool is_filtered);

}  // namespace api
