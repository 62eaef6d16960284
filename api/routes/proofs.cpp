#include <fmt/format.h>

#include "api/core.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/scope.hpp"
#include "api/wire/answers.hpp"
#include "api/wire/problem.hpp"
#include "api/wire/target.hpp"

namespace api {

using wire::Stop;
using wire::Trouble;

namespace {

/// Of a bundle for everybody: answers wait in memory for those who read them slowly.
constexpr std::size_t bundle_bytes_max = 16 * 1024 * 1024;

/// Whether the code is one of those that an operator gives to what has none, by counting.
bool is_provisional(const std::string& id) {
  return id.starts_with("NOCODE-");
}

/// A unit's code is read off the unit; operators are listed, lots and provisional codes numbered,
/// so nobody has to know anything to name them: their trails are for who is party to them, to all
/// of it where it is an operator's. What looks numbered answers the same whether it is there or
/// not.
void require_party_to_prove(Call& call, const ledger::Ledger& ledger, const std::string& id) {
  require_needs(call, Needs::own,
                "the trail of a lot, an operator or a unit with a provisional code");
  if (!ledger.find_operator(id)) {
    if (!is_party(call, ledger, id)) not_found(call, "unit, lot or operator", id);
  } else if (!may_see(call, id)) {
    throw Stop(Trouble::not_found, fmt::format("there is no whole trail of {} for {} to read", id,
                                               call.caller.operator_id));
  }
}

/// A unit's trail is short; that of an operator may be most of the ledger.
ledger::Result<std::string> make_bundle(Call& call, const std::string& id) {
  {
    const auto ledger = call.core.readers.lend(call.waited);
    const bool is_lot_like = id.find('/') != std::string::npos;
    const bool is_short = ledger->unit(id) || (!is_lot_like && !ledger->find_operator(id));
    if (!is_short || is_provisional(id)) require_party_to_prove(call, *ledger, id);
    if (is_short) return ledger->prove_trail(id);
  }
  return (*lend_long(call))->prove_trail(id);
}

}  // namespace

Response get_trail_proof(Call& call) {
  const std::string& id = call.parts.at(0);
  auto bundle = make_bundle(call, id);
  if (bundle && bundle->size() > bundle_bytes_max && !sees_all(call))
    bundle = ledger::refuse(ledger::Refusal::too_long, "",
                            fmt::format("the bundle has {} bytes, and without a regulator's token "
                                        "at most {} are given out",
                                        bundle->size(), bundle_bytes_max));
  if (bundle) return wire::text_answer("application/json", std::move(*bundle));
  throw Stop(wire::read_problem_of(bundle.error()));
}

Response get_consistency_proof(Call& call) {
  const std::int64_t size = wire::read_number("size", call.parts.at(0), 0, std::int64_t{1} << 53U);
  const auto ledger = call.core.readers.lend(call.waited);
  auto proof = ledger->prove_consistency(size);
  if (proof) return wire::text_answer("application/json", std::move(*proof));
  throw Stop(wire::read_problem_of(proof.error()));
}

}  // namespace api
