#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/access/token_file.hpp"

namespace api {

/// Who may read, as a running service sees the token file: what `celltrail token` changes in it
/// counts from the next request on. Threads: any.
class Tokens {
 public:
  /// No tokens at all: whoever shows one is anybody.
  Tokens() = default;
  /// Throws Failure when the file cannot be read, is no token file, or others may use it.
  explicit Tokens(std::filesystem::path file);

  /// Whose token this is. Nothing when it is unknown, expired or revoked. Throws Failure when the
  /// file cannot be read any more: then nobody is let in. The time it takes says nothing about the
  /// tokens there are.
  [[nodiscard]] std::optional<Caller> find(std::string_view presented, std::int64_t now_ms) const;

 private:
  void read_again_if_changed() const;

  std::filesystem::path file_;
  mutable std::mutex guard_;
  mutable FileMark mark_;
  mutable std::vector<Token> tokens_;
};

}  // namespace api
