#include "api/access/token_file.hpp"

#include <fmt/format.h>

#include "api/access/tokens_json.hpp"

namespace api {
namespace {

constexpr ledger::PrivateFileKind token_file{"token file", token_file_bytes_max, ""};

ledger::PrivateFile read_file(const std::filesystem::path& path) {
  try {
    return ledger::read_private_file(path, token_file);
  } catch (const ledger::Failure& failed) {
    throw TokenFileUnusable(failed.what());
  }
}

}  // namespace

FileMark mark_of(const std::filesystem::path& file) {
  return ledger::mark_of(file, token_file);
}

std::vector<Token> read_tokens(const std::filesystem::path& path, FileMark& mark) {
  const ledger::PrivateFile file = read_file(path);
  try {
    auto tokens = tokens_in(file.bytes);
    mark = file.mark;
    return tokens;
  } catch (const ledger::Failure& wrong) {
    throw TokenFileUnusable(
        fmt::format("reading token file {}: it is no token file: {}; put a saved one in its place "
                    "(where there is none, everybody on the machine reads everything)",
                    path.string(), wrong.what()));
  }
}

void change_tokens(const std::filesystem::path& path,
                   const std::function<void(std::vector<Token>&)>& change) {
  const ledger::FolderLock lock(path, token_file);
  FileMark mark;
  std::vector<Token> tokens;
  if (std::filesystem::exists(path)) tokens = read_tokens(path, mark);
  change(tokens);
  if (tokens.size() > tokens_max)
    throw ledger::Failure(fmt::format("writing token file {}: it would hold more than {} tokens",
                                      path.string(), tokens_max));
  ledger::replace_private_file(path, token_file, text_of(tokens));
}

}  // namespace api
