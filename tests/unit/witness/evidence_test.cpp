#include "ledger/chain/proof_files.hpp"
#include "tests/unit/witness/responder_fixture.hpp"

using namespace ledger;
using namespace ledger::witness;

TEST_CASE("two heads of one size are never both cosigned, and are kept as a fork", "[responder]") {
  Fixture f;
  REQUIRE(f.grow(0, 5).status == 200);
  const std::string first = f.notes.kept.at(test_origin);
  const LogTree other(3);
  CHECK(f.send(5, {}, other.head(5)).status == 422);
  REQUIRE(f.notes.evidence.size() == 1);
  const auto fork = chain::read_fork(f.notes.evidence.begin()->second);
  REQUIRE(fork);
  CHECK(fork->first == first);
  CHECK(fork->second == other.head(5));
  // The same two heads, the first cosigned anew in between, are one fork.
  REQUIRE(f.grow(5, 5, now_s + 60).status == 200);
  CHECK(f.send(5, {hash_of_bytes(1)}, other.head(5)).status == 422);
  CHECK(f.notes.evidence.size() == 1);
  CHECK(f.send(5, {}, LogTree(4).head(5)).status == 422);
  CHECK(f.notes.evidence.size() == 2);
}

TEST_CASE("a fork is kept whatever size its request begins from", "[responder]") {
  Fixture f;
  REQUIRE(f.grow(0, 5).status == 200);
  CHECK(f.send(0, {}, LogTree(3).head(5)).status == 409);
  CHECK(f.notes.evidence.size() == 1);
  // Another tree of another size shows nothing by itself.
  CHECK(f.send(0, {}, LogTree(3).head(4)).status == 409);
  CHECK(f.send(0, {}, f.log.head(5)).status == 409);
  CHECK(f.notes.evidence.size() == 1);
}
