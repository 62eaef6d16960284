#include "cli/sealed_texts.hpp"

#include <algorithm>
#include <ostream>

#include <nlohmann/json.hpp>

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

}  // namespace

std::vector<SealedTextOf> sealed_texts(const ledger::LedgerReader& ledger,
                                       const std::vector<ledger::Entry>& entries) {
  std::vector<SealedTextOf> texts;
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
    for (ledger::OpenedText& text : ledger.openings(entry->index))
      texts.push_back({entry->index, std::move(text)});
  return texts;
}

void write_sealed_texts(std::ostream& out, const std::vector<SealedTextOf>& texts, Language l) {
  const bool zh = l == Language::zh;
  for (const SealedTextOf& sealed : texts)
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
