#include "ledger/witness/add_checkpoint.hpp"

#include "ledger/chain/note.hpp"
#include "ledger/chain/strict_text.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/witness.hpp"

namespace ledger::witness {
namespace {

constexpr std::string_view old_word = "old ";

// "old ", 19 digits, 63 hashes of 44 characters, their line feeds, an empty line, and a note.
static_assert(4 + 19 + 1 + proof_hashes_max * 45 + 1 + chain::note_bytes_max <=
              Witness::body_bytes_max);

}  // namespace

std::string write_add_checkpoint(const AddCheckpoint& request) {
  std::string body = std::string(old_word) + std::to_string(request.old) + "\n";
  for (const Hash& hash : request.proof) body.append(encoding::base64(hash)).append("\n");
  return body.append("\n").append(request.checkpoint);
}

std::optional<AddCheckpoint> read_add_checkpoint(std::string_view body) {
  if (body.size() > Witness::body_bytes_max || !body.starts_with(old_word)) return std::nullopt;
  body.remove_prefix(old_word.size());
  const auto size_line = chain::take_line(body);
  const auto old = size_line ? chain::read_decimal(*size_line, chain::tree_size_max) : std::nullopt;
  if (!old) return std::nullopt;
  AddCheckpoint request{*old, {}, {}};
  for (;;) {
    const auto line = chain::take_line(body);
    if (!line) return std::nullopt;
    if (line->empty()) break;
    const auto hash = encoding::fixed_from_base64<32>(*line);
    if (!hash || request.proof.size() == proof_hashes_max) return std::nullopt;
    request.proof.push_back(*hash);
  }
  request.checkpoint = body;
  return request;
}

}  // namespace ledger::witness
