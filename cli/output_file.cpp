#include "cli/output_file.hpp"

#include <filesystem>
#include <fstream>

#include "ledger/result.hpp"

namespace cli {

void replace_file(const std::string& file, std::string_view content) {
  namespace fs = std::filesystem;
  // A pipe or device is written as it is: renaming would replace it.
  const bool special = fs::exists(file) && !fs::is_regular_file(file);
  const std::string beside = special ? file : file + ".part";
  std::ofstream out(beside, std::ios::binary | std::ios::trunc);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  std::error_code failed;
  if (!out) {
    if (!special) fs::remove(beside, failed);
    throw ledger::Failure("writing " + file + " failed; check the directory and the disk");
  }
  if (special) return;
  fs::rename(beside, file, failed);
  if (failed) throw ledger::Failure("writing " + file + " failed: " + failed.message());
}

}  // namespace cli
