#include "ledger/audit/id_prints.hpp"

#include <fmt/format.h>

namespace ledger::audit {

std::uint64_t IdPrints::print(std::string_view operator_id, std::string_view event_id) const {
  std::string text;
  text.reserve(operator_id.size() + 1 + event_id.size());
  // No operator's id has a slash: two pairs never make one text.
  text.append(operator_id).append("/").append(event_id);
  return keyed_.of(text);
}

std::optional<DamageReport> IdPrints::compare(
    const storage::Store& store, const std::map<std::int64_t, std::string>& operator_ids) const {
  std::optional<DamageReport> damage;
  std::vector<bool> seen(prints_.size(), false);
  std::size_t rows = 0;
  store.each_event_id([&](std::int64_t operator_no, std::string_view id, Index entry) {
    const auto at = static_cast<std::size_t>(entry);
    const auto sender = operator_ids.find(operator_no);
    const bool fits = entry >= 0 && at < prints_.size() && !seen[at] &&
                      sender != operator_ids.end() && prints_[at] == print(sender->second, id);
    if (!fits) {
      damage = DamageReport{-1,
                            fmt::format("index of event ids, {}", id),
                            "the event id of an entry",
                            fmt::format("a row that names entry {}, "
                                        "which is another event",
                                        entry),
                            {}};
      return false;
    }
    seen[at] = true;
    ++rows;
    return true;
  });
  if (damage || rows == prints_.size()) return damage;
  std::size_t missing = 0;
  while (seen[missing]) ++missing;
  return DamageReport{-1,
                      fmt::format("index of event ids, entry {}", missing),
                      "a row for the entry's event id",
                      "none",
                      {}};
}

}  // namespace ledger::audit
