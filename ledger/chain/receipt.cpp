#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/json_text.hpp"
#include "ledger/encoding/base64.hpp"

namespace ledger::chain {
namespace {

void append_hashes(std::string& out, const std::vector<Hash>& hashes) {
  out.push_back('[');
  for (const Hash& hash : hashes) {
    if (out.back() != '[') out.push_back(',');
    out.append("\"").append(encoding::base64(hash)).append("\"");
  }
  out.push_back(']');
}

}  // namespace

std::string write_receipt(const Receipt& receipt) {
  std::string out = R"({"batch":)";
  append_json_text(out, receipt.batch_head);
  out.append(R"(,"checkpoint":)");
  append_json_text(out, receipt.checkpoint);
  out.append(R"(,"first":)").append(std::to_string(receipt.first));
  out.append(R"(,"leaves":)");
  append_hashes(out, receipt.leaves);
  out.append(R"(,"proof":)");
  append_hashes(out, receipt.proof);
  return out.append(R"(,"v":1})");
}

}  // namespace ledger::chain
