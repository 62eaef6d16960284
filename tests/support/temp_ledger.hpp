#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.hpp"
#include "tests/support/said.hpp"

namespace made_up {

class FixedClock final : public ledger::Clock {
 public:
  [[nodiscard]] std::int64_t now_ms() const override { return ms; }
  void add_days(std::int64_t days) { ms += days * 86'400'000; }

  std::int64_t ms = 1'735'531'200'000;  ///< 2024-12-30T12:00:00+08:00
};

/// An empty directory that goes with the object.
class TempFolder {
 public:
  TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The key of this name, the same in every run.
[[nodiscard]] ledger::Signer key_named(const std::string& name);

/// A real ledger in a temporary directory, founded in 2024, with every made-up operator but the
/// stranger enrolled under its key `OPERATOR/desk`.
class TempLedger {
 public:
  explicit TempLedger(std::int64_t batch_window_s = 7 * 86'400, std::string recovery_key = {});

  ledger::Ledger& ledger() { return *ledger_; }
  [[nodiscard]] std::filesystem::path directory() const { return folder_.path() / "ledger"; }
  static constexpr std::string_view origin = "celltrail.example/temp";

  /// One batch of these events, signed with the key `desk` (or `key`) of the first one's operator.
  ledger::SignedBatch sign(const std::vector<Said>& events, std::string_view key = "desk");
  /// Reads, signs and appends. What the strict reader refuses comes back as its refusal.
  ledger::Result<ledger::Appended> record(const std::vector<Said>& events,
                                          std::string_view key = "desk");
  ledger::Result<ledger::Appended> record(const Said& event) { return record(std::vector{event}); }

  /// Demands that the events are recorded, each in a batch of its own.
  void accept(const std::vector<Said>& events);
  void accept(const Said& event) { accept(std::vector{event}); }
  /// Demands that the event is refused so, there, and that nothing at all has changed.
  void refuse(ledger::Refusal refusal, std::string_view pointer, const Said& event);
  void refuse(ledger::Refusal refusal, std::string_view pointer, ledger::SignedBatch batch);
  void refuse_batch(ledger::Refusal refusal, std::string_view pointer,
                    const std::vector<Said>& events);

  /// Demands that an audit of the files finds no damage. Every test that records ends with it.
  void check();
  /// As when the program was started again: nothing but the files is left.
  void reopen(const ledger::AskPassphrase& ask = {});
  /// Makes the ledger's next key (the ledger is closed meanwhile), and the event that names it.
  Said rotation(std::string_view id);

  ledger::Report report(ledger::CountingRule rule = ledger::CountingRule::net_1,
                        std::int64_t year = 2024);
  ledger::UnitState unit(std::string_view code);
  ledger::LotState lot(std::string_view name);
  /// Grams an operator's account of stock shows.
  std::int64_t stock(std::string_view operator_id);
  /// Grams of a place, over all operators, at the end of 2024.
  std::int64_t balance(std::string_view place);
  /// Findings of this name in 2024.
  std::int64_t findings(const std::string& name);

  FixedClock clock;

 private:
  void demand_refused(ledger::Refusal refusal, std::string_view pointer,
                      const ledger::Result<ledger::Appended>& answer, const std::string& before);
  /// Everything a reader can see of the ledger, as text.
  std::string everything();

  TempFolder folder_;
  std::optional<ledger::Ledger> ledger_;
};

}  // namespace made_up
