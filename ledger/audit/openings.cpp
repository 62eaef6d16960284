#include "ledger/audit/openings.hpp"

#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/event.hpp"

namespace ledger::audit {
namespace {

using Found = std::optional<DamageReport>;

DamageReport wrong(const AuditReport& report, std::string where, std::string expected,
                   std::string found) {
  return {-1, std::move(where), std::move(expected), std::move(found),
          fmt::format("all {} entries and what follows from them; sealed texts lie beside the "
                      "record: record the same events again to bring back theirs, or delete "
                      "openings.db",
                      report.size)};
}

Found compare_entry(Index entry, const storage::Openings& openings, const storage::Store& store,
                    AuditReport& report) {
  const auto row = store.entry(entry);
  const auto event = read_canonical_event(row ? row->event : "");
  for (const storage::Opening& opening : openings.of(entry)) {
    if (!event || !chain::is_sealed(*event, opening.member, opening.salt, opening.text))
      return wrong(report, fmt::format("opening of entry {}, \"{}\"", entry, opening.member),
                   "a text that hashes to the commitment in the event",
                   fmt::format("{} bytes that do not", opening.text.size()));
    ++report.openings_checked;
  }
  return std::nullopt;
}

}  // namespace

Found compare_openings(const std::filesystem::path& file, const storage::Store& store,
                       AuditReport& report) {
  const Index end = report.checked_up_to >= 0 ? report.checked_up_to : report.size;
  try {
    const auto openings = storage::Openings::read(file);
    if (!openings) return std::nullopt;
    auto entry = openings->entry_from(0);
    for (; entry && *entry < end; entry = openings->entry_from(*entry + 1))
      if (auto damage = compare_entry(*entry, *openings, store, report)) return damage;
  } catch (const Damage& damage) {
    return wrong(report, "openings", "a file that can be read", damage.what());
  }
  return std::nullopt;
}

}  // namespace ledger::audit
