#include "cli/batch_file.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/problem.hpp"
#include "ledger/ledger.hpp"

namespace cli {

ledger::BatchFile read_batch_file_at(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in || !std::filesystem::is_regular_file(file))
    not_found("the batch file " + file + " cannot be opened", "look for a slip in the path");
  // Escapes at most double what a batch may hold; anything larger is refused unread.
  if (std::filesystem::file_size(file) > 3 * ledger::batch_bytes_max)
    misused("the file " + file + " is larger than any batch",
            "name the file that `celltrail init` or `celltrail sign` wrote");
  std::ostringstream text;
  text << in.rdbuf();
  auto batch = ledger::read_batch_file(text.str());
  if (!batch) {
    Problem problem = problem_of(batch.error(), "the batch file " + file + " cannot be read");
    problem.hint = "name the file that `celltrail init` or `celltrail sign` wrote";
    throw Stop(problem);
  }
  return std::move(*batch);
}

}  // namespace cli
