#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/chain/note.hpp"
#include "ledger/chain/note_lines.hpp"
#include "ledger/key.hpp"
#include "ledger/witness.hpp"
#include "ledger/witness/add_checkpoint.hpp"

namespace ledger::witness {

/// Where the last head cosigned of each log lies. Threads: any.
class HeadKeeper {
 public:
  virtual ~HeadKeeper() = default;
  /// The last note kept for the origin.
  [[nodiscard]] virtual std::optional<std::string> last(const std::string& origin) const = 0;
  /// Compare and store, as one step: on disk when it returns true; false, and nothing stored, when
  /// the last note is not `expected` any more.
  [[nodiscard]] virtual bool exchange(const std::string& origin,
                                      const std::optional<std::string>& expected,
                                      const std::string& next) = 0;
  /// Keeps a file that shows that two trees of one size were signed. `head` names the one that is
  /// not kept as the last: what is kept under it already stays.
  virtual void keep_fork(const std::string& origin, const std::string& head,
                         const std::string& text) = 0;
};

/// What a witness answers (C2SP tlog-witness, "add-checkpoint"). Reads no clock and no file.
/// Threads: any.
class Responder {
 public:
  /// A log may have several keys, of one name: the origin.
  Responder(const Signer& signer, std::vector<VerifierKey> logs, HeadKeeper& heads);

  /// Throws Damage when what was kept is not what this witness cosigned.
  [[nodiscard]] WitnessAnswer add_checkpoint(std::string_view body, std::int64_t now_s);

 private:
  /// A head that one of its log's keys signed.
  struct Head {
    chain::CheckpointBody body;
    std::string text;       ///< what is signed
    std::string log_lines;  ///< of the log's keys; everybody else's are dropped
  };
  struct Kept {
    chain::CheckpointBody body;
    std::string note;
    std::int64_t time_s{};
  };
  [[nodiscard]] WitnessAnswer judge(const AddCheckpoint& request, const Head& head,
                                    std::int64_t now_s);
  [[nodiscard]] WitnessAnswer cosign(const Head& head, const std::optional<Kept>& kept,
                                     std::int64_t now_s);
  [[nodiscard]] std::optional<Kept> kept_of(const std::string& origin) const;
  void keep_if_fork(const Kept& kept, const Head& head);

  const Signer& signer_;
  std::vector<VerifierKey> logs_;
  HeadKeeper& heads_;
};

}  // namespace ledger::witness
