#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/chain/proof_files.hpp"
#include "ledger/verify.hpp"
#include "tests/support/temp_ledger.hpp"

/// A ledger whose keeper may do anything: it has the ledger's key, and keys of whom it bribed. It
/// begins as a copy of an honest one.
class Forged {
 public:
  explicit Forged(made_up::TempLedger& book);

  /// What an honest ledger would not do.
  struct Trick {
    std::map<std::string, ledger::Index> prev = {};  ///< of these trails, another predecessor
    std::optional<ledger::Index> standing = {};
    std::string signer = {};  ///< whose key `desk` signs, when not the operator's
    std::string key = "desk";
    std::optional<ledger::Hash> seen = {};  ///< leaf that the signer swears to, of the last entry
  };
  /// One more entry, alone in its batch.
  ledger::Index add(const made_up::Said& event, const Trick& trick);
  ledger::Index add(const made_up::Said& event) { return add(event, Trick()); }

  /// A batch of one event, recorded once more: needs no key but the ledger's.
  ledger::Index replay(ledger::Index index);

  /// Hands the ledger's key over; the heads after it are signed with the new one.
  ledger::Index rotate(const Trick& trick);

  [[nodiscard]] std::string checkpoint() const { return checkpoint(entries_.size()); }
  [[nodiscard]] std::string checkpoint(std::size_t size) const;
  [[nodiscard]] ledger::Hash leaf(ledger::Index index) const;
  [[nodiscard]] std::vector<ledger::Hash> path(ledger::Index index, std::size_t size) const;
  /// With entry 0, the trail and `others`.
  [[nodiscard]] ledger::chain::TrailBundle bundle(const std::string& about,
                                                  std::vector<ledger::Index> trail,
                                                  std::vector<ledger::Index> others) const;

 private:
  ledger::Index record(ledger::Batch batch, const ledger::Event& event, const Trick& trick);
  void learn(const std::string& bytes);
  [[nodiscard]] std::vector<ledger::Hash> batch_path(ledger::Index index) const;

  ledger::Signer seal_;
  std::vector<std::string> entries_;
  std::map<std::string, ledger::Index> last_, standing_;
};

/// Judged with a policy that trusts the ledger.
[[nodiscard]] ledger::Verdict verified(made_up::TempLedger& book, const std::string& file,
                                       std::optional<std::string> other = std::nullopt,
                                       std::optional<std::string> entry = std::nullopt);
/// Demands that this is the outcome and that the sentence holds the words; nothing is shown unless
/// it is proven.
void demand(const ledger::Verdict& verdict, ledger::Outcome outcome, const std::string& words);

/// The retirement of a pack of 412 kg, and a weighing of the first one.
[[nodiscard]] made_up::Said retirement(int number);
[[nodiscard]] made_up::Said weighing(const std::string& id);

/// The enrolment of the collector in every TempLedger.
inline constexpr ledger::Index collector_enrolled = 2;

[[nodiscard]] ledger::Verdict judged(made_up::TempLedger& book,
                                     const ledger::chain::TrailBundle& bundle);
