#include "ledger/storage/write_lock.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "ledger/result.hpp"
#include "ledger/storage/file.hpp"

namespace ledger::storage {

namespace {

/// What the holder wrote; it may be about to.
std::string holder(int descriptor) {
  std::array<char, 32> text{};
  const ssize_t got = ::pread(descriptor, text.data(), text.size(), 0);
  std::string pid;
  for (ssize_t i = 0; i < got; ++i) {
    const char c = text[static_cast<std::size_t>(i)];
    if (c < '0' || c > '9') break;
    pid += c;
  }
  return pid.empty() ? "another process" : "process " + pid;
}

}  // namespace

WriteLock::WriteLock(const std::filesystem::path& folder, std::string_view does) {
  const std::filesystem::path file = folder / "lock";
  Descriptor opened(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (opened.number() < 0) fail_with_errno("opening", file);
  if (::flock(opened.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) fail_with_errno("locking", file);
    throw Locked(fmt::format("{}: {} {}", folder.string(), holder(opened.number()), does));
  }
  const std::string pid = fmt::format("{}\n", ::getpid());
  if (::ftruncate(opened.number(), 0) != 0 ||
      ::pwrite(opened.number(), pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
    fail_with_errno("writing", file);
  descriptor_ = opened.release();
}

WriteLock::WriteLock(WriteLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

WriteLock& WriteLock::operator=(WriteLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

WriteLock::~WriteLock() {
  // The file stays: removing it would let two processes lock two files of one name.
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace ledger::storage
