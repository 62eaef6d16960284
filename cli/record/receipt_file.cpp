#include "cli/record/receipt_file.hpp"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/wire/views.hpp"
#include "ledger/result.hpp"

namespace cli {
void write_receipt(const std::string& directory, const ledger::Receipt& receipt) {
  const std::filesystem::path file =
      std::filesystem::path(directory) /
      fmt::format("receipt-{:012}-{}.json", receipt.first, receipt.leaves.size());
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  // Members sorted, no space, escapes as RFC 8785 has them: these are the canonical bytes.
  out << api::wire::view(receipt).dump() << '\n';
  out.close();
  if (!out)
    throw ledger::Failure("writing the receipt " + file.string() +
                          " failed; the batch is recorded, record it again for its receipt");
}

}  // namespace cli
