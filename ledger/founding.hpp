#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/ledger.hpp"
#include "ledger/recording/door.hpp"
#include "ledger/storage/paths.hpp"

namespace ledger {

/// Refuses `id_malformed` what can name no ledger.
[[nodiscard]] Result<void> judge_origin(std::string_view origin);

/// The `establish` event. Refuses what no event may say.
[[nodiscard]] Result<Event> founding_event(const Ledger::Founding& founding,
                                           const VerifierKey& authority,
                                           const std::string& ledger_vkey, const Clock& clock);

/// Makes database and head file in `folder`, with entry 0 in them, signed with the ledger's key
/// that lies among `keys`. A refusal leaves files behind: `folder` is a scaffold.
[[nodiscard]] Result<void> write_entry_0(const std::filesystem::path& folder,
                                         const storage::Paths& keys, const Clock& clock,
                                         CheckedBatch founding);

/// Throws Failure when something is there already.
void require_free(const std::filesystem::path& directory);

/// A directory made beside its place and moved there whole, so that a crash on the way leaves no
/// half ledger. Goes again, with the directories made for it, unless it was moved.
class Scaffold {
 public:
  explicit Scaffold(const std::filesystem::path& target);
  Scaffold(const Scaffold&) = delete;
  Scaffold& operator=(const Scaffold&) = delete;
  ~Scaffold();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  void move_to_its_place();

 private:
  std::filesystem::path target_, path_;
  std::vector<std::filesystem::path> homes_;
  bool is_moved_ = false;
};

}  // namespace ledger
