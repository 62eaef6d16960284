#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include "ledger/chain/tile_path.hpp"
#include "ledger/mirror.hpp"
#include "ledger/result.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;

class DirectorySource final : public LogSource {
 public:
  explicit DirectorySource(fs::path directory) : directory_(std::move(directory)) {
    if (!fs::is_directory(directory_))
      throw Failure(
          fmt::format("reading the log {}: there is no such directory; name one that "
                      "`celltrail export DIR --format tiles` wrote",
                      directory_.string()));
  }

  std::optional<std::string> fetch(std::string_view path) override {
    // Paths of a log only: nothing else under the directory is ever read, and nothing above it.
    if (path != "checkpoint" && !chain::read_tile_path(path)) return std::nullopt;
    const fs::path file = directory_ / path;
    std::error_code failed;
    if (!fs::is_regular_file(file, failed)) return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    std::string bytes(first_read_, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    auto got = static_cast<std::size_t>(in.gcount());
    if (got == bytes.size()) {  // longer than most files of a log: the rest, up to the limit
      bytes.resize(log_file_bytes_max + 1);
      in.read(bytes.data() + got, static_cast<std::streamsize>(bytes.size() - got));
      got += static_cast<std::size_t>(in.gcount());
    }
    if (in.bad() || !in.is_open())
      throw Failure(
          fmt::format("reading {} failed; check the disk and its permissions", file.string()));
    if (got > log_file_bytes_max)
      throw Failure(fmt::format("reading {}: it has more than {} bytes, no file of a log has",
                                file.string(), log_file_bytes_max));
    bytes.resize(got);
    return bytes;
  }

 private:
  static constexpr std::size_t first_read_ = 512 * 1024;
  fs::path directory_;
};

}  // namespace

std::unique_ptr<LogSource> directory_source(const fs::path& directory) {
  return std::make_unique<DirectorySource>(directory);
}

}  // namespace ledger
