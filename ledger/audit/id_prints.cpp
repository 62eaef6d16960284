#include "ledger/audit/id_prints.hpp"

#include <cstring>

#include <fmt/format.h>

#include "ledger/crypto/random.hpp"
#include "ledger/crypto/sha256.hpp"

namespace ledger::audit {

IdPrints::IdPrints() {
  const Hash secret = crypto::random_hash();
  secret_.assign(reinterpret_cast<const char*>(secret.data()), secret.size());
}

std::uint64_t IdPrints::print(std::int64_t operator_no, std::string_view event_id) const {
  std::string text = fmt::format("{}/", operator_no);
  text += event_id;
  const Hash hash = crypto::sha256(secret_, text);
  std::uint64_t print = 0;
  std::memcpy(&print, hash.data(), sizeof print);
  return print;
}

void IdPrints::add(std::int64_t operator_no, std::string_view event_id) {
  prints_.push_back(print(operator_no, event_id));
}

std::optional<DamageReport> IdPrints::compare(const storage::Store& store) const {
  std::optional<DamageReport> damage;
  std::vector<bool> seen(prints_.size(), false);
  std::size_t rows = 0;
  store.each_event_id([&](std::int64_t operator_no, std::string_view id, Index entry) {
    const auto at = static_cast<std::size_t>(entry);
    const bool fits =
        entry >= 0 && at < prints_.size() && !seen[at] && prints_[at] == print(operator_no, id);
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
