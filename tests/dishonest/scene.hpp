#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.hpp"
#include "tests/support/insider.hpp"
#include "tests/support/temp_ledger.hpp"

namespace dishonest {

namespace fs = std::filesystem;

struct Ran {
  int code{};
  std::string out, err;
};

/// A witness without a network between; remembers what it answered.
class WitnessNextDoor final : public ledger::WitnessClient {
 public:
  WitnessNextDoor(const fs::path& home, const std::string& ledger_key, const ledger::Clock& clock);
  std::optional<ledger::WitnessAnswer> post(const std::string& url,
                                            const std::string& body) override;
  void wait(std::chrono::milliseconds) override {}
  [[nodiscard]] std::string vkey() const { return witness_.vkey(); }

  std::vector<int> statuses;

 private:
  ledger::Witness witness_;
};

/// An honest ledger in which some batteries were told of, and everybody who keeps something of it
/// in a place of his own: each company the receipts of its batches, the regulator a checkpoint, a
/// journalist a mirror, the witness its memory. Whoever runs the ledger reaches none of that.
///
/// Entry 0 founds it, 1 to 7 enrol. Then one batch of one event a day:
/// 8 the collector retires pack 1, 9 the vehicle dismantler pack 2 (V-1), 10 the collector
/// sends pack 1 away (D-1), 11 the recycler has it (IN-1) and 12 opens it (DM-1), 13 another
/// recycler retires pack 3 (S-1), 14 the collector pack 4.
class Scene {
 public:
  Scene();

  /// Records, and the company keeps the receipt.
  void record(const made_up::Said& event);
  /// Two batches that are signed before either is recorded.
  void record_at_once(const made_up::Said& one, const made_up::Said& other);
  /// What they all keep is brought up to the ledger of now.
  void look();

  /// The program, in this process.
  [[nodiscard]] Ran celltrail(std::vector<std::string> words) const;
  [[nodiscard]] std::string operator/(const std::string& name) const;
  [[nodiscard]] std::string receipt(std::string_view event_id) const;

  /// The ledger that the insider has made, where everybody now finds it.
  std::string show(const made_up::Insider& insider,
                   made_up::Insider::AfterLines lines = made_up::Insider::AfterLines::refitted);
  /// A copy of the ledger's files as they are, to be harmed or put back.
  std::string copy(const std::string& name) const;

  // Who looks at the ledger in the directory `shown`, and how.
  [[nodiscard]] Ran audit(const std::string& shown) const;
  /// The regulator holds it against the newest head kept, or an earlier one.
  [[nodiscard]] Ran regulator(const std::string& shown) const;
  /// A company asks how today's head continues that of its receipt, and holds both together.
  [[nodiscard]] Ran company(std::string_view event_id, const std::string& shown) const;
  /// The journalist brings the mirror up to date.
  [[nodiscard]] Ran mirror(const std::string& shown);
  /// The ledger's own program asks the witness for a cosignature.
  [[nodiscard]] ledger::WitnessWord witness(const std::string& shown);
  /// Somebody with the ledger's key asks it, by hand, for one without a proof: the HTTP status.
  [[nodiscard]] int insist(const std::string& shown);
  /// The company's next batch, by somebody who has seen what it has a receipt for. The batch is
  /// kept as NAME.batch.
  [[nodiscard]] ledger::Result<ledger::Appended> next_batch(const made_up::Said& event,
                                                            std::string_view seen,
                                                            const std::string& shown);
  /// `celltrail verify` with a policy that trusts the ledger, before anything was forged.
  [[nodiscard]] Ran verify(const std::string& file, const std::string& with = "") const;
  /// The first file of evidence that the mirror has kept.
  [[nodiscard]] std::string evidence() const;
  [[nodiscard]] WitnessNextDoor& witness_next_door() { return *witness_; }
  [[nodiscard]] ledger::LedgerInfo info(const std::string& shown) const;

  /// Demands that nobody is fooled: mirror, witness, regulator, and the company that has the
  /// receipt of this event.
  void everybody_notices(const std::string& book, std::string_view event_id);

  made_up::TempLedger book;

 private:
  made_up::TempFolder folder_;
  std::map<std::string, ledger::Receipt, std::less<>> receipts_;
  std::optional<WitnessNextDoor> witness_;
  int shown_ = 0, tiles_ = 0;
};

/// Demands this exit code, and these words on stdout or stderr.
void demand(const Ran& ran, int code, const std::string& words);

[[nodiscard]] made_up::Said retirement(std::string_view by, std::string_view id, int number);
[[nodiscard]] std::string content(const fs::path& file);
void write(const fs::path& file, std::string_view bytes);

}  // namespace dishonest
