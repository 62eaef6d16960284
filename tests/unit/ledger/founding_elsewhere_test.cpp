#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

namespace fs = std::filesystem;

const FixedClock still;

Signer seal() {
  return key_named(fmt::format("{}/hsm", authority));
}

Ledger::Founding founding() {
  Ledger::Founding f;
  f.origin = "celltrail.example/elsewhere";
  f.authority_name = "Made-up battery office";
  f.at = "2024-01-01T09:00:00+08:00";
  return f;
}

BatchFile copy(const BatchFile& batch) {
  return *read_batch_file(write_batch_file(batch));
}

}  // namespace

TEST_CASE("a ledger is founded with a key that never was on its machine") {
  const TempFolder folder;
  const fs::path book = folder.path() / "book";
  const auto prepared = Ledger::prepare(book, founding(), seal().verifier(), still);
  REQUIRE(prepared);
  CHECK(Ledger::is_prepared(book));
  CHECK_THROWS_WITH(Ledger::open(book, Ledger::Access::read, still),
                    ContainsSubstring("waits for the authority's signature"));
  // What another machine reads is what was prepared, byte for byte.
  BatchFile carried = copy(*prepared);
  CHECK(carried.head == prepared->head);
  const auto finished = Ledger::finish(book, *sign_batch_file(std::move(carried), seal()), still);
  REQUIRE(finished);
  CHECK_FALSE(Ledger::is_prepared(book));
  CHECK_FALSE(fs::exists(book / "founding"));
  CHECK(finished->info().size == 1);
  CHECK(finished->find_operator(authority)->keys.at(0).name == seal().verifier().name);
  CHECK(finished->info().ledger_key == inspect_key_file(book / "ledger.key").verifier.text());
  const AuditReport audit = audit_ledger(book, {}, {});
  CHECK_FALSE(audit.damage);
  CHECK(audit.signatures_checked == 1);
}

TEST_CASE("a founding is finished by the right signature over its own batch alone") {
  const TempFolder folder;
  const fs::path book = folder.path() / "book";
  const auto prepared = Ledger::prepare(book, founding(), seal().verifier(), still);
  REQUIRE(prepared);
  const auto refused_with = [&](SignedBatch batch) {
    const auto answer = Ledger::finish(book, std::move(batch), still);
    REQUIRE_FALSE(answer);
    CHECK(Ledger::is_prepared(book));
    return answer.error().refusal;
  };
  const Signer impostor(seal().verifier().name, {});
  CHECK(refused_with(*sign_batch_file(copy(*prepared), impostor)) == Refusal::bad_signature);
  const Signer other = key_named(fmt::format("{}/office", authority));
  CHECK(refused_with(*sign_batch_file(copy(*prepared), other)) == Refusal::not_founded);

  const auto elsewhere =
      Ledger::prepare(folder.path() / "second", founding(), seal().verifier(), still);
  CHECK_THROWS_WITH(Ledger::finish(book, *sign_batch_file(copy(*elsewhere), seal()), still),
                    ContainsSubstring("names the ledger key"));
  CHECK_THROWS_WITH(Ledger::finish(folder.path(), *sign_batch_file(copy(*prepared), seal()), still),
                    ContainsSubstring("nothing was prepared"));
  REQUIRE(Ledger::finish(book, *sign_batch_file(copy(*prepared), seal()), still));
  CHECK_THROWS_AS(Ledger::finish(book, *sign_batch_file(copy(*prepared), seal()), still), Failure);
  CHECK_FALSE(audit_ledger(book, {}, {}).damage);
}

TEST_CASE("a founding that the rules refuse is not carried to another machine first") {
  const TempFolder folder;
  const fs::path book = folder.path() / "book";
  Ledger::Founding twice = founding();
  twice.recovery_key = seal().verifier().text();
  const auto refused = Ledger::prepare(book, twice, seal().verifier(), still);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().refusal == Refusal::key_reused);
  CHECK(refused.error().pointer == "/recovery_key");
  Ledger::Founding nowhere = founding();
  nowhere.origin = "NO ORIGIN";
  CHECK(Ledger::prepare(book, nowhere, seal().verifier(), still).error().pointer == "/origin");
  CHECK(fs::is_empty(folder.path()));
  fs::create_directory(book);
  REQUIRE(Ledger::prepare(book, founding(), seal().verifier(), still));
  CHECK_THROWS_AS(Ledger::prepare(book, founding(), seal().verifier(), still), Failure);
}

TEST_CASE("a founding interrupted while it was finished is finished again") {
  const TempFolder folder;
  const fs::path book = folder.path() / "book";
  const auto prepared = Ledger::prepare(book, founding(), seal().verifier(), still);
  REQUIRE(prepared);
  const fs::path kept = folder.path() / "kept";
  fs::copy(book, kept, fs::copy_options::recursive);
  REQUIRE(Ledger::finish(book, *sign_batch_file(copy(*prepared), seal()), still));
  // The head file is there, the database is not yet.
  fs::copy_file(book / "head", kept / "head");
  CHECK(Ledger::is_prepared(kept));
  REQUIRE(Ledger::finish(kept, *sign_batch_file(copy(*prepared), seal()), still));
  CHECK_FALSE(audit_ledger(kept, {}, {}).damage);
  // The database is there, `founding` is not removed yet.
  std::ofstream(book / "founding") << write_batch_file(*prepared);
  CHECK_FALSE(Ledger::is_prepared(book));
  CHECK(Ledger::open(book, Ledger::Access::write, still).info().size == 1);
  CHECK_FALSE(audit_ledger(book, {}, {}).damage);
}

TEST_CASE("only the batch that was shown is signed") {
  const TempFolder folder;
  const auto prepared =
      Ledger::prepare(folder.path() / "book", founding(), seal().verifier(), still);
  REQUIRE(prepared);
  const auto refusal_of = [](BatchFile batch, const Signer& signer) {
    const auto answer = sign_batch_file(std::move(batch), signer);
    REQUIRE_FALSE(answer);
    return answer.error().refusal;
  };
  BatchFile other_event = copy(*prepared);
  other_event.events[0] = std::move(*read_event(retire(authority, "R-1").json()));
  CHECK(refusal_of(std::move(other_event), seal()) == Refusal::wrong_root);
  BatchFile no_head = copy(*prepared);
  no_head.head = "celltrail.example/elsewhere\n1\n";
  CHECK(refusal_of(std::move(no_head), seal()) == Refusal::batch_malformed);
  CHECK(refusal_of(copy(*prepared), key_named(fmt::format("{}/desk", collector))) ==
        Refusal::batch_malformed);
  SignedBatch once = *sign_batch_file(copy(*prepared), seal());
  BatchFile again = copy(*prepared);
  again.head = once.head;
  CHECK(refusal_of(std::move(again), seal()) == Refusal::batch_malformed);
}

TEST_CASE("a batch file is read in one spelling") {
  const TempFolder folder;
  const auto prepared =
      Ledger::prepare(folder.path() / "book", founding(), seal().verifier(), still);
  REQUIRE(prepared);
  const std::string text = write_batch_file(*prepared);
  CHECK(write_batch_file(*read_batch_file(text)) == text);
  for (std::size_t cut = 0; cut < text.size(); cut += 7)
    CHECK_FALSE(read_batch_file(text.substr(0, cut)));
  CHECK_FALSE(read_batch_file(text + "\n"));
  CHECK_FALSE(read_batch_file(" " + text));
  CHECK_FALSE(read_batch_file(R"({"events":[],"head":"","kind":"batch","v":1})"
                              "\n"));
}
