#include "cli/sealed_texts.hpp"

#include <algorithm>
#include <ostream>

#include <nlohmann/json.hpp>

#include "api/client/exchange.hpp"
#include "api/wire/views.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using ledger::Language;
using State = ledger::OpenedText::State;

/// Control characters, those that UTF-8 writes in two bytes (C2 80 to C2 9F) among them.
std::string harmless(std::string text) {
  unsigned char before = 0;
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_control = byte < ' ' || byte == 0x7f || (before == 0xc2 && byte < 0xa0);
    before = byte;
    if (is_control) c = '?';
  }
  return text;
}

std::string words(const ledger::OpenedText& text, Language l) {
  const bool zh = l == Language::zh;
  if (text.state == State::opened) return harmless(text.text);
  if (text.state == State::absent) return zh ? "（此处未保存）" : "(not kept here)";
  return zh ? "不符：所存文本并非当时封存的文本"
            : "WRONG: the text kept here is not the one that was sealed";
}

std::size_t count_sealed(const ledger::Entry& entry) {
  const auto event = nlohmann::json::parse(entry.event);
  const auto sealed = event.find("sealed");
  return sealed == event.end() ? 0 : sealed->size();
}

}  // namespace

SealedTexts sealed_texts(const ledger::LedgerReader& ledger,
                         const std::vector<ledger::Entry>& entries) {
  SealedTexts texts;
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const std::size_t sealed = count_sealed(*entry);
    if (sealed == 0) continue;
    try {
      for (ledger::OpenedText& text : ledger.openings(entry->index))
        texts.shown.push_back({entry->index, std::move(text)});
    } catch (const api::client::Withheld&) {
      texts.withheld += static_cast<std::int64_t>(sealed);
    }
  }
  return texts;
}

void write_sealed_texts(std::ostream& out, const SealedTexts& texts, Language l) {
  const bool zh = l == Language::zh;
  if (texts.withheld > 0)
    out << (zh ? "封存文本：另有 " + grouped(texts.withheld) + " 段，此令牌无权查阅\n"
               : "sealed: " + counted(texts.withheld, "text is", "texts are") +
                     " withheld from this token\n");
  for (const SealedTextOf& sealed : texts.shown)
    out << (zh ? "封存文本：记录 " : "sealed: entry ") << grouped(sealed.entry) << ' '
        << harmless(sealed.text.member) << (zh ? "：" : ": ") << words(sealed.text, l) << '\n';
}

nlohmann::json view(const std::vector<SealedTextOf>& texts) {
  nlohmann::json all = nlohmann::json::array();
  for (const auto& [entry, text] : texts) {
    nlohmann::json one = api::wire::view(text);
    one["entry"] = entry;
    all.push_back(std::move(one));
  }
  return all;
}

bool any_wrong(const std::vector<SealedTextOf>& texts) {
  return std::any_of(texts.begin(), texts.end(),
                     [](const SealedTextOf& t) { return t.text.state == State::wrong; });
}

}  // namespace cli
