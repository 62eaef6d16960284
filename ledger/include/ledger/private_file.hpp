#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

/// Files that only their owner may use: keys and tokens.
namespace ledger {

/// What messages call such a file, how large it may be, and what they advise, after `chmod`, when
/// others could read it.
struct PrivateFileKind {
  std::string_view name;
  std::size_t bytes_max{};
  std::string_view if_shared;
};

/// What a file is, so that another one in its place is noticed.
struct FileMark {
  std::uint64_t device{}, inode{}, size{};
  std::int64_t changed_ns{};
  bool operator==(const FileMark&) const = default;
};

struct PrivateFile {
  std::string bytes;
  FileMark mark;
};

/// Throws Failure when there is none.
[[nodiscard]] FileMark mark_of(const std::filesystem::path& path, const PrivateFileKind& kind);

/// Throws Failure when the file is missing, no ordinary one, too large, or others may use it.
[[nodiscard]] PrivateFile read_private_file(const std::filesystem::path& path,
                                            const PrivateFileKind& kind);

/// Makes a file with mode 0600 and these bytes; on disk, file and name, once it returns. Throws
/// Failure, leaving no half-written file; never overwrites one.
void write_private_file(const std::filesystem::path& path, const PrivateFileKind& kind,
                        std::string_view bytes);

/// Puts these bytes into the file's place, whether there is one or not: written beside it, fsynced,
/// renamed. Where root does so the file stays its owner's, or becomes its folder's. Through a link
/// the file that it names is replaced. Throws Failure; then the old file is whole, and nothing lies
/// beside it but after a crash.
void replace_private_file(const std::filesystem::path& path, const PrivateFileKind& kind,
                          std::string_view bytes);

/// Held by one process at a time for the folder that a file (or the file its link names) is in, so
/// that what is read can be changed and replaced. Waits so long for it, and throws Failure when
/// another process still holds it then.
class FolderLock {
 public:
  FolderLock(const std::filesystem::path& path, const PrivateFileKind& kind,
             std::chrono::milliseconds patience = std::chrono::seconds(10));
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace ledger
