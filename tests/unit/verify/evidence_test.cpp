#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/note.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/verify/forged.hpp"

using namespace ledger;
using namespace made_up;

namespace {

/// What one and the same key signed for two audiences.
struct TwoHistories {
  TempLedger book;
  Forged one{book}, other{book};
  Index index = one.add(retirement(1));

  TwoHistories() {
    other.add(retirement(2));
    other.add(retirement(3));
  }
};

}  // namespace

TEST_CASE("two heads of one size with two roots are proof of misbehaviour") {
  TwoHistories two;
  two.one.add(retirement(4));
  const std::string first = two.one.checkpoint(), second = two.other.checkpoint();
  const auto words =
      "PROOF OF MISBEHAVIOUR: the ledger celltrail.example/temp signed two histories";
  demand(verified(two.book, chain::write_fork({first, second, -1, {}, {}, {}})), Outcome::wrong,
         words);
  demand(verified(two.book, first, second), Outcome::wrong, words);
  demand(verified(two.book, first, first), Outcome::proven, "the same head");
  demand(verified(two.book, chain::write_fork({first, first, -1, {}, {}, {}})), Outcome::not_judged,
         "proves nothing");
  demand(verified(two.book, chain::write_consistency({first, second, {}})), Outcome::wrong, words);
}

TEST_CASE("an index with two leaves is proof of misbehaviour, whatever the sizes") {
  TwoHistories two;
  const auto size = static_cast<std::size_t>(two.index);
  chain::ForkEvidence fork{two.one.checkpoint(),
                           two.other.checkpoint(),
                           two.index,
                           {two.one.leaf(two.index), two.other.leaf(two.index)},
                           two.one.path(two.index, size + 1),
                           two.other.path(two.index, size + 2)};
  demand(verified(two.book, chain::write_fork(fork)), Outcome::wrong, "PROOF OF MISBEHAVIOUR");
  chain::ForkEvidence false_one = fork;
  false_one.leaves[1] = fork.leaves[0];
  demand(verified(two.book, chain::write_fork(false_one)), Outcome::not_judged, "proves nothing");
  false_one.leaves[1] = Hash{1};
  demand(verified(two.book, chain::write_fork(false_one)), Outcome::wrong, "this is no evidence");
  false_one = fork;
  false_one.second = key_named(std::string(TempLedger::origin)).verifier().text();
  demand(verified(two.book, chain::write_fork(false_one)), Outcome::wrong, "is none");
}

TEST_CASE("a batch whose signer has seen another entry is evidence against the ledger") {
  TwoHistories two;
  const auto size = static_cast<std::size_t>(two.index);
  BatchHead head{std::string(TempLedger::origin),
                 std::string(collector),
                 1,
                 Hash{3},
                 two.index,
                 two.one.leaf(two.index),
                 "",
                 {}};
  chain::sign_batch_head(head, key_named(fmt::format("{}/desk", collector)));
  const std::string note = chain::write_batch_head(head);
  chain::TlogProof now{two.index, two.other.path(two.index, size + 2), "", two.other.checkpoint()};
  const auto file =
      after_evidence(note, EntryProof{"not these bytes", chain::write_tlog_proof(now)});
  REQUIRE(file);
  auto evidence = chain::read_after(*file).value();
  demand(verified(two.book, *file), Outcome::not_judged, "proves nothing");  // leaf of other bytes
  evidence.leaf = two.other.leaf(two.index);
  const std::string true_one = chain::write_after(evidence);

  SECTION("alone it shows that one of the two lies") {
    const Verdict verdict = verified(two.book, true_one);
    demand(verdict, Outcome::wrong, "PROOF THAT SOMEBODY LIES");
    CHECK_THAT(verdict.not_checked.at(0), ContainsSubstring("the signature of"));
  }
  SECTION("with the signer's own trail its signature is judged") {
    const std::string keys = two.book.ledger().prove_trail(collector).value();
    CHECK(verified(two.book, true_one, keys).not_checked.empty());
    head.signature[10] ^= 1;
    evidence.batch = chain::write_batch_head(head);
    demand(verified(two.book, chain::write_after(evidence), keys), Outcome::not_trusted,
           "not signed by the key it names");
  }
  SECTION("with a proof of the entry from before, it is the ledger") {
    const chain::TlogProof then{two.index, two.one.path(two.index, size + 1), "",
                                two.one.checkpoint()};
    demand(verified(two.book, true_one, chain::write_tlog_proof(then)), Outcome::wrong,
           "PROOF OF MISBEHAVIOUR: the ledger celltrail.example/temp signed two histories");
  }
  SECTION("an honest ledger has the entry that was seen") {
    evidence.leaf = head.after_hash;
    demand(verified(two.book, chain::write_after(evidence)), Outcome::not_judged, "proves nothing");
  }
}

TEST_CASE("the index that a receipt's signer has seen is in its batch head") {
  TempLedger book;
  const Index seen = book.ledger().newest().index;
  const auto answer = book.record(retirement(1));
  REQUIRE(answer);
  CHECK(index_seen(chain::write_receipt(answer->receipt)) == seen);
  CHECK(index_seen(answer->receipt.batch_head) == seen);
  CHECK_FALSE(index_seen("hello"));
  const EntryProof now = book.ledger().prove(seen).value();
  demand(verified(book, after_evidence(answer->receipt.batch_head, now).value()),
         Outcome::not_judged, "proves nothing");
  CHECK_FALSE(after_evidence(answer->receipt.batch_head, book.ledger().prove(0).value()));
  book.check();
}
