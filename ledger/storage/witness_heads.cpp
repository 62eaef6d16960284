#include "ledger/storage/witness_heads.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/result.hpp"
#include "ledger/storage/replace_file.hpp"

namespace ledger::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_bytes_max = std::size_t{1} << 20U;

std::string name_of(std::string_view bytes) {
  return encoding::hex(crypto::sha256(bytes));
}

bool is_name(std::string_view name) {
  return name.size() == 64 && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

const fs::path& with_heads(const fs::path& directory) {
  if (fs::is_directory(directory / "heads")) return directory;
  // Made anew it would have forgotten what it cosigned, and could cosign another history.
  throw Failure(
      fmt::format("opening the witness {}: there is no directory `heads` in it; bring it back, or "
                  "make a new witness with a new key (`celltrail witness new`)",
                  directory.string()));
}

}  // namespace

void WitnessHeads::create(const fs::path& directory) {
  if (!fs::create_directory(directory / "heads"))
    throw Failure(fmt::format("making a witness: {} has heads already", directory.string()));
  fs::create_directory(directory / "evidence");
}

WitnessHeads::WitnessHeads(const fs::path& directory)
    : heads_(with_heads(directory) / "heads"),
      evidence_(directory / "evidence"),
      lock_(directory, "runs this witness; one process at a time may") {}

fs::path WitnessHeads::file_of(const std::string& origin) const {
  return heads_ / name_of(origin);
}

std::optional<std::string> WitnessHeads::last(const std::string& origin) const {
  return read_if_there(file_of(origin), file_bytes_max);
}

std::optional<std::string> WitnessHeads::last_by_name(const std::string& name) const {
  // The name comes from a request: nothing else may become a path.
  if (!is_name(name)) return std::nullopt;
  return read_if_there(heads_ / name, file_bytes_max);
}

bool WitnessHeads::exchange(const std::string& origin, const std::optional<std::string>& expected,
                            const std::string& next) {
  const std::lock_guard guard(exchanging_);
  if (last(origin) != expected) return false;
  replace_file(file_of(origin), next);
  return true;
}

void WitnessHeads::keep_fork(const std::string& origin, const std::string& head,
                             const std::string& text) {
  const std::lock_guard guard(exchanging_);
  fs::create_directories(evidence_);
  const std::string begin = fmt::format("fork-{}-", name_of(origin).substr(0, 16));
  const fs::path file = evidence_ / (begin + head + ".json");
  if (fs::exists(file)) return;
  const auto of_this_log = std::count_if(
      fs::directory_iterator(evidence_), fs::directory_iterator(),
      [&](const fs::path& kept) { return kept.filename().string().starts_with(begin); });
  if (of_this_log < forks_of_a_log_max) replace_file(file, text);
}

}  // namespace ledger::storage
