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

}  // namespace

Response get_trail_proof(Call& call) {
  const std::string& id = call.parts.at(0);
  const auto ledger = call.core.readers.lend();
  auto bundle = ledger->prove_trail(id);
  if (bundle && bundle->size() > bundle_bytes_max && !sees_all(call))
    bundle = ledger::refuse(ledger::Refusal::too_long, "",
                            fmt::format("the bundle has {} bytes, and without a regulator's token "
                                        "at most {} are given out",
                                        bundle->size(), bundle_bytes_max));
  if (bundle) return wire::text_answer("application/json", std::move(*bundle));
  wire::Problem problem = wire::problem_of(bundle.error());
  problem.pointer.clear();
  if (bundle.error().refusal == ledger::Refusal::unknown_unit) {
    problem.status = 404;
    problem.hint = "look for a slip in it; a lot is written OPERATOR%2FNO";
  } else {
    problem.status = 422;
    problem.hint = "prove its entries one by one, or the trails of its units and lots";
  }
  throw Stop(std::move(problem));
}

Response get_consistency_proof(Call& call) {
  const std::int64_t size = wire::read_number("size", call.parts.at(0), 0, std::int64_t{1} << 53U);
  const auto ledger = call.core.readers.lend();
  auto proof = ledger->prove_consistency(size);
  if (proof) return wire::text_answer("application/json", std::move(*proof));
  wire::Problem problem = wire::problem_of(proof.error());
  problem.status = 404;
  problem.pointer.clear();
  problem.hint = "give the size in the second line of a checkpoint that was kept";
  throw Stop(std::move(problem));
}

}  // namespace api
