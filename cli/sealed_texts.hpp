#pragma once

#include <iosfwd>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "ledger/ledger.hpp"

namespace cli {

/// A text that the event of an entry seals.
struct SealedTextOf {
  ledger::Index entry{};
  ledger::OpenedText text;
};

struct SealedTexts {
  std::vector<SealedTextOf> shown;
  std::int64_t withheld = 0;  ///< by a service, from who asks
};

/// Those of these entries (newest first), oldest first.
[[nodiscard]] SealedTexts sealed_texts(const ledger::LedgerReader& ledger,
                                       const std::vector<ledger::Entry>& entries);

/// One line a text, and one for all that are withheld; what could steer a terminal is written as
/// '?'.
void write_sealed_texts(std::ostream& out, const SealedTexts& texts, ledger::Language language);
[[nodiscard]] nlohmann::json view(const std::vector<SealedTextOf>& texts);

/// Whether a text is kept that is not the one sealed: somebody changed it.
[[nodiscard]] bool any_wrong(const std::vector<SealedTextOf>& texts);

}  // namespace cli
