#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/access/policy.hpp"
#include "ledger/hash.hpp"
#include "ledger/private_file.hpp"
#include "ledger/result.hpp"

/// The file that says whose tokens may read (docs/operating.md, "Tokens").
namespace api {

inline constexpr std::size_t token_file_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t tokens_max = 10'000;

/// What is kept of a token: never its text.
struct Token {
  std::string name;  ///< [A-Za-z0-9._-]{1,31}, one of its kind in the file
  Caller::Kind kind{};
  std::string operator_id;  ///< of an operator's token, else empty
  ledger::Hash hash{};
  std::int64_t created_s{}, expires_s{};
  std::int64_t revoked_s{};  ///< 0: not revoked

  [[nodiscard]] bool is_good_at(std::int64_t now_s) const {
    return revoked_s == 0 && now_s < expires_s;
  }
};

/// "operator", "regulator", "metrics"
[[nodiscard]] std::string_view kind_name(Caller::Kind kind);
[[nodiscard]] bool is_token_name(std::string_view text);

using ledger::FileMark;

/// The file is there, and nobody may read by it: its mode or what is in it is wrong.
class TokenFileUnusable : public ledger::Failure {
 public:
  using Failure::Failure;
};

/// Throws Failure when there is none.
[[nodiscard]] FileMark mark_of(const std::filesystem::path& file);

/// Throws TokenFileUnusable when the file is missing, readable by others, too large, or no token
/// file.
[[nodiscard]] std::vector<Token> read_tokens(const std::filesystem::path& file, FileMark& mark);

/// Reads the tokens (none when there is no file yet), lets `change` change them, and puts the
/// result into the file's place, mode 0600, on disk when this returns. One process does so at a
/// time. Throws Failure, and what `change` throws: then the file is as it was.
void change_tokens(const std::filesystem::path& file,
                   const std::function<void(std::vector<Token>&)>& change);

}  // namespace api
