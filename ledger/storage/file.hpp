#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace ledger::storage {

/// Throws Failure, or DiskFull, with errno's words: "<doing> <file> failed: …".
[[noreturn]] void fail_with_errno(std::string_view doing, const std::filesystem::path& file);

/// Makes an empty file, mode 0600 whatever the umask, whose name is on disk too. Throws Failure if
/// it exists.
void make_private_file(const std::filesystem::path& file);

/// As above with these bytes, fsynced. Throws Failure, leaving no half-written file.
void write_private_file(const std::filesystem::path& file, std::string_view bytes);

/// Names made, renamed or removed in it are on disk from here on. Throws Failure.
void sync_directory(const std::filesystem::path& directory);

/// An open file descriptor, closed when it goes.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }
  /// The caller closes it from here on.
  [[nodiscard]] int release();

 private:
  int number_;
};

}  // namespace ledger::storage
