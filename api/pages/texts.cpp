#include "api/pages/texts.hpp"

#include <algorithm>

#include "ledger/result.hpp"
#include "page_texts.hpp"

namespace api {

std::string_view page_text(std::string_view name) {
  const auto& texts = ledger::page_texts;
  const auto found =
      std::find_if(texts.begin(), texts.end(), [&](const auto& text) { return text.name == name; });
  ledger::require(found != texts.end(), "a page's text is compiled in");
  return found->content;
}

}  // namespace api
