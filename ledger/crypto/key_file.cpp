#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <sodium.h>

#include "ledger/crypto/key_text.hpp"
#include "ledger/crypto/secret.hpp"
#include "ledger/encoding/codes.hpp"
#include "ledger/key.hpp"
#include "ledger/private_file.hpp"

namespace ledger {
namespace {

using crypto::KeyText;
using crypto::Wiped;

constexpr PrivateFileKind key_file{"key file", 16'384,
                                   ", and make a new key if somebody may have read this one"};

[[noreturn]] void fail_reading(const std::filesystem::path& path, const std::string& found) {
  throw Failure(fmt::format("reading key file {}: {}", path.string(), found));
}

KeyText read(const std::filesystem::path& path) {
  PrivateFile file = read_private_file(path, key_file);
  const Wiped wiped(file.bytes);
  auto text = crypto::read_key_text(file.bytes);
  if (!text) fail_reading(path, text.error().detail + "; take it from a backup copy");
  return std::move(*text);
}

void unseal(KeyText& text, const std::filesystem::path& path,
            std::optional<std::string_view> passphrase) {
  if (!passphrase) fail_reading(path, "it is encrypted; give its passphrase");
  auto seed = crypto::open_seed(*text.sealed, *passphrase);
  if (!seed) fail_reading(path, "the passphrase is wrong, or the file was changed; try again");
  text.seed = std::move(*seed);
}

/// `seed` are the first 32 bytes of what libsodium calls the secret key. The text may hold them:
/// wipe it.
std::string key_text(const std::filesystem::path& path, const VerifierKey& verifier,
                     const std::uint8_t* seed, std::optional<std::string_view> passphrase) {
  if (!encoding::is_key_name(verifier.name) && !encoding::is_origin(verifier.name))
    throw Failure(
        fmt::format("writing key file {}: the key's name \"{}\" is neither OPERATOR/LABEL "
                    "nor the origin of a ledger",
                    path.string(), verifier.name));
  if (!passphrase) return crypto::write_key_text(verifier, seed);
  if (passphrase->empty())
    throw Failure(fmt::format(
        "writing key file {}: the passphrase is empty; give one, or none at all", path.string()));
  return crypto::write_key_text(verifier, crypto::seal_seed(seed, *passphrase));
}

}  // namespace

void write_key_file(const std::filesystem::path& path, const Signer& signer,
                    std::optional<std::string_view> passphrase) {
  std::string text = key_text(path, signer.verifier(), signer.secret_->bytes.get(), passphrase);
  const Wiped wiped(text);
  write_private_file(path, key_file, text);
}

void change_passphrase(const std::filesystem::path& path,
                       std::optional<std::string_view> passphrase,
                       std::optional<std::string_view> next) {
  const Signer signer = read_key_file(path, passphrase);
  std::string text = key_text(path, signer.verifier(), signer.secret_->bytes.get(), next);
  const Wiped wiped(text);
  replace_private_file(path, key_file, text);
}

KeyFileInfo inspect_key_file(const std::filesystem::path& path) {
  KeyText text = read(path);
  return {std::move(text.verifier), text.sealed.has_value()};
}

Signer read_key_file(const std::filesystem::path& path,
                     std::optional<std::string_view> passphrase) {
  KeyText text = read(path);
  if (text.sealed) unseal(text, path, passphrase);
  std::array<std::uint8_t, crypto::seed_bytes> seed{};
  std::copy_n(text.seed.get(), seed.size(), seed.begin());
  Signer signer(text.verifier.name, seed);
  sodium_memzero(seed.data(), seed.size());
  // A secret that is not the public key's would sign what nobody can verify.
  if (signer.verifier().key != text.verifier.key)
    fail_reading(path, "its secret does not belong to its vkey; take it from a backup copy");
  return signer;
}

}  // namespace ledger
