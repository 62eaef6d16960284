#include <fmt/format.h>

#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

std::string key_of(std::string_view operator_id, std::string_view label) {
  return fmt::format("{}/{}", operator_id, label);
}
std::string vkey_of(std::string_view operator_id, std::string_view label) {
  return key_named(key_of(operator_id, label)).verifier().text();
}

const std::string safe = vkey_of(authority, "safe");
constexpr std::int64_t week_s = 7 * 86'400;

Result<Ledger> found_with(const std::string& recovery_key, const TempFolder& folder) {
  const FixedClock clock;
  const Signer seal = key_named(key_of(authority, "desk"));
  return Ledger::create(folder.path() / "book",
                        Ledger::Founding{.origin = std::string(TempLedger::origin),
                                         .authority_name = "Made-up battery office",
                                         .authority = &seal,
                                         .at = "2024-01-01T09:00:00+08:00",
                                         .recovery_key = recovery_key},
                        clock);
}

void demand(const Result<Appended>& answer, Refusal refusal, std::string_view pointer) {
  REQUIRE_FALSE(answer);
  CHECK(describe(answer.error().refusal).name == describe(refusal).name);
  CHECK(answer.error().pointer == pointer);
}

}  // namespace

TEST_CASE("the recovery key is the authority's by name, and no other key again") {
  const Signer other = key_named(key_of(authority, "safe"));
  const auto refused = [](const std::string& vkey, Refusal refusal) {
    const TempFolder folder;
    const auto made = found_with(vkey, folder);
    REQUIRE_FALSE(made);
    CHECK(describe(made.error().refusal).name == describe(refusal).name);
    CHECK(made.error().pointer == "/recovery_key");
    CHECK(std::filesystem::is_empty(folder.path()));
  };
  refused(vkey_of(collector, "safe"), Refusal::id_malformed);
  refused(vkey_of(authority, "desk"), Refusal::key_reused);
  const PublicKey desk = key_named(key_of(authority, "desk")).verifier().key;
  refused(VerifierKey{key_of(authority, "safe"), desk}.text(), Refusal::key_reused);
  refused(VerifierKey{std::string(TempLedger::origin), other.verifier().key}.text(),
          Refusal::id_malformed);
  const TempFolder folder;
  CHECK(found_with(safe, folder)->info().constitution.recovery_key == safe);
}

TEST_CASE("the recovery key grants and revokes keys of the authority, and does nothing else") {
  TempLedger book(week_s, safe);
  demand(book.record({standing("suspend", collector, "S-1")}, "safe"), Refusal::role_not_allowed,
         "/type");
  demand(book.record({enroll(stranger, "E-1", "collector")}, "safe"), Refusal::role_not_allowed,
         "/type");
  const Said rotation = book.rotation("RK-1");
  demand(book.record({rotation}, "safe"), Refusal::role_not_allowed, "/type");
  demand(book.record({grant_key(collector, "G-1", vkey_of(collector, "desk-2"))}, "safe"),
         Refusal::role_not_allowed, "/subject");
  demand(book.record({revoke_key(authority, "K-1", key_of(collector, "desk"))}, "safe"),
         Refusal::role_not_allowed, "/subject");
  REQUIRE(book.record({grant_key(authority, "G-1", vkey_of(authority, "desk-2")),
                       revoke_key(authority, "K-1", key_of(authority, "desk"))},
                      "safe"));
  demand(book.record({standing("suspend", collector, "S-1")}), Refusal::key_revoked, "");
  REQUIRE(book.record({standing("suspend", collector, "S-1")}, "desk-2"));
  book.check();
}

TEST_CASE("with a recovery key all keys of the authority may be revoked, and come back") {
  TempLedger book(week_s, safe);
  REQUIRE(book.record({revoke_key(authority, "K-1", key_of(authority, "desk"))}, "safe"));
  demand(book.record({standing("suspend", collector, "S-1")}), Refusal::key_revoked, "");
  book.reopen();
  REQUIRE(book.record({grant_key(authority, "G-1", vkey_of(authority, "desk-2"))}, "safe"));
  REQUIRE(book.record({standing("suspend", collector, "S-1")}, "desk-2"));
  book.check();
}

TEST_CASE("nothing revokes the recovery key, and its name and bytes stay its own") {
  TempLedger book(week_s, safe);
  book.refuse(Refusal::last_key, "/key", revoke_key(authority, "K-1", key_of(authority, "safe")));
  demand(book.record({revoke_key(authority, "K-1", key_of(authority, "safe"))}, "safe"),
         Refusal::last_key, "/key");
  const PublicKey bytes = key_named(key_of(authority, "safe")).verifier().key;
  book.refuse(Refusal::key_reused, "/key", grant_key(authority, "G-1", safe));
  book.refuse(Refusal::key_reused, "/key",
              grant_key(collector, "G-1", VerifierKey{key_of(collector, "x"), bytes}.text()));
  book.accept(revoke_key(authority, "K-1", key_of(authority, "desk")));
  book.check();
}
