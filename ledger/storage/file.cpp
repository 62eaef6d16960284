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
  throw Failure(fmt::format("{} {} failed: {}", doing, file.string(),
                            std::generic_category().message(number)));
}

void make_private_file(const std::filesystem::path& file) {
  const Descriptor made(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (made.number() < 0) fail_with_errno("making", file);
  if (::fchmod(made.number(), 0600) != 0) fail_with_errno("setting the mode of", file);
  std::filesystem::path folder = file.parent_path();
  if (folder.empty()) folder = ".";
  // A file whose name is not on disk is gone after a power cut, whatever was fsynced in it.
  const Descriptor parent(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (parent.number() < 0 || ::fsync(parent.number()) != 0) fail_with_errno("fsync of", folder);
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

int Descriptor::release() {
  return std::exchange(number_, -1);
}

}  // namespace ledger::storage
