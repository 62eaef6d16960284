#include "ledger/crypto/sha256.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <openssl/evp.h>

#include "ledger/result.hpp"

namespace ledger::crypto {
namespace {

/// Fetched once: a fetch by name at every hash costs more than the hash. Never freed, so that a
/// static destructor elsewhere may still hash.
const EVP_MD* sha256_method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (method == nullptr)
    throw Failure("hashing: OpenSSL offers no SHA-256; check its configuration (openssl.cnf)");
  return method;
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

EVP_MD_CTX* fresh_context() {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  if (!context || EVP_DigestInit_ex2(context.get(), sha256_method(), nullptr) != 1)
    throw Failure("hashing: OpenSSL could not start SHA-256; free some memory and try again");
  return context.get();
}

void update(EVP_MD_CTX* context, const void* bytes, std::size_t size) {
  if (EVP_DigestUpdate(context, bytes, size) != 1)
    throw Failure("hashing: OpenSSL could not go on with SHA-256");
}

Hash finish(EVP_MD_CTX* context) {
  Hash hash{};
  if (EVP_DigestFinal_ex(context, hash.data(), nullptr) != 1)
    throw Failure("hashing: OpenSSL could not finish SHA-256");
  return hash;
}

}  // namespace

Hash sha256(std::string_view bytes) {
  EVP_MD_CTX* const context = fresh_context();
  update(context, bytes.data(), bytes.size());
  return finish(context);
}

Hash sha256(std::string_view first, std::string_view second) {
  EVP_MD_CTX* const context = fresh_context();
  update(context, first.data(), first.size());
  update(context, second.data(), second.size());
  return finish(context);
}

// The prefixes keep a leaf from ever passing for a node (RFC 6962 section 2.1).
Hash leaf_hash(std::string_view bytes) {
  return sha256(std::string_view("\x00", 1), bytes);
}

Hash node_hash(const Hash& left, const Hash& right) {
  std::array<std::uint8_t, 65> joined{0x01};
  std::copy(left.begin(), left.end(), joined.begin() + 1);
  std::copy(right.begin(), right.end(), joined.begin() + 33);
  EVP_MD_CTX* const context = fresh_context();
  update(context, joined.data(), joined.size());
  return finish(context);
}

}  // namespace ledger::crypto
