#include "ledger/chain/proof_files.hpp"

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/json_text.hpp"
#include "ledger/chain/proof_files_json.hpp"
#include "ledger/chain/strict_text.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/encoding/characters.hpp"

namespace ledger::chain {
namespace {

constexpr std::string_view tlog_title = "c2sp.org/tlog-proof@v1";
constexpr std::string_view extra_mark = "extra ";
constexpr std::string_view index_mark = "index ";

/// What the line says after its mark; nothing when it has another one.
std::optional<std::string_view> after_mark(std::string_view line, std::string_view mark) {
  if (!line.starts_with(mark)) return std::nullopt;
  return line.substr(mark.size());
}

bool read_extra(std::string_view& text, std::string& extra) {
  if (!text.starts_with(extra_mark)) return true;
  const auto line = take_line(text);
  const auto value = line ? encoding::from_base64(line->substr(extra_mark.size())) : std::nullopt;
  if (!value || value->empty()) return false;
  extra = *value;
  return true;
}

bool read_index(std::string_view& text, Index& index) {
  const auto line = take_line(text);
  const auto value = line ? after_mark(*line, index_mark) : std::nullopt;
  const auto number = value ? read_decimal(*value, tree_size_max) : std::nullopt;
  if (!number) return false;
  index = *number;
  return true;
}

/// Hashes up to an empty line.
bool read_path(std::string_view& text, std::vector<Hash>& path) {
  for (;;) {
    const auto line = take_line(text);
    if (!line) return false;
    if (line->empty()) return true;
    const auto hash = encoding::fixed_from_base64<32>(*line);
    if (!hash || path.size() == path_max) return false;
    path.push_back(*hash);
  }
}

void append_entry(std::string& out, const ProvenEntry& entry) {
  out.append(R"({"batch_path":)");
  append_hashes(out, entry.batch_path);
  out.append(R"(,"bytes":)");
  append_json_text(out, entry.bytes);
  out.append(R"(,"path":)");
  append_hashes(out, entry.path);
  out.append("}");
}

ProvenEntry take_entry(FormReader& form) {
  ProvenEntry entry;
  form.take(R"({"batch_path":)");
  entry.batch_path = form.hashes(path_max);
  form.take(R"(,"bytes":)");
  entry.bytes = form.text();
  if (entry.bytes.size() > entry_bytes_max) form.fail();
  form.take(R"(,"path":)");
  entry.path = form.hashes(path_max);
  form.take("}");
  return entry;
}

std::vector<ProvenEntry> take_entries(FormReader& form) {
  std::vector<ProvenEntry> entries;
  form.take("[");
  do entries.push_back(take_entry(form));
  while (form.take_if(","));
  form.take("]");
  return entries;
}

}  // namespace

std::string write_tlog_proof(const TlogProof& proof) {
  std::string out(tlog_title);
  out.append("\n");
  if (!proof.extra.empty()) out.append(extra_mark).append(encoding::base64(proof.extra) + "\n");
  out.append(index_mark).append(std::to_string(proof.index)).append("\n");
  for (const Hash& hash : proof.path) out.append(encoding::base64(hash)).append("\n");
  return out.append("\n").append(proof.checkpoint);
}

std::optional<TlogProof> read_tlog_proof(std::string_view text) {
  TlogProof proof;
  if (text.size() > proof_file_bytes_max || take_line(text) != tlog_title) return std::nullopt;
  if (!read_extra(text, proof.extra) || !read_index(text, proof.index)) return std::nullopt;
  if (!read_path(text, proof.path) || !read_note(text)) return std::nullopt;
  proof.checkpoint = text;
  return proof;
}

std::string write_trail_bundle(const TrailBundle& bundle) {
  std::string out = R"({"about":)";
  append_json_text(out, bundle.about);
  out.append(R"(,"checkpoint":)");
  append_json_text(out, bundle.checkpoint);
  out.append(R"(,"entries":[)");
  for (const ProvenEntry& entry : bundle.entries) {
    if (&entry != bundle.entries.data()) out.append(",");
    append_entry(out, entry);
  }
  out.append(R"(],"kind":"trail","trail":)");
  append_numbers(out, bundle.trail);
  return out.append(R"(,"v":1})").append("\n");
}

std::optional<TrailBundle> read_trail_bundle(std::string_view text) {
  if (text.size() > proof_file_bytes_max) return std::nullopt;
  TrailBundle bundle;
  FormReader form(text);
  form.take(R"({"about":)");
  bundle.about = form.name();
  form.take(R"(,"checkpoint":)");
  bundle.checkpoint = take_note(form);
  form.take(R"(,"entries":)");
  bundle.entries = take_entries(form);
  form.take(R"(,"kind":"trail","trail":)");
  bundle.trail = form.numbers();
  form.take(R"(,"v":1})");
  form.take("\n");
  if (!form.done()) return std::nullopt;
  return bundle;
}

}  // namespace ledger::chain
