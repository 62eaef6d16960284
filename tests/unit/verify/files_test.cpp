#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/verify/forged.hpp"

using namespace ledger;
using namespace made_up;

namespace {

/// No byte of it can be changed, and nothing be cut off.
void demand_whole(TempLedger& book, const std::string& file,
                  const std::optional<std::string>& entry = std::nullopt) {
  demand(verified(book, file, std::nullopt, entry), Outcome::proven, "PROVEN");
  for (std::size_t at = 0; at < file.size(); ++at) {
    std::string changed = file;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    if (verified(book, changed, std::nullopt, entry).outcome == Outcome::proven)
      FAIL(at << ": " << changed);
    if (verified(book, file.substr(0, at), std::nullopt, entry).outcome == Outcome::proven)
      FAIL("cut at " << at);
  }
}

}  // namespace

TEST_CASE("a file larger than any proof is called that, not forged") {
  TempLedger book;
  std::string file = R"({"about":")";
  file.resize(chain::proof_file_bytes_max + 1, 'x');
  demand(verified(book, file), Outcome::not_judged, "larger than 64 MiB");
  file.pop_back();
  demand(verified(book, file), Outcome::wrong, "begins like a proof");
  const std::string head = book.ledger().info().checkpoint;
  file.push_back('x');
  demand(verified(book, head, file), Outcome::not_judged, "larger than 64 MiB");
  book.check();
}

TEST_CASE("a receipt proves its batch and names its ledger") {
  TempLedger book;
  const auto answer = book.record({retirement(1), retirement(2), retirement(3)});
  REQUIRE(answer);
  const std::string receipt = chain::write_receipt(answer->receipt) + "\n";
  const Verdict verdict = verified(book, receipt);
  demand(verdict, Outcome::proven, "the batch of 3 events");
  CHECK(verdict.identity == book.ledger().info().identity);
  CHECK(verdict.entries.empty());
  // All but the key id and signature of the batch, whose key a receipt does not hold, is bound.
  for (const char* member : {"\"checkpoint\":\"", "\"first\":", "\"identity\":\"",
                             "\"identity_path\":[\"", "\"leaves\":[\"", "\"proof\":[\""}) {
    std::string changed = receipt;
    char& c = changed[changed.find(member) + std::string(member).size()];
    c = c == '8' ? '9' : static_cast<char>(c ^ 1);
    CAPTURE(member);
    CHECK(verified(book, changed).outcome != Outcome::proven);
  }
  book.check();
}

TEST_CASE("a receipt of another ledger, of half a batch, or that is a list proves nothing") {
  TempLedger book;
  const auto answer = book.record({retirement(1), retirement(2)});
  REQUIRE(answer);
  book.accept(retirement(3));
  const auto judged = [&](const Receipt& receipt) {
    return verified(book, chain::write_receipt(receipt));
  };
  Receipt receipt = answer->receipt;
  receipt.leaves.pop_back();
  demand(judged(receipt), Outcome::wrong, "not of the whole batch");
  receipt = answer->receipt;
  receipt.first = 0;
  demand(judged(receipt), Outcome::wrong, "do not lie under its checkpoint");
  receipt = answer->receipt;
  receipt.identity = Hash{1};
  demand(judged(receipt), Outcome::not_trusted, "another ledger");
  receipt = answer->receipt;
  receipt.identity_path.pop_back();
  demand(judged(receipt), Outcome::wrong, "not entry 0");
  receipt = answer->receipt;
  receipt.batch_head = receipt.checkpoint;
  demand(judged(receipt), Outcome::wrong, "batch head");
  const auto list = book.record({retirement(1), retirement(3)});
  REQUIRE(list);
  REQUIRE(list->receipt.proof.empty());
  demand(judged(list->receipt), Outcome::not_judged, "a list, not a proof");
  book.check();
}

TEST_CASE("a tlog-proof proves the bytes beside it and no others") {
  TempLedger book;
  for (int number = 1; number < 6; ++number) book.accept(retirement(number));
  for (Index index = 0; index < book.ledger().info().size; ++index) {
    const auto proof = book.ledger().prove(index);
    REQUIRE(proof);
    demand(verified(book, proof->proof, std::nullopt, proof->bytes), Outcome::proven,
           fmt::format("these bytes are entry {} of", index));
  }
  CHECK_FALSE(book.ledger().prove(book.ledger().info().size));
  CHECK_FALSE(book.ledger().prove(-1));
  const EntryProof proof = book.ledger().prove(9).value();
  demand(verified(book, proof.proof), Outcome::not_judged, "bytes of the entry are missing");
  demand(verified(book, proof.proof, std::nullopt, proof.bytes + "\n"), Outcome::wrong,
         "these bytes are not entry 9");
  demand(verified(book, proof.proof, std::nullopt, book.ledger().prove(8)->bytes), Outcome::wrong,
         "these bytes are not entry 9");
  demand_whole(book, proof.proof, proof.bytes);
  book.check();
}

TEST_CASE("a checkpoint is a head by a key that is trusted") {
  TempLedger book;
  book.accept(retirement(1));
  const std::string checkpoint = book.ledger().info().checkpoint;
  demand_whole(book, checkpoint);
  TempLedger stranger;
  const std::string policy =
      "log " + key_named(std::string(TempLedger::origin)).verifier().text() + "\nquorum none\n";
  VerifyInput input;
  input.file = checkpoint;
  input.policy = policy;
  demand(verify_proof(input), Outcome::not_trusted, "no key that you trust signed");
  input.policy = "quorum\n";
  demand(verify_proof(input), Outcome::not_judged, "the policy cannot be used: line 1");
  book.check();
}

TEST_CASE("a consistency file proves that a head continues an older one") {
  TempLedger book;
  const std::int64_t older = book.ledger().info().size;
  const std::string kept = book.ledger().info().checkpoint;
  for (int number = 1; number < 6; ++number) book.accept(retirement(number));
  const auto file = book.ledger().prove_consistency(older);
  REQUIRE(file);
  demand(verified(book, *file), Outcome::proven, fmt::format("continues its head of {}", older));
  demand_whole(book, *file);
  demand(verified(book, kept, *file), Outcome::proven, "the other file shows the same head");
  demand(verified(book, kept, book.ledger().info().checkpoint), Outcome::not_judged,
         "heads of different sizes");
  demand(verified(book, *book.ledger().prove_consistency(book.ledger().info().size)),
         Outcome::proven, "continues");
  for (const std::int64_t size : {std::int64_t{0}, std::int64_t{3}, std::int64_t{-1}, older + 99})
    CHECK(book.ledger().prove_consistency(size).error().refusal == Refusal::out_of_range);
  auto swapped = chain::read_consistency(*file).value();
  std::swap(swapped.older, swapped.newer);
  demand(verified(book, chain::write_consistency(swapped)), Outcome::wrong, "wrong order");
  auto shorter = chain::read_consistency(*file).value();
  shorter.path.pop_back();
  demand(verified(book, chain::write_consistency(shorter)), Outcome::wrong, "does not lead");
  book.check();
}

TEST_CASE("what is no proof is called so, and what was cut too") {
  TempLedger book;
  for (const char* text : {"", "hello", "{}", "\n\n", "{\"year\":2024}"})
    demand(verified(book, text), Outcome::not_judged, "no file that can be verified");
  demand(verified(book, R"({"about":"X")"), Outcome::wrong, "does not go on like one");
  book.check();
}
