#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/hash.hpp"
#include "ledger/result.hpp"

namespace ledger {

/// A name bound to an Ed25519 public key, in C2SP signed-note form (docs/format.md, "Keys").
struct VerifierKey {
  std::string name;
  PublicKey key{};

  /// `name+hex key id+base64(0x01 || key)`.
  [[nodiscard]] std::string text() const;
  /// The four bytes that a signature line starts with.
  [[nodiscard]] std::array<std::uint8_t, 4> id() const;
};

/// Refuses (`unknown_key`) what is not an Ed25519 vkey, whose key id does not fit, or whose point
/// is not canonical in the main subgroup.
[[nodiscard]] Result<VerifierKey> read_vkey(std::string_view text);

/// Signs notes under one name. Threads: any may sign at once.
class Signer {
 public:
  /// `seed` is the 32 secret bytes of Ed25519. The copy kept inside is wiped on destruction.
  Signer(std::string name, const std::array<std::uint8_t, 32>& seed);
  ~Signer();
  Signer(Signer&&) noexcept;
  Signer& operator=(Signer&&) noexcept;

  [[nodiscard]] const VerifierKey& verifier() const;

  /// Signs the text of a note (which ends in LF).
  [[nodiscard]] LineSignature sign(std::string_view text) const;

  /// 32 bytes that only the holder of this key can compute, the same for the same label: the salts
  /// of sealed text, so that recording one file twice gives the same commitments.
  [[nodiscard]] Hash derive(std::string_view label) const;

 private:
  friend void write_key_file(const std::filesystem::path&, const Signer&,
                             std::optional<std::string_view>);
  friend void change_passphrase(const std::filesystem::path&, std::optional<std::string_view>,
                                std::optional<std::string_view>);
  struct Secret;
  VerifierKey verifier_;
  std::unique_ptr<Secret> secret_;
};

/// A new key from the operating system's randomness.
[[nodiscard]] Signer new_signer(std::string name);

/// Writes a key file with mode 0600, encrypted when a passphrase is given; fsynced before it
/// returns. Throws Failure; never overwrites a file.
void write_key_file(const std::filesystem::path& path, const Signer& signer,
                    std::optional<std::string_view> passphrase);

/// Writes the key file anew under another passphrase, or under none: beside it, then renamed, so
/// that whatever fails leaves the old file whole. Throws as `read_key_file` does.
void change_passphrase(const std::filesystem::path& path,
                       std::optional<std::string_view> passphrase,
                       std::optional<std::string_view> next);

/// What a key file says without its secret.
struct KeyFileInfo {
  VerifierKey verifier;
  bool encrypted = false;
};
[[nodiscard]] KeyFileInfo inspect_key_file(const std::filesystem::path& path);

/// Reads a key file. Throws Failure, with what to do next, when it is missing, malformed, larger
/// than 16 KiB, readable by others, or the passphrase is missing or wrong.
[[nodiscard]] Signer read_key_file(const std::filesystem::path& path,
                                   std::optional<std::string_view> passphrase);

}  // namespace ledger
