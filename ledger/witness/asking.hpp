#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/chain/cosignature.hpp"
#include "ledger/hash.hpp"
#include "ledger/witness.hpp"

namespace ledger::witness {

/// The head to be cosigned, and what it takes to show that it continues an earlier one.
struct HeadToShow {
  std::int64_t size{};
  std::string checkpoint;  ///< the signed note
  std::string origin;
  /// The consistency path from an older size, 0 < older <= size.
  std::function<std::vector<Hash>(std::int64_t older)> path_from;
};

/// Where a witness is, and what it is known by.
struct WitnessAt {
  std::string name;  ///< in the policy
  chain::CosignerKey key;
  std::string url;  ///< submission prefix
};

/// Asks one witness for its cosignature of one head, answer by answer: what to send next, and when
/// to stop. Sends nothing itself.
class Asking {
 public:
  /// `seen` is the size that the witness cosigned last as far as is known, 0 when nothing is. One
  /// that is silent or busy is asked `attempts` times; whatever it answers, it is asked at most
  /// once more than that.
  Asking(WitnessAt witness, const HeadToShow& head, std::int64_t seen, int attempts);

  [[nodiscard]] bool is_done() const { return outcome_.has_value(); }
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::string body() const;
  /// Takes what came back for `body()`: nothing when no answer did.
  void take(const std::optional<WitnessAnswer>& answer);
  /// The witness was busy or silent and is to be left alone for a while before it is asked again.
  [[nodiscard]] bool is_waiting() const { return is_waiting_; }

  /// Once done.
  [[nodiscard]] const WitnessOutcome& outcome() const { return *outcome_; }
  /// Its line with LF when it cosigned, else empty.
  [[nodiscard]] const std::string& line() const { return line_; }

 private:
  void take_cosignature(const std::string& body);
  void take_conflict(const std::string& body);
  void take_busy(const std::string& what);
  void end(WitnessWord word, std::string detail);

  WitnessAt witness_;
  const HeadToShow& head_;
  std::int64_t old_;
  int attempts_, requests_ = 0;
  bool was_told_size_ = false, is_waiting_ = false;
  std::string line_;
  std::optional<WitnessOutcome> outcome_;
};

}  // namespace ledger::witness
