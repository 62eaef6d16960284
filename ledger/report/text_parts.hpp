#pragma once

#include <string>
#include <string_view>

#include "ledger/report.hpp"

/// The parts of the text for people, in their order on the page. A part with nothing to show is
/// empty.
namespace ledger::report {

[[nodiscard]] std::string provenance_text(const Report& report, Language language);
[[nodiscard]] std::string headline_text(const Report& report, Language language);
/// One line, when some key is no longer trusted.
[[nodiscard]] std::string doubtful_text(const Report& report, Language language);
[[nodiscard]] std::string splits_text(const Report& report, Language language);
[[nodiscard]] std::string materials_text(const Report& report, Language language);
[[nodiscard]] std::string balances_text(const Report& report, Language language);
[[nodiscard]] std::string quality_text(const Report& report, Language language);

/// A heading with an empty line before it.
[[nodiscard]] std::string heading(std::string_view title);

}  // namespace ledger::report
