#include "ledger/token.hpp"

#include <algorithm>

#include "ledger/crypto/random.hpp"
#include "ledger/crypto/sha256.hpp"

namespace ledger {
namespace {

constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// 43 characters carry 258 bits: the last one's two lowest are zero.
constexpr std::size_t secret_characters = 43;

std::string base64url(const Hash& bytes) {
  std::string text;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const std::uint8_t byte : bytes) {
    bits = (bits << 8U) | byte;
    for (held += 8; held >= 6; held -= 6) text += letters[(bits >> (held - 6U)) & 63U];
  }
  text += letters[(bits << (6U - held)) & 63U];
  return text;
}

}  // namespace

NewToken new_token() {
  NewToken token;
  token.text = std::string(token_prefix) + base64url(crypto::random_hash());
  token.hash = crypto::sha256(token.text);
  return token;
}

std::optional<Hash> token_hash(std::string_view text) {
  if (text.size() != token_prefix.size() + secret_characters) return std::nullopt;
  if (!text.starts_with(token_prefix)) return std::nullopt;
  const std::string_view secret = text.substr(token_prefix.size());
  if (secret.find_first_not_of(letters) != std::string_view::npos) return std::nullopt;
  return crypto::sha256(text);
}

}  // namespace ledger
