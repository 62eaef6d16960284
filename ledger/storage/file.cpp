#include "ledger/storage/file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "ledger/result.hpp"

namespace ledger::storage {

void fail_with_errno(std::string_view doing, const std::filesystem::path& file) {
  const int number = errno;
  const std::string text = fmt::format("{} {} failed: {}", doing, file.string(),
                                       std::generic_category().message(number));
  if (number == ENOSPC || number == EDQUOT)
    throw DiskFull(text + "; free some space and send the same again");
  throw Failure(text);
}

void make_private_file(const std::filesystem::path& file) {
  const Descriptor made(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (made.number() < 0) fail_with_errno("making", file);
  if (::fchmod(made.number(), 0600) != 0) fail_with_errno("setting the mode of", file);
  // A file whose name is not on disk is gone after a power cut, whatever was fsynced in it.
  sync_directory(file.parent_path());
}

void write_private_file(const std::filesystem::path& file, std::string_view bytes) {
  make_private_file(file);
  const Descriptor opened(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
  const ssize_t written =
      opened.number() < 0 ? -1 : ::write(opened.number(), bytes.data(), bytes.size());
  if (std::cmp_equal(written, bytes.size()) && ::fsync(opened.number()) == 0) return;
  const int number = errno;
  ::unlink(file.c_str());
  errno = number;
  fail_with_errno("writing", file);
}

void sync_directory(const std::filesystem::path& directory) {
  const std::filesystem::path folder = directory.empty() ? "." : directory;
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.number() < 0 || ::fsync(opened.number()) != 0) fail_with_errno("fsync of", folder);
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

int Descriptor::release() {
  return std::exchange(number_, -1);
}

}  // namespace ledger::storage
