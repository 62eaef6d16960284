#include "cli/input_file.hpp"

#include <filesystem>
#include <fstream>

#include "cli/problem.hpp"
#include "ledger/verify.hpp"

namespace cli {

std::string read_file(const std::string& file, const std::string& what) {
  if (std::filesystem::is_directory(file))
    misused(file + " is a directory", "name the file that holds " + what);
  std::ifstream in(file, std::ios::binary);
  if (!in) not_found(what + " " + file + " cannot be opened", "look for a slip in the path");
  std::string content, piece(1 << 16, '\0');
  while (content.size() < input_bytes_max && in) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    content.append(piece, 0, static_cast<std::size_t>(in.gcount()));
  }
  return content;
}

std::string read_kept_head(const std::string& file) {
  std::string content = read_file(file, "the checkpoint");
  if (content.empty())
    misused("the checkpoint file " + file + " is empty",
            "`celltrail checkpoint > FILE` writes one while the ledger is at hand");
  auto head = ledger::checkpoint_in(content);
  if (!head)
    misused(
        "the file " + file + " shows no checkpoint",
        "give what `celltrail checkpoint` printed, or a receipt, proof or trail that holds one");
  return std::move(*head);
}

}  // namespace cli
