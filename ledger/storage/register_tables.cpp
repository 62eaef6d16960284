#include "ledger/storage/register_tables.hpp"

#include <algorithm>

namespace ledger::storage {

void RegisterTables::write(const Constitution& constitution) {
  upsert_constitution_.bind(":origin", constitution.origin)
      .bind(":authority", constitution.authority)
      .bind(":ledger_key", constitution.ledger_key)
      .bind(":recovery_key", constitution.recovery_key)
      .bind(":utc_offset_min", constitution.utc_offset_min)
      .bind(":mass_tolerance_ppm", constitution.mass_tolerance_ppm)
      .bind(":batch_window_s", constitution.batch_window_s)
      .bind(":rules", constitution.rules)
      .bind(":founded_at_s", constitution.founded_at_s)
      .run();
  for (const FormerLedgerKey& former : constitution.former_ledger_keys)
    upsert_former_key_.bind(":replaced", former.replaced).bind(":vkey", former.vkey).run();
}

void RegisterTables::write(const TargetState& target) {
  upsert_target_.bind(":year", target.year)
      .bind(":mass_t", target.mass_t)
      .bind(":bound", target.bound)
      .bind(":source", target.source)
      .bind(":entry", target.entry)
      .run();
}

void RegisterTables::write(std::span<const Finding> findings) {
  // Appends follow each other in the order of entries; sorted within one, the row numbers give the
  // order of the keys without an index.
  std::vector<const Finding*> sorted;
  sorted.reserve(findings.size());
  for (const Finding& finding : findings) sorted.push_back(&finding);
  std::sort(sorted.begin(), sorted.end(),
            [](const Finding* a, const Finding* b) { return *a < *b; });
  for (const Finding* finding : sorted)
    insert_finding_.bind(":entry", finding->entry)
        .bind(":name", finding->name)
        .bind(":subject", finding->subject)
        .bind(":year", finding->year)
        .run();
}

std::optional<Constitution> RegisterTables::constitution() {
  Rows rows = constitution_.query();
  if (!rows.next()) return std::nullopt;
  Constitution constitution;
  constitution.origin = rows.text(0);
  constitution.authority = rows.text(1);
  constitution.ledger_key = rows.text(2);
  constitution.recovery_key = rows.text(3);
  constitution.utc_offset_min = rows.integer(4);
  constitution.mass_tolerance_ppm = rows.integer(5);
  constitution.batch_window_s = rows.integer(6);
  constitution.rules = rows.integer(7);
  constitution.founded_at_s = rows.integer(8);
  Rows former = former_keys_.query();
  while (former.next())
    constitution.former_ledger_keys.push_back({std::string(former.text(0)), former.integer(1)});
  return constitution;
}

std::vector<TargetState> RegisterTables::targets() {
  Statement statement(*database_,
                      "SELECT year, mass_t, bound, source, entry FROM target ORDER BY year");
  Rows rows = statement.query();
  std::vector<TargetState> targets;
  while (rows.next())
    targets.push_back({rows.integer(0), rows.integer(1), rows.listed<Bound>(2),
                       std::string(rows.text(3)), rows.integer(4)});
  return targets;
}

void RegisterTables::each_finding(const std::function<bool(Finding&&)>& take,
                                  std::int64_t from_no) {
  Statement statement(
      *database_,
      "SELECT entry, name, subject, year FROM finding WHERE no >= :from_no ORDER BY no");
  Rows rows = statement.bind(":from_no", from_no).query();
  while (rows.next()) {
    if (!take({rows.integer(0), std::string(rows.text(1)), std::string(rows.text(2)),
               rows.integer(3)}))
      return;
  }
}

std::map<std::string, std::int64_t> RegisterTables::finding_counts(std::int64_t year) {
  Statement statement(*database_,
                      "SELECT name, count(*) FROM finding WHERE year = :year GROUP BY name");
  Rows rows = statement.bind(":year", year).query();
  std::map<std::string, std::int64_t> counts;
  while (rows.next()) counts.emplace(rows.text(0), rows.integer(1));
  return counts;
}

}  // namespace ledger::storage
