#include "cli/record/receipt_file.hpp"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/text.hpp"
#include "ledger/result.hpp"

namespace cli {
namespace {

using nlohmann::json;

json hashes(const std::vector<ledger::Hash>& list) {
  json out = json::array();
  for (const ledger::Hash& hash : list) out.push_back(base64(hash));
  return out;
}

}  // namespace

void write_receipt(const std::string& directory, const ledger::Receipt& receipt) {
  const json written{{"v", 1},
                     {"batch", receipt.batch_head},
                     {"checkpoint", receipt.checkpoint},
                     {"first", receipt.first},
                     {"identity", base64(receipt.identity)},
                     {"identity_path", hashes(receipt.identity_path)},
                     {"leaves", hashes(receipt.leaves)},
                     {"proof", hashes(receipt.proof)}};
  const std::filesystem::path file =
      std::filesystem::path(directory) /
      fmt::format("receipt-{:012}-{}.json", receipt.first, receipt.leaves.size());
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  // Members sorted, no space, escapes as RFC 8785 has them: these are the canonical bytes.
  out << written.dump() << '\n';
  out.close();
  if (!out)
    throw ledger::Failure("writing the receipt " + file.string() +
                          " failed; the batch is recorded, record it again for its receipt");
}

}  // namespace cli
