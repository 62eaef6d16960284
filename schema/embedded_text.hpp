#pragma once

#include <string_view>

namespace ledger {

/// A file of schema/ compiled in: its name without ending, and its text.
struct EmbeddedText {
  std::string_view name, content;
};

}  // namespace ledger
