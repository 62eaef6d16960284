#include "ledger/storage/replace_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "ledger/result.hpp"
#include "ledger/storage/file.hpp"

namespace ledger::storage {
namespace {

namespace fs = std::filesystem;

/// A file beside the one it becomes; gone again unless it did.
class Part {
 public:
  explicit Part(const fs::path& file)
      : path_(file.string() + ".XXXXXX"), descriptor_(::mkostemp(path_.data(), O_CLOEXEC)) {
    if (descriptor_.number() < 0) fail_with_errno("making", path_);
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;
  ~Part() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t put = ::write(descriptor_.number(), bytes.data(), bytes.size());
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) fail_with_errno("writing", path_);
      bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    if (::fsync(descriptor_.number()) != 0) fail_with_errno("fsync of", path_);
  }

  void become(const fs::path& file) {
    if (::rename(path_.c_str(), file.c_str()) != 0) fail_with_errno("renaming", path_);
    path_.clear();
  }

 private:
  std::string path_;
  Descriptor descriptor_;
};

void sync_folder_of(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.number() < 0 || ::fsync(opened.number()) != 0) fail_with_errno("fsync of", folder);
}

}  // namespace

void replace_file(const fs::path& file, std::string_view bytes) {
  Part part(file);
  part.write(bytes);
  part.become(file);
  sync_folder_of(file);
}

std::optional<std::string> read_if_there(const fs::path& file, std::size_t bytes_max) {
  const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (opened.number() < 0 && errno == ENOENT) return std::nullopt;
  if (opened.number() < 0) fail_with_errno("opening", file);
  std::string bytes(bytes_max + 1, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::read(opened.number(), bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_with_errno("reading", file);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  if (filled > bytes_max)
    throw Failure(fmt::format("reading {}: it has more than {} bytes; it is not what belongs there",
                              file.string(), bytes_max));
  bytes.resize(filled);
  return bytes;
}

}  // namespace ledger::storage
