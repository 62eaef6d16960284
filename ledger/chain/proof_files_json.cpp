#include "ledger/chain/proof_files_json.hpp"

#include "ledger/chain/json_text.hpp"
#include "ledger/chain/proof_files.hpp"
#include "ledger/ledger.hpp"

namespace ledger::chain {
namespace {

/// Two notes in one array, as consistency and fork files have them.
void append_notes(std::string& out, const std::string& first, const std::string& second) {
  out.append(R"({"checkpoints":[)");
  append_json_text(out, first);
  out.append(",");
  append_json_text(out, second);
  out.append("]");
}

void take_notes(FormReader& form, std::string& first, std::string& second) {
  form.take(R"({"checkpoints":[)");
  first = take_note(form);
  form.take(",");
  second = take_note(form);
  form.take("]");
}

/// Every one of these files ends in LF.
bool is_over(FormReader& form) {
  form.take(R"(,"v":1})");
  form.take("\n");
  return form.done();
}

}  // namespace

void append_hashes(std::string& out, const std::vector<Hash>& hashes) {
  out.append("[");
  for (const Hash& hash : hashes) {
    out.append(&hash == hashes.data() ? "\"" : ",\"");
    out.append(encoding::base64(hash)).append("\"");
  }
  out.append("]");
}

void append_numbers(std::string& out, const std::vector<std::int64_t>& numbers) {
  out.append("[");
  for (const std::int64_t& number : numbers) {
    if (&number != numbers.data()) out.append(",");
    out.append(std::to_string(number));
  }
  out.append("]");
}

std::optional<Receipt> read_receipt(std::string_view text) {
  if (text.size() > proof_file_bytes_max) return std::nullopt;
  Receipt receipt;
  FormReader form(text);
  form.take(R"({"batch":)");
  receipt.batch_head = take_note(form);
  form.take(R"(,"checkpoint":)");
  receipt.checkpoint = take_note(form);
  form.take(R"(,"first":)");
  receipt.first = form.number();
  form.take(R"(,"identity":)");
  receipt.identity = form.hash();
  form.take(R"(,"identity_path":)");
  receipt.identity_path = form.hashes(path_max);
  form.take(R"(,"leaves":)");
  receipt.leaves = form.hashes(batch_events_max);
  form.take(R"(,"proof":)");
  receipt.proof = form.hashes(2 * path_max);
  form.take(R"(,"v":1})");
  // A receipt is written as a file of one line, and stands without LF in an answer.
  form.take_if("\n");
  if (!form.done()) return std::nullopt;
  return receipt;
}

std::string write_consistency(const ConsistencyFile& file) {
  std::string out;
  append_notes(out, file.older, file.newer);
  out.append(R"(,"kind":"consistency","path":)");
  append_hashes(out, file.path);
  return out.append(R"(,"v":1})").append("\n");
}

std::optional<ConsistencyFile> read_consistency(std::string_view text) {
  if (text.size() > proof_file_bytes_max) return std::nullopt;
  ConsistencyFile file;
  FormReader form(text);
  take_notes(form, file.older, file.newer);
  form.take(R"(,"kind":"consistency","path":)");
  file.path = form.hashes(2 * path_max);
  if (!is_over(form)) return std::nullopt;
  return file;
}

std::string write_fork(const ForkEvidence& evidence) {
  std::string out;
  append_notes(out, evidence.first, evidence.second);
  if (evidence.index < 0) return out.append(R"(,"kind":"fork","v":1})").append("\n");
  out.append(R"(,"index":)").append(std::to_string(evidence.index));
  out.append(R"(,"kind":"fork","leaves":)");
  append_hashes(out, evidence.leaves);
  out.append(R"(,"paths":[)");
  append_hashes(out, evidence.first_path);
  out.append(",");
  append_hashes(out, evidence.second_path);
  return out.append(R"(],"v":1})").append("\n");
}

std::optional<ForkEvidence> read_fork(std::string_view text) {
  if (text.size() > proof_file_bytes_max) return std::nullopt;
  ForkEvidence evidence;
  FormReader form(text);
  take_notes(form, evidence.first, evidence.second);
  const bool has_index = form.take_if(R"(,"index":)");
  if (has_index) evidence.index = form.number();
  form.take(R"(,"kind":"fork")");
  if (has_index) {
    form.take(R"(,"leaves":)");
    evidence.leaves = form.hashes(2);
    form.take(R"(,"paths":[)");
    evidence.first_path = form.hashes(path_max);
    form.take(",");
    evidence.second_path = form.hashes(path_max);
    form.take("]");
    if (evidence.leaves.size() != 2) form.fail();
  }
  if (!is_over(form)) return std::nullopt;
  return evidence;
}

std::string write_after(const AfterEvidence& evidence) {
  std::string out = R"({"batch":)";
  append_json_text(out, evidence.batch);
  out.append(R"(,"checkpoint":)");
  append_json_text(out, evidence.checkpoint);
  out.append(R"(,"kind":"after","leaf":")").append(encoding::base64(evidence.leaf));
  out.append(R"(","path":)");
  append_hashes(out, evidence.path);
  return out.append(R"(,"v":1})").append("\n");
}

std::optional<AfterEvidence> read_after(std::string_view text) {
  if (text.size() > proof_file_bytes_max) return std::nullopt;
  AfterEvidence evidence;
  FormReader form(text);
  form.take(R"({"batch":)");
  evidence.batch = take_note(form);
  form.take(R"(,"checkpoint":)");
  evidence.checkpoint = take_note(form);
  form.take(R"(,"kind":"after","leaf":)");
  evidence.leaf = form.hash();
  form.take(R"(,"path":)");
  evidence.path = form.hashes(path_max);
  if (!is_over(form)) return std::nullopt;
  return evidence;
}

}  // namespace ledger::chain
