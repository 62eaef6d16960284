#pragma once

#include <string>
#include <string_view>

#include "ledger/report.hpp"

/// The words of a report, English and Chinese side by side (design: one word, one thing).
namespace ledger::report {

/// The one of two wordings.
[[nodiscard]] inline std::string_view say(Language language, std::string_view en,
                                          std::string_view zh) {
  return language == Language::zh ? zh : en;
}

/// A listed value, kind or region for people: "black mass", "黑粉（电极粉）". Chemistries, elements
/// and regions keep their code, in Chinese beside the name. Unknown ones are shown as they are.
[[nodiscard]] std::string label(Language language, std::string_view key);

/// What the rule counts, in one sentence.
[[nodiscard]] std::string_view rule_text(Language language, CountingRule rule);

/// "at least 260,000 t"
[[nodiscard]] std::string bounded_text(Language language, Bound bound, std::int64_t mass_t);

}  // namespace ledger::report
