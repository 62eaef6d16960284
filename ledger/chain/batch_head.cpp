#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "ledger/chain/note.hpp"
#include "ledger/chain/strict_text.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/encoding/codes.hpp"

namespace ledger::chain {
namespace {

constexpr std::size_t batch_head_bytes_max = 4'096;
constexpr std::string_view batch_mark = "/batch/v1/";
constexpr std::string_view after_mark = "after ";

tl::unexpected<Error> malformed(std::string_view found, std::string_view expected) {
  // What was found may be anything: only its start, and only what a terminal can bear.
  std::string shown(found.substr(0, 100));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return refuse(Refusal::batch_malformed, "",
                fmt::format("reading a batch head: found \"{}\", expected {}", shown, expected));
}

Result<void> read_title(std::string_view line, BatchHead& head) {
  const std::size_t mark = line.find(batch_mark);
  if (mark == std::string_view::npos || !encoding::is_origin(line.substr(0, mark)) ||
      !encoding::is_operator_id(line.substr(mark + batch_mark.size())))
    return malformed(line, "ORIGIN/batch/v1/OPERATOR as the first line");
  head.origin = line.substr(0, mark);
  head.operator_id = line.substr(mark + batch_mark.size());
  return {};
}

Result<void> read_root(std::string_view count_line, std::string_view root_line, BatchHead& head) {
  const auto count = read_decimal(count_line, tree_size_max);
  if (!count || *count == 0)
    return malformed(count_line, "the number of events, 1 or more, as the second line");
  const auto root = encoding::fixed_from_base64<32>(root_line);
  if (!root) return malformed(root_line, "the batch's root in base64 as the third line");
  head.count = *count;
  head.root = *root;
  return {};
}

/// `rest` is what follows the third line: nothing in the founding batch, else one line.
Result<void> read_after(std::string_view rest, BatchHead& head) {
  if (rest.empty()) return {};
  const auto line = take_line(rest).value_or("");
  constexpr auto expected = "\"after INDEX HASH\" as the fourth and last line";
  if (!rest.empty() || !line.starts_with(after_mark)) return malformed(line, expected);
  const auto value = line.substr(after_mark.size());
  const std::size_t space = value.find(' ');
  if (space == std::string_view::npos) return malformed(line, expected);
  const auto index = read_decimal(value.substr(0, space), tree_size_max - 1);
  const auto hash = encoding::fixed_from_base64<32>(value.substr(space + 1));
  if (!index || !hash) return malformed(line, expected);
  head.after_index = *index;
  head.after_hash = *hash;
  return {};
}

Result<void> read_text(std::string_view text, BatchHead& head) {
  const auto title = take_line(text), count = take_line(text), root = take_line(text);
  if (!title || !count || !root)
    return malformed(title.value_or(""), "three or four lines of text: title, count, root, after");
  if (auto read = read_title(*title, head); !read) return read;
  if (auto read = read_root(*count, *root, head); !read) return read;
  return read_after(text, head);
}

Result<void> read_signature(const Note& note, BatchHead& head) {
  if (note.lines.size() != 1)
    return malformed(std::to_string(note.lines.size()) + " signature lines", "exactly one");
  const Note::Line& line = note.lines[0];
  if (!encoding::is_key_name(line.name) || !line.name.starts_with(head.operator_id + "/"))
    return malformed(line.name,
                     "a key name of the batch's operator, " + head.operator_id + "/LABEL");
  if (line.signature.size() != head.signature.size())
    return malformed(std::to_string(line.signature.size()) + " bytes of signature",
                     "68: a key id and an Ed25519 signature");
  head.key = line.name;
  std::copy(line.signature.begin(), line.signature.end(), head.signature.begin());
  return {};
}

}  // namespace

std::string batch_head_text(const BatchHead& head) {
  std::string text = fmt::format("{}{}{}\n{}\n{}\n", head.origin, batch_mark, head.operator_id,
                                 head.count, encoding::base64(head.root));
  if (head.after_index >= 0)
    text +=
        fmt::format("{}{} {}\n", after_mark, head.after_index, encoding::base64(head.after_hash));
  return text;
}

Result<BatchHead> read_batch_head(std::string_view note) {
  if (note.size() > batch_head_bytes_max)
    return malformed(std::to_string(note.size()) + " bytes", "a note of at most 4096");
  const auto read = read_note(note);
  if (!read)
    return malformed(
        note.substr(0, note.find('\n')),
        "a C2SP signed note: text, an empty line, one signature line, each ended by LF");
  BatchHead head;
  if (auto text = read_text(read->text, head); !text)
    return tl::unexpected<Error>(std::move(text.error()));
  if (auto signature = read_signature(*read, head); !signature)
    return tl::unexpected<Error>(std::move(signature.error()));
  return head;
}

std::string write_batch_head(const BatchHead& head) {
  return write_note(batch_head_text(head), head.key, head.signature);
}

void sign_batch_head(BatchHead& head, const Signer& signer) {
  head.key = signer.verifier().name;
  head.signature = signer.sign(batch_head_text(head));
}

}  // namespace ledger::chain
