#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <sodium.h>

#include "ledger/crypto/ed25519.hpp"
#include "ledger/crypto/note_name.hpp"
#include "ledger/crypto/secret.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/crypto/sodium_ready.hpp"
#include "ledger/crypto/vkey.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/encoding/codes.hpp"
#include "ledger/key.hpp"

namespace ledger {
namespace {

std::string typed_key(crypto::KeyType type, const PublicKey& key) {
  std::string bytes(1, static_cast<char>(type));
  bytes.append(reinterpret_cast<const char*>(key.data()), key.size());
  return bytes;
}

tl::unexpected<Error> refuse_vkey(const std::string& detail) {
  return refuse(Refusal::unknown_key, "", "reading a vkey: " + detail);
}

std::string what_is_expected(crypto::KeyType type) {
  if (type == crypto::KeyType::ed25519)
    return "expected an Ed25519 key (type byte 01); other kinds cannot sign here";
  return "expected the key of a witness, Ed25519 (type byte 04); a ledger's or operator's key is "
         "none, nor is another algorithm's";
}

/// The three parts of a vkey; base64 may hold a plus, so only the first two part it.
struct VkeyParts {
  std::string_view name, id, key;
};

std::optional<VkeyParts> split_vkey(std::string_view text) {
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('+', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return VkeyParts{text.substr(0, first), text.substr(first + 1, second - first - 1),
                   text.substr(second + 1)};
}

}  // namespace

namespace crypto {

std::array<std::uint8_t, 4> key_id(std::string_view name, KeyType type, const PublicKey& key) {
  const Hash hash = sha256(std::string(name) + "\n", typed_key(type, key));
  return {hash[0], hash[1], hash[2], hash[3]};
}

std::string vkey_text(std::string_view name, KeyType type, const PublicKey& key) {
  return fmt::format("{}+{}+{}", name, encoding::hex(key_id(name, type, key)),
                     encoding::base64(typed_key(type, key)));
}

Result<VerifierKey> read_vkey_of(std::string_view text, KeyType type) {
  const auto parts = split_vkey(text);
  if (!parts) return refuse_vkey("expected NAME+KEYID+BASE64, found fewer than two plus signs");
  if (!is_note_name(parts->name))
    return refuse_vkey(fmt::format(
        "expected a name of 1 to {} bytes without spaces and control characters before the plus",
        note_name_bytes_max));
  const auto typed = encoding::from_base64(parts->key);
  if (!typed) return refuse_vkey("what follows the second plus is not canonical base64");
  if (typed->empty() || (*typed)[0] != static_cast<char>(type))
    return refuse_vkey(what_is_expected(type));
  VerifierKey key{std::string(parts->name), {}};
  if (typed->size() != 1 + key.key.size())
    return refuse_vkey(fmt::format("expected a key of 32 bytes, found {}", typed->size() - 1));
  std::copy(typed->begin() + 1, typed->end(), key.key.begin());
  const std::string id = encoding::hex(key_id(key.name, type, key.key));
  if (id != parts->id)
    return refuse_vkey(fmt::format(
        "the key id does not fit name and key: expected {}; copy the whole vkey again", id));
  if (!is_sound_key(key.key))
    return refuse_vkey("the key is not a canonical point of the main subgroup of Ed25519");
  return key;
}

}  // namespace crypto

std::string VerifierKey::text() const {
  return crypto::vkey_text(name, crypto::KeyType::ed25519, key);
}

std::array<std::uint8_t, 4> VerifierKey::id() const {
  return crypto::key_id(name, crypto::KeyType::ed25519, key);
}

Result<VerifierKey> read_vkey(std::string_view text) {
  return crypto::read_vkey_of(text, crypto::KeyType::ed25519);
}

Signer::Signer(std::string name, const std::array<std::uint8_t, 32>& seed)
    : verifier_{std::move(name), {}},
      secret_(std::make_unique<Secret>(
          Secret{crypto::secret_bytes(crypto_sign_ed25519_SECRETKEYBYTES)})) {
  require(crypto::is_note_name(verifier_.name), "a signer's name can stand in a signed note");
  crypto_sign_ed25519_seed_keypair(verifier_.key.data(), secret_->bytes.get(), seed.data());
  // From here on nothing writes there, from whatever thread.
  sodium_mprotect_readonly(secret_->bytes.get());
}

Signer::~Signer() = default;
Signer::Signer(Signer&&) noexcept = default;
Signer& Signer::operator=(Signer&&) noexcept = default;

const VerifierKey& Signer::verifier() const {
  return verifier_;
}

LineSignature Signer::sign(std::string_view text) const {
  LineSignature line{};
  const auto id = verifier_.id();
  std::copy(id.begin(), id.end(), line.begin());
  crypto_sign_ed25519_detached(line.data() + id.size(), nullptr,
                               reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                               secret_->bytes.get());
  return line;
}

// Keyed BLAKE2b with the seed as key. Not SHA-256 over seed and label: openings publish these
// bytes as salts, and a plain SHA-256 of a secret can be lengthened by whoever has seen it. The
// signature uses the seed only through SHA-512, so the two uses never meet.
Hash Signer::derive(std::string_view label) const {
  std::string message("celltrail/derive/v1");
  message.push_back('\0');
  message.append(label);
  Hash out{};
  crypto_generichash_blake2b(out.data(), out.size(),
                             reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                             secret_->bytes.get(), crypto_sign_ed25519_SEEDBYTES);
  return out;
}

Signer new_signer(std::string name) {
  if (!encoding::is_key_name(name) && !encoding::is_origin(name))
    throw Failure(fmt::format(
        "making a key: \"{}\" is no key name; expected OPERATOR/LABEL, or the origin of a ledger",
        name));
  crypto::sodium_ready();
  std::array<std::uint8_t, 32> seed{};
  randombytes_buf(seed.data(), seed.size());
  Signer signer(std::move(name), seed);
  sodium_memzero(seed.data(), seed.size());
  return signer;
}

}  // namespace ledger
