#include "ledger/private_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "ledger/result.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;
using Kind = PrivateFileKind;

[[noreturn]] void fail(const char* doing, const Kind& kind, const fs::path& path,
                       const std::string& found) {
  throw Failure(fmt::format("{} {} {}: {}", doing, kind.name, path.string(), found));
}

constexpr auto reading = "reading";
constexpr auto writing = "writing";

std::string system_text() {
  return std::generic_category().message(errno);
}

class OpenFile {
 public:
  OpenFile(const fs::path& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
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

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// A new name is on disk only after its folder is.
bool sync_folder(const fs::path& path) {
  const OpenFile opened(folder_of(path), O_RDONLY | O_DIRECTORY);
  return opened.is_open() && ::fsync(opened.descriptor()) == 0;
}

FileMark mark_in(const struct stat& status) {
  return {status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
          status.st_ctim.tv_sec * 1'000'000'000 + status.st_ctim.tv_nsec};
}

void check_is_private(const struct stat& status, const fs::path& path, const Kind& kind) {
  if (!S_ISREG(status.st_mode)) fail(reading, kind, path, "this is no ordinary file");
  const unsigned mode = status.st_mode & 0777U;
  if ((mode & 077U) != 0)
    fail(reading, kind, path,
         fmt::format("others may use it (mode {:04o}, expected 0600); run: chmod 600 {}{}", mode,
                     path.string(), kind.if_shared));
}

/// Reads one byte more than is allowed, so that a larger file shows.
std::string read_bounded(const OpenFile& file, const fs::path& path, const Kind& kind) {
  std::string bytes(kind.bytes_max + 1, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::read(file.descriptor(), bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(reading, kind, path, system_text());
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  if (filled > kind.bytes_max)
    fail(reading, kind, path,
         fmt::format("larger than {} bytes, so it is no {}; look for a slip in the path",
                     kind.bytes_max, kind.name));
  bytes.resize(filled);
  return bytes;
}

/// A new file under a name beside the one meant, which it leaves when this is gone.
class Beside {
 public:
  Beside(const fs::path& path, const char* suffix) : path_(path.string() + suffix), file_(made()) {}
  ~Beside() { ::unlink(path_.c_str()); }
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;

  [[nodiscard]] const char* path() const { return path_.c_str(); }

  /// Whoever runs the service owns the file it replaces, or its folder. Root, who may have been
  /// asked to change it, leaves it theirs: else the service could no longer read it.
  [[nodiscard]] bool give_to_owner_of(const fs::path& file) const {
    struct stat status {};
    if (!file_.is_open()) return false;
    if (::geteuid() != 0) return true;
    if (::stat(file.c_str(), &status) != 0 && ::stat(folder_of(file).c_str(), &status) != 0)
      return true;
    return ::fchown(file_.descriptor(), status.st_uid, status.st_gid) == 0;
  }

  [[nodiscard]] bool hold(std::string_view bytes) const {
    while (file_.is_open() && !bytes.empty()) {
      const ssize_t written = ::write(file_.descriptor(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return file_.is_open() && ::fsync(file_.descriptor()) == 0;
  }

 private:
  [[nodiscard]] OpenFile made() const {
    // What a crash left: nobody but its owner can put a file there.
    ::unlink(path_.c_str());
    return {path_, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW};
  }

  std::string path_;
  OpenFile file_;
};

/// Anybody who may read a folder may hold its lock, for as long as they like. False: see errno.
bool lock_within(int descriptor, std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds pause{20};
  const auto end = std::chrono::steady_clock::now() + patience;
  while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK || std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(pause);
  }
  return true;
}

}  // namespace

FileMark mark_of(const fs::path& path, const Kind& kind) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) fail(reading, kind, path, system_text());
  return mark_in(status);
}

PrivateFile read_private_file(const fs::path& path, const Kind& kind) {
  // Non-blocking, or a named pipe in the file's place would hold the program for ever.
  const OpenFile file(path, O_RDONLY | O_NONBLOCK);
  struct stat status {};
  if (!file.is_open() || ::fstat(file.descriptor(), &status) != 0)
    fail(reading, kind, path, system_text() + "; check the path and who owns it");
  check_is_private(status, path, kind);
  return {read_bounded(file, path, kind), mark_in(status)};
}

// Under its own name only once it is whole: a process that is killed while it writes leaves no half
// of a key behind that nobody can read and nothing may overwrite.
void write_private_file(const fs::path& path, const Kind& kind, std::string_view bytes) {
  {
    const Beside part(path, ".part");
    if (!part.hold(bytes)) fail(writing, kind, path, system_text());
    if (::link(part.path(), path.c_str()) != 0)
      fail(writing, kind, path,
           errno == EEXIST ? "it exists and is never overwritten; choose another name"
                           : system_text());
  }
  if (sync_folder(path)) return;
  const std::string found = system_text();
  ::unlink(path.c_str());
  fail(writing, kind, path, found);
}

void replace_private_file(const fs::path& path, const Kind& kind, std::string_view bytes) {
  const auto target = fs::weakly_canonical(path);
  const Beside fresh(target, ".new");
  if (!fresh.give_to_owner_of(target) || !fresh.hold(bytes) ||
      ::rename(fresh.path(), target.c_str()) != 0)
    fail(writing, kind, path, system_text());
  if (!sync_folder(target)) fail(writing, kind, path, system_text() + "; it has the new content");
}

FolderLock::FolderLock(const fs::path& path, const Kind& kind, std::chrono::milliseconds patience)
    : descriptor_(::open(folder_of(fs::weakly_canonical(path)).c_str(),
                         O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (descriptor_ >= 0 && lock_within(descriptor_, patience)) return;
  const bool is_held = descriptor_ >= 0 && errno == EWOULDBLOCK;
  const std::string found = system_text();
  if (descriptor_ >= 0) ::close(descriptor_);
  fail(writing, kind, path,
       is_held ? "another process holds a lock on its folder; end that process (`fuser -v FOLDER` "
                 "names it) or wait for it, then try again"
               : found);
}

FolderLock::~FolderLock() {
  ::close(descriptor_);
}

}  // namespace ledger
