#include "ledger/crypto/key_text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "ledger/encoding/base64.hpp"
#include "ledger/encoding/codes.hpp"

namespace ledger::crypto {
namespace {

using Json = nlohmann::json;

tl::unexpected<Error> refuse_text(const std::string& detail) {
  return refuse(Refusal::malformed, "", detail);
}

/// Written by hand and into memory taken at once, so that a seed is in no other memory than the
/// text itself. Sorted members; nothing in a name or vkey needs an escape.
std::string key_text(const VerifierKey& verifier, std::string_view member, std::string_view opening,
                     std::string_view secret, std::string_view closing) {
  std::string text;
  text.reserve(1'024);
  text.append(R"({"celltrail_key":1,"name":")").append(verifier.name).append("\",\"");
  text.append(member).append("\":").append(opening).append(secret).append(closing);
  text.append(R"(,"vkey":")").append(verifier.text()).append("\"}\n");
  return text;
}

std::string text_of(const Json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::uint64_t number_of(const Json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

template <std::size_t N>
bool read_bytes(const Json& object, const char* member, std::array<std::uint8_t, N>& out) {
  const auto bytes = encoding::fixed_from_base64<N>(text_of(object, member));
  if (bytes) out = *bytes;
  return bytes.has_value();
}

std::optional<SealedSeed> read_sealed(const Json& object) {
  SealedSeed sealed;
  sealed.memory_bytes = number_of(object, "memory_bytes");
  sealed.operations = number_of(object, "operations");
  if (!read_bytes(object, "salt", sealed.salt) || !read_bytes(object, "nonce", sealed.nonce) ||
      !read_bytes(object, "box", sealed.box))
    return std::nullopt;
  return sealed;
}

/// The seed of an open key file; wipes the copy the parser made.
SecretBytes read_seed(Json& document) {
  auto& secret = document["secret"].get_ref<std::string&>();
  const Wiped wiped_secret(secret);
  auto bytes = encoding::from_base64(secret);
  if (!bytes) return nullptr;
  const Wiped wiped_bytes(*bytes);
  if (bytes->size() != seed_bytes) return nullptr;
  SecretBytes seed = secret_bytes(seed_bytes);
  std::copy(bytes->begin(), bytes->end(), seed.get());
  return seed;
}

bool read_secret(Json& document, KeyText& out) {
  const auto sealed = document.find("sealed_secret");
  if (sealed != document.end()) {
    if (sealed->is_object()) out.sealed = read_sealed(*sealed);
    return out.sealed.has_value();
  }
  const auto open = document.find("secret");
  if (open == document.end() || !open->is_string()) return false;
  out.seed = read_seed(document);
  return out.seed != nullptr;
}

}  // namespace

std::string write_key_text(const VerifierKey& verifier, const std::uint8_t* seed) {
  std::string bytes(reinterpret_cast<const char*>(seed), seed_bytes);
  const Wiped wiped_bytes(bytes);
  std::string secret = encoding::base64(bytes);
  const Wiped wiped_secret(secret);
  return key_text(verifier, "secret", "\"", secret, "\"");
}

std::string write_key_text(const VerifierKey& verifier, const SealedSeed& sealed) {
  const std::string members = fmt::format(
      R"("box":"{}","kdf":"argon2id13","memory_bytes":{},"nonce":"{}","operations":{},"salt":"{}")",
      encoding::base64(sealed.box), sealed.memory_bytes, encoding::base64(sealed.nonce),
      sealed.operations, encoding::base64(sealed.salt));
  return key_text(verifier, "sealed_secret", "{", members, "}");
}

Result<KeyText> read_key_text(std::string_view text) {
  Json document = Json::parse(text, nullptr, false);
  if (!document.is_object()) return refuse_text("it is not JSON, or cut short");
  const std::string name = text_of(document, "name");
  if (!encoding::is_key_name(name) && !encoding::is_origin(name))
    return refuse_text("its name is neither OPERATOR/LABEL nor the origin of a ledger");
  auto verifier = read_vkey(text_of(document, "vkey"));
  if (!verifier) return tl::unexpected<Error>(verifier.error());
  KeyText out{std::move(*verifier), std::nullopt, nullptr};
  if (!read_secret(document, out)) return refuse_text("it has no secret of the expected form");
  // Writing it again settles what is left: other names, unknown and repeated members, versions.
  std::string again = out.sealed ? write_key_text(out.verifier, *out.sealed)
                                 : write_key_text(out.verifier, out.seed.get());
  const Wiped wiped_again(again);
  if (again != text || name != out.verifier.name)
    return refuse_text("it is not in the form this program writes, or cut short");
  return out;
}

}  // namespace ledger::crypto
