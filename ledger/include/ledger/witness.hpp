#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/clock.hpp"
#include "ledger/key.hpp"

/// Witnesses, C2SP tlog-witness: whoever sees the heads of a ledger one after the other and signs
/// that each continues the last (docs/witness.md). Both sides; neither knows HTTP.
namespace ledger {

/// What goes back over HTTP.
struct WitnessAnswer {
  int status{};
  std::string content_type;
  std::string body;
};

/// The witness's side. Its directory holds its key and the last head it cosigned of each log; the
/// two are one: a key whose heads are lost must not sign again.
class Witness {
 public:
  /// No request is larger, nor is any answer: more must not be read, let alone parsed.
  static constexpr std::size_t body_bytes_max = 70'000;

  /// Makes the directory, with a new key of this name in it, and answers the witness's vkey. Throws
  /// Failure when there is something already, or the name cannot stand in a note.
  static std::string create(const std::filesystem::path& directory, const std::string& name,
                            std::optional<std::string_view> passphrase);
  static std::filesystem::path key_file(const std::filesystem::path& directory);

  /// `policy` is a C2SP tlog-policy file; its log lines are the logs this witness knows. Throws
  /// Failure (no such witness, key of another one, policy not readable, key of a log's), Locked
  /// (another process runs it).
  Witness(const std::filesystem::path& directory, Signer key, std::string_view policy,
          const Clock& clock);
  Witness(Witness&&) noexcept;
  Witness& operator=(Witness&&) noexcept;
  ~Witness();

  /// POST add-checkpoint. A cosignature leaves only when its head is on disk. Throws Failure and
  /// Damage; nothing is cosigned then. Threads: any.
  [[nodiscard]] WitnessAnswer add_checkpoint(std::string_view body);
  /// GET HEX/checkpoint: the latest cosigned head of the log whose origin has this SHA-256, in 64
  /// lower-case hex digits; 404 for any other. Threads: any.
  [[nodiscard]] WitnessAnswer checkpoint(std::string_view origin_sha256) const;

  [[nodiscard]] std::string vkey() const;
  [[nodiscard]] std::vector<std::string> origins() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The ledger's side: how its requests reach a witness.
class WitnessClient {
 public:
  virtual ~WitnessClient() = default;
  /// POSTs the body. Nothing when no whole answer of at most `Witness::body_bytes_max` came in
  /// time. Threads: several call at once.
  virtual std::optional<WitnessAnswer> post(const std::string& url, const std::string& body) = 0;
  /// Lets time go by before witnesses that were busy are asked again.
  virtual void wait(std::chrono::milliseconds time) = 0;
};

enum class WitnessWord : std::uint8_t {
  cosigned,
  unreachable,  ///< no answer, or busy to the end
  refused,      ///< does not know the ledger or its key, or answers what the protocol does not have
  ahead,        ///< has cosigned a larger tree of this ledger
  contradicted  ///< has cosigned another tree of this ledger
};

/// What came of asking one witness.
struct WitnessOutcome {
  std::string witness;  ///< its name in the file `witnesses`
  WitnessWord word{};
  std::string detail;  ///< for a person: what came, what to do
};

/// What came of asking all of them.
struct Gathered {
  std::int64_t size{};  ///< of the head they were asked about
  std::vector<WitnessOutcome> witnesses;
  bool has_quorum = false;  ///< by all cosignatures of this head that are kept
};

}  // namespace ledger
