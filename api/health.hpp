#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ledger/clock.hpp"
#include "ledger/intake.hpp"
#include "ledger/witness.hpp"

namespace api {

struct Check {
  std::string name;  ///< "intake", "disk", "head", "witnesses"
  bool is_ok = false;
  std::string detail;  ///< what was found, for who runs the service; no paths
};

/// Whether the service can do its work now. Threads: any.
class Health {
 public:
  /// `intake` null: the service only reads, and writing is not asked for.
  Health(std::filesystem::path ledger, const ledger::Clock& clock, const ledger::Intake* intake,
         std::chrono::milliseconds hangs_after = std::chrono::seconds(10));

  /// Looks at most once a second, whoever asks: anybody may.
  [[nodiscard]] std::vector<Check> checks();

  /// What the witnesses answered last.
  void heard(const ledger::Gathered& gathered);
  struct Witnesses {
    std::int64_t size{};  ///< of the head they were asked about
    std::int64_t cosigned{}, silent{}, refused{}, contradicting{};
    bool has_quorum = false;
  };
  [[nodiscard]] std::optional<Witnesses> witnesses() const;

 private:
  [[nodiscard]] Check intake_check() const;
  [[nodiscard]] Check disk_check() const;
  [[nodiscard]] Check head_check() const;
  [[nodiscard]] Check witness_check() const;

  const std::filesystem::path ledger_;
  const ledger::Clock& clock_;
  const ledger::Intake* const intake_;
  const std::chrono::milliseconds
      hangs_after_;  ///< a commit that takes longer does not end by itself
  std::mutex looking_;
  std::chrono::steady_clock::time_point looked_;
  std::vector<Check> found_;
  mutable std::mutex guard_;
  std::optional<Witnesses> witnesses_;
};

}  // namespace api
