#pragma once

#include <optional>
#include <string>

#include "ledger/ledger.hpp"
#include "ledger/verify.hpp"

namespace cli {

/// A report in JSON, as far as it says what to compute again.
struct StatedReport {
  std::int64_t year{}, size{};
  ledger::CountingRule rule{};
  std::string origin, identity;  ///< base64
  std::string text;
};
/// Nothing when it is no such report.
[[nodiscard]] std::optional<StatedReport> read_report(const std::string& text);

/// The same report computed again from the ledger is the same, byte for byte.
[[nodiscard]] ledger::Verdict check_report(const StatedReport& stated,
                                           const ledger::LedgerReader& ledger,
                                           const ledger::Progress& progress);

}  // namespace cli
