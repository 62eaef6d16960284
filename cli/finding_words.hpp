#pragma once

#include <span>
#include <string_view>

#include "ledger/report.hpp"

namespace cli {

/// A kind of finding and what it means, in one sentence for people.
struct FindingWords {
  std::string_view name, en, zh;
};

/// Every kind that docs/rules.md lists, in its order.
[[nodiscard]] std::span<const FindingWords> finding_words();

/// Empty for a kind that a newer version of the rules has raised.
[[nodiscard]] std::string_view finding_meaning(std::string_view name, ledger::Language language);

}  // namespace cli
