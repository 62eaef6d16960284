#include "cli/record/keyring.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "cli/problem.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> key_files(const KeyringOptions& options) {
  std::vector<std::string> files = options.files;
  if (!options.directory) return files;
  if (!fs::is_directory(*options.directory))
    not_found("there is no directory of keys at " + *options.directory, "look for a slip in it");
  std::vector<std::string> found;
  for (const fs::directory_entry& file : fs::directory_iterator(*options.directory))
    if (file.path().extension() == ".key") found.push_back(file.path().string());
  // Which of two keys of one operator signs must not hang on the order of a directory.
  std::sort(found.begin(), found.end());
  files.insert(files.end(), found.begin(), found.end());
  return files;
}

}  // namespace

Keyring::Keyring(const Context& context, const KeyringOptions& options) {
  const std::vector<std::string> files = key_files(options);
  if (files.empty())
    misused("no key to sign with is given", "add --key FILE, or --keys DIR with *.key files");
  const std::optional<std::string> passphrase = read_passphrase(options.passphrase);
  for (const std::string& file : files) {
    ledger::Signer signer = read_signer(context, file, passphrase);
    const std::string name = signer.verifier().name;
    signers_.emplace(name.substr(0, name.find('/')), std::move(signer));
  }
}

const ledger::Signer* Keyring::of(const std::string& operator_id) const {
  const auto at = signers_.find(operator_id);
  return at == signers_.end() ? nullptr : &at->second;
}

std::optional<std::string> Keyring::only_operator() const {
  if (signers_.size() != 1) return std::nullopt;
  return signers_.begin()->first;
}

EventSource::Sign signing_with(const ledger::LedgerReader& ledger, const Keyring& keys,
                               const OpeningsFile& openings) {
  return [&ledger, &keys, &openings, origin = ledger.info().origin](
             std::vector<ledger::Event> events) -> ledger::Result<ledger::SignedBatch> {
    const std::string operator_id(events.front().operator_id);
    const ledger::Signer* signer = keys.of(operator_id);
    if (signer == nullptr)
      return ledger::refuse(ledger::Refusal::unknown_key, "/operator",
                            "no key of " + operator_id + " was given with --key or --keys");
    std::vector<ledger::SealedText> opened;
    for (const ledger::Event& event : events) openings.add_of(operator_id, event.id, opened);
    return ledger::sign_batch(origin, std::move(events), ledger.newest(), *signer,
                              std::move(opened));
  };
}

}  // namespace cli
