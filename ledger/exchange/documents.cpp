#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "ledger/encoding/base64.hpp"
#include "ledger/exchange/trade_words.hpp"
#include "ledger/exchange/values.hpp"

namespace ledger::exchange {
namespace {

constexpr std::size_t hash_bytes = 32;

std::optional<std::string> from_hex(std::string_view text) {
  std::string bytes;
  for (; text.size() >= 2; text.remove_prefix(2)) {
    unsigned byte = 0;
    const auto read = std::from_chars(text.data(), text.data() + 2, byte, 16);
    if (read.ec != std::errc() || read.ptr != text.data() + 2) return std::nullopt;
    bytes.push_back(static_cast<char>(byte));
  }
  if (!text.empty()) return std::nullopt;
  return bytes;
}

Complaint malformed(std::string_view found) {
  return {"document_malformed",
          fmt::format("found \"{}\", expected KIND:SHA256 for each document", found),
          "for example weighbridge: and the 64 figures that sha256sum prints for the file; a space "
          "between two documents"};
}

Read<std::string> read_document(const encoding::Kind& kind, std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return malformed(text);
  const std::string_view hash = text.substr(colon + 1);
  auto bytes = hash.size() == 2 * hash_bytes ? from_hex(hash) : encoding::from_base64(hash);
  if (!bytes || bytes->size() != hash_bytes) return malformed(text);
  const std::string_view name = text.substr(0, colon);
  const auto& words = kind.element->forms.front().members.front().kind->words;
  const std::string_view word = find_word(name, words);
  if (!word.empty())
    return fmt::format("{{\"kind\":\"{}\",\"sha256\":\"{}\"}}", word, encoding::base64(*bytes));
  return Complaint{"value_not_allowed", fmt::format("found \"{}\" as a kind of document", name),
                   fmt::format("one of {}", fmt::join(words, ", "))};
}

}  // namespace

Read<std::string> read_documents(const encoding::Kind& kind, std::string_view cell) {
  constexpr std::string_view between = " ,;";
  std::string list;
  for (;;) {
    const auto start = cell.find_first_not_of(between);
    if (start == std::string_view::npos) break;
    cell.remove_prefix(start);
    const std::string_view text = cell.substr(0, cell.find_first_of(between));
    cell.remove_prefix(text.size());
    auto document = read_document(kind, text);
    auto* const json = std::get_if<std::string>(&document);
    if (json == nullptr) return document;
    list += (list.empty() ? "[" : ",") + *json;
  }
  return list.empty() ? Read<std::string>(malformed(cell)) : list + "]";
}

}  // namespace ledger::exchange
