#include "ledger/crypto/secret_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "ledger/crypto/secret.hpp"
#include "ledger/result.hpp"

namespace ledger::crypto {
namespace {

[[noreturn]] void fail(const char* doing, const std::filesystem::path& path,
                       const std::string& found) {
  throw Failure(fmt::format("{} {}: {}", doing, path.string(), found));
}

std::string system_text() {
  return std::generic_category().message(errno);
}

class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  ~OpenFile() {
    if (is_open()) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// A new name is on disk only after its folder is.
bool sync_folder(const std::filesystem::path& path) {
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const OpenFile opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened.is_open() && ::fsync(opened.descriptor()) == 0;
}

constexpr auto reading = "reading key file";
constexpr auto writing = "writing key file";

void check_is_private(int descriptor, const std::filesystem::path& path) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) fail(reading, path, system_text());
  if (!S_ISREG(status.st_mode)) fail(reading, path, "this is no ordinary file");
  const unsigned mode = status.st_mode & 0777U;
  if ((mode & 077U) != 0)
    fail(reading, path,
         fmt::format("others may use it (mode {:04o}, expected 0600); run: chmod 600 {}, and make "
                     "a new key if somebody may have read this one",
                     mode, path.string()));
}

/// Reads one byte more than is allowed, so that a larger file shows.
std::string read_bounded(int descriptor, const std::filesystem::path& path) {
  std::string bytes(key_file_bytes_max + 1, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::read(descriptor, bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(reading, path, system_text());
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  if (filled > key_file_bytes_max)
    fail(reading, path,
         fmt::format("larger than {} bytes; this is no key file", key_file_bytes_max));
  bytes.resize(filled);
  return bytes;
}

}  // namespace

// Under its own name only once it is whole: a process that is killed while it writes leaves no half
// of a key behind that nobody can read and nothing may overwrite.
void write_secret_file(const std::filesystem::path& path, std::string_view bytes) {
  auto part = path;
  part += ".part";
  ::unlink(part.c_str());
  std::string found;
  bool is_there = false;
  {
    const OpenFile file(::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file.is_open()) fail(writing, path, system_text());
    const bool is_whole = write_all(file.descriptor(), bytes) && ::fsync(file.descriptor()) == 0;
    const bool is_named = is_whole && ::link(part.c_str(), path.c_str()) == 0;
    is_there = is_whole && !is_named && errno == EEXIST;
    if (!is_named) found = system_text();
  }
  ::unlink(part.c_str());
  if (is_there) fail(writing, path, "it exists and is never overwritten; choose another name");
  if (found.empty() && !sync_folder(path)) {
    found = system_text();
    ::unlink(path.c_str());
  }
  if (!found.empty()) fail(writing, path, found);
}

void replace_secret_file(const std::filesystem::path& path, std::string_view bytes) {
  // A link names the file elsewhere: that one is replaced, not the link.
  const auto target = std::filesystem::canonical(path);
  auto beside = target;
  beside += ".new";
  // What a crash left: nobody but its owner can put a file there.
  ::unlink(beside.c_str());
  write_secret_file(beside, bytes);
  if (::rename(beside.c_str(), target.c_str()) == 0) {
    if (sync_folder(target)) return;
    fail(writing, path, system_text() + "; it has the new content");
  }
  const std::string found = system_text();
  ::unlink(beside.c_str());
  fail(writing, path, found);
}

std::string read_secret_file(const std::filesystem::path& path) {
  // Non-blocking, or a named pipe in the file's place would hold the program for ever.
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) fail(reading, path, system_text() + "; check the path and who owns it");
  check_is_private(file.descriptor(), path);
  return read_bounded(file.descriptor(), path);
}

}  // namespace ledger::crypto
