#pragma once

#include <filesystem>
#include <string>

#include "ledger/storage/store.hpp"

namespace tests {

/// A folder of its own that goes with the object.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline constexpr std::int64_t entries_each = 6;

/// The `nth` append (from 0) to a ledger: 6 entries in two batches (the founding one alone), and a
/// row of every kind. The later ones change what the earlier ones wrote.
[[nodiscard]] ledger::storage::Append sample_append(std::int64_t nth);

/// Puts a ledger with the first sample append into a file, closed and with nothing beside it.
void put_sample_ledger(const std::filesystem::path& file);

/// Every member of a row as text, so that rows can be compared and shown.
[[nodiscard]] std::string show(const ledger::Batch& batch);
[[nodiscard]] std::string show(const ledger::storage::EntryRow& row);
[[nodiscard]] std::string show(const ledger::Checkpoint& checkpoint);
[[nodiscard]] std::string show(const ledger::Constitution& constitution);
[[nodiscard]] std::string show(const ledger::OperatorState& state);
[[nodiscard]] std::string show(const ledger::UnitState& unit);
[[nodiscard]] std::string show(const ledger::CodeState& code);
[[nodiscard]] std::string show(const ledger::LotState& lot);
[[nodiscard]] std::string show(const ledger::TransferState& transfer);
[[nodiscard]] std::string show(const ledger::TargetState& target);
[[nodiscard]] std::string show(const ledger::Finding& finding);
[[nodiscard]] std::string show(const ledger::Tallies& tallies);

/// Everything a store holds, as text.
[[nodiscard]] std::string show_all(const ledger::storage::Store& store);

}  // namespace tests
