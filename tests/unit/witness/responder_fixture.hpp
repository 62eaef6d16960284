#pragma once

#include <functional>
#include <map>
#include <utility>

#include "ledger/chain/cosignature.hpp"
#include "ledger/result.hpp"
#include "ledger/witness/responder.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/witness/log_tree.hpp"

namespace ledger::witness {

inline constexpr std::int64_t now_s = 1'735'531'200;

/// Notes in memory. `after_last` lets another request be faster.
struct Notes final : HeadKeeper {
  [[nodiscard]] std::optional<std::string> last(const std::string& origin) const override {
    const auto note = kept.find(origin);
    auto found = note == kept.end() ? std::nullopt : std::optional(note->second);
    if (auto faster = std::exchange(after_last, nullptr)) faster();
    return found;
  }
  [[nodiscard]] bool exchange(const std::string& origin, const std::optional<std::string>& expected,
                              const std::string& next) override {
    if (is_full) throw Failure("no space");
    if (last(origin) != expected) return false;
    kept[origin] = next;
    return true;
  }
  void keep_fork(const std::string&, const std::string& head, const std::string& text) override {
    evidence.emplace(head, text);
  }
  std::map<std::string, std::string> kept;
  std::map<std::string, std::string> evidence;  ///< by head
  mutable std::function<void()> after_last;
  bool is_full = false;
};

struct Fixture {
  Signer key = test_signer("witness.example/w1", 3);
  Notes notes;
  Responder responder{
      key, {test_signer(test_origin, 1).verifier(), test_signer(test_origin, 2).verifier()}, notes};
  LogTree log;

  WitnessAnswer send(std::int64_t old, const std::vector<Hash>& proof, const std::string& head,
                     std::int64_t at_s = now_s) {
    return responder.add_checkpoint(write_add_checkpoint({old, proof, head}), at_s);
  }
  WitnessAnswer grow(std::int64_t old, std::int64_t size, std::int64_t at_s = now_s) {
    return send(old, log.path(old, size), log.head(size), at_s);
  }
  /// The head and the time that an answer of 200 cosigns.
  chain::CosignatureLine cosigned(const std::string& head, const WitnessAnswer& answer) const {
    const auto with = chain::with_lines(head, answer.body);
    REQUIRE(with);
    return chain::cosignature_of(chain::read_note(*with).value(), chain::cosigner_key(key));
  }
};

}  // namespace ledger::witness
