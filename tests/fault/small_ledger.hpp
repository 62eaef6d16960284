#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ledger/clock.hpp"
#include "ledger/key.hpp"
#include "ledger/ledger.hpp"
#include "tests/support/storage_samples.hpp"

namespace fault {

namespace fs = std::filesystem;

/// After everything that the small ledger tells of.
struct StillClock final : ledger::Clock {
  [[nodiscard]] std::int64_t now_ms() const override { return 1'764'547'200'000; }
};
inline const StillClock still_clock;

struct Run {
  int code{};
  std::string out, err;
};
/// The program inside this process, with the still clock.
[[nodiscard]] Run celltrail(std::vector<std::string> words);

/// A few hundred entries with a row of every kind in every table: hand-overs that one side or both
/// reported, lots drawn in parts, second life, findings, keys with an end. Beside it the key of
/// the collector `VATTEST1`, who has told the most. Made once; the folder is for reading only.
[[nodiscard]] const fs::path& small_ledger();
[[nodiscard]] const fs::path& collector_key();
[[nodiscard]] const fs::path& authority_key();

/// A copy of a ledger's directory, to be harmed.
void copy_ledger(const fs::path& from, const fs::path& to);

/// Some retirements by the collector, signed. Each `round` tells of other lots.
[[nodiscard]] ledger::SignedBatch retirements(const ledger::Ledger& ledger,
                                              const ledger::Signer& signer, std::int64_t round,
                                              std::int64_t count);
[[nodiscard]] std::string retirement_id(std::int64_t round, std::int64_t position);
[[nodiscard]] std::string retirement_text(std::int64_t round, std::int64_t position);

/// The first damage in one line, nothing when the audit ends well.
[[nodiscard]] std::optional<std::string> damage_in(const fs::path& directory);

/// Everything that a reader of the ledger can be told: export, reports, stocks, hand-overs, trails.
[[nodiscard]] std::string all_that_it_tells(const fs::path& directory);

/// A number from the environment's CELLTRAIL_LONG: many for a long run, few otherwise.
[[nodiscard]] int rounds(int few, int many);

}  // namespace fault
