#pragma once

#include <filesystem>
#include <string_view>

namespace ledger {

/// A directory that is made beside its place and moved there when it is whole, so that half of it
/// never has the name. What a killed process left is found again under the same name.
class Staging {
 public:
  /// Throws Failure when something is at the place already.
  Staging(const std::filesystem::path& place, std::string_view suffix);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Removes everything in it but the lock.
  void clear() const;
  /// Removes it.
  void remove() const;
  /// Whole and on disk under its own name when it returns.
  void publish() const;

 private:
  std::filesystem::path place_, path_;
};

/// Whether a new directory may be made here: nothing is there, or an empty one.
[[nodiscard]] bool is_free(const std::filesystem::path& place);

}  // namespace ledger
