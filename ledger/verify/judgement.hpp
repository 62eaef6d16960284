#pragma once

#include <optional>
#include <string>
#include <utility>

#include "ledger/chain/policy.hpp"
#include "ledger/result.hpp"
#include "ledger/verify.hpp"

namespace ledger::verify {

/// Why something is not proven.
struct Objection {
  Outcome outcome{};
  std::string sentence, found, expected, hint;
};
template <class T>
using Judgement = tl::expected<T, Objection>;
using Objected = std::optional<Objection>;

[[nodiscard]] inline Objection wrong(std::string sentence, std::string found,
                                     std::string expected) {
  return {Outcome::wrong, std::move(sentence), std::move(found), std::move(expected), {}};
}
[[nodiscard]] inline Objection unjudged(std::string sentence, std::string hint) {
  return {Outcome::not_judged, std::move(sentence), {}, {}, std::move(hint)};
}
[[nodiscard]] inline tl::unexpected<Objection> failed(Objection objection) {
  return tl::unexpected<Objection>(std::move(objection));
}

[[nodiscard]] Verdict verdict_of(ProofKind kind, Objection objection);
/// A verdict that shows a checkpoint that was judged; the rest is the caller's.
[[nodiscard]] Verdict proven_under(ProofKind kind, const chain::Judged& judged,
                                   std::string sentence);
/// "ORIGIN with its 80 entries": how sentences name a head.
[[nodiscard]] std::string head_words(const chain::Judged& judged);

}  // namespace ledger::verify
