#include "ledger/witness.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "ledger/chain/policy.hpp"
#include "ledger/cosigner.hpp"
#include "ledger/encoding/codes.hpp"
#include "ledger/result.hpp"
#include "ledger/storage/witness_heads.hpp"
#include "ledger/witness/responder.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;

std::vector<VerifierKey> logs_of(std::string_view text) {
  const auto policy = chain::read_policy(text);
  if (!policy)
    throw Failure(fmt::format("reading the logs that this witness knows: line {} {}",
                              policy.error().line, policy.error().what));
  std::vector<VerifierKey> logs;
  for (const chain::PolicyLog& log : policy->logs) logs.push_back(log.key);
  return logs;
}

/// A log that is its own witness would prove nothing.
void require_other_key(const std::vector<VerifierKey>& logs, const Signer& key) {
  for (const VerifierKey& log : logs)
    if (log.key == key.verifier().key)
      throw Failure(
          fmt::format("starting the witness {}: its key is that of the log {}; a witness "
                      "needs a key of its own",
                      key.verifier().name, log.name));
}

class KeptHeads final : public witness::HeadKeeper {
 public:
  explicit KeptHeads(const fs::path& directory) : heads_(directory) {}
  [[nodiscard]] std::optional<std::string> last(const std::string& origin) const override {
    return heads_.last(origin);
  }
  [[nodiscard]] std::optional<std::string> last_by_name(const std::string& name) const {
    return heads_.last_by_name(name);
  }
  [[nodiscard]] bool exchange(const std::string& origin, const std::optional<std::string>& expected,
                              const std::string& next) override {
    return heads_.exchange(origin, expected, next);
  }
  void keep_fork(const std::string& origin, const std::string& head,
                 const std::string& text) override {
    heads_.keep_fork(origin, head, text);
  }

 private:
  storage::WitnessHeads heads_;
};

}  // namespace

struct Witness::Impl {
  Impl(const fs::path& directory, Signer signer, std::vector<VerifierKey> known, const Clock& time)
      : key(std::move(signer)),
        logs(std::move(known)),
        clock(time),
        heads(directory),
        responder(key, logs, heads) {}

  Signer key;
  std::vector<VerifierKey> logs;
  const Clock& clock;
  KeptHeads heads;
  witness::Responder responder;
};

fs::path Witness::key_file(const fs::path& directory) {
  return directory / "witness.key";
}

std::string Witness::create(const fs::path& directory, const std::string& name,
                            std::optional<std::string_view> passphrase) {
  if (!encoding::is_origin(name))
    throw Failure(
        fmt::format("making a witness: \"{}\" cannot be its name; expected an address of yours in "
                    "small letters, without https://, such as witness.example/w1",
                    name));
  if (fs::exists(directory) && !(fs::is_directory(directory) && fs::is_empty(directory)))
    throw Failure(
        fmt::format("making a witness: there is something at {} already; name another "
                    "directory",
                    directory.string()));
  fs::create_directories(directory);
  fs::permissions(directory, fs::perms::owner_all);
  const Signer key = new_signer(name);
  write_key_file(key_file(directory), key, passphrase);
  storage::WitnessHeads::create(directory);
  return chain::cosigner_key(key).text();
}

Witness::Witness(const fs::path& directory, Signer key, std::string_view policy,
                 const Clock& clock) {
  if (inspect_key_file(key_file(directory)).verifier.text() != key.verifier().text())
    throw Failure(fmt::format("starting the witness {}: the key given is {}; its own is in {}",
                              directory.string(), key.verifier().name,
                              key_file(directory).string()));
  std::vector<VerifierKey> logs = logs_of(policy);
  require_other_key(logs, key);
  impl_ = std::make_unique<Impl>(directory, std::move(key), std::move(logs), clock);
}

Witness::Witness(Witness&&) noexcept = default;
Witness& Witness::operator=(Witness&&) noexcept = default;
Witness::~Witness() = default;

WitnessAnswer Witness::add_checkpoint(std::string_view body) {
  return impl_->responder.add_checkpoint(body, impl_->clock.now_ms() / 1000);
}

WitnessAnswer Witness::checkpoint(std::string_view origin_sha256) const {
  if (auto note = impl_->heads.last_by_name(std::string(origin_sha256)))
    return {200, "text/plain; charset=utf-8", std::move(*note)};
  return {404, "text/plain; charset=utf-8", "no head of such a log was cosigned here\n"};
}

std::string Witness::vkey() const {
  return chain::cosigner_key(impl_->key).text();
}

std::vector<std::string> Witness::origins() const {
  std::vector<std::string> origins;
  for (const VerifierKey& log : impl_->logs)
    if (std::find(origins.begin(), origins.end(), log.name) == origins.end())
      origins.push_back(log.name);
  return origins;
}

std::string cosigner_vkey(const VerifierKey& key) {
  return chain::CosignerKey{key.name, key.key}.text();
}

}  // namespace ledger
