#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/json_text.hpp"
#include "ledger/chain/proof_files_json.hpp"
#include "ledger/encoding/base64.hpp"

namespace ledger::chain {

std::string write_receipt(const Receipt& receipt) {
  std::string out = R"({"batch":)";
  append_json_text(out, receipt.batch_head);
  out.append(R"(,"checkpoint":)");
  append_json_text(out, receipt.checkpoint);
  out.append(R"(,"first":)").append(std::to_string(receipt.first));
  out.append(R"(,"identity":")").append(encoding::base64(receipt.identity));
  out.append(R"(","identity_path":)");
  append_hashes(out, receipt.identity_path);
  out.append(R"(,"leaves":)");
  append_hashes(out, receipt.leaves);
  out.append(R"(,"proof":)");
  append_hashes(out, receipt.proof);
  return out.append(R"(,"v":1})");
}

}  // namespace ledger::chain
