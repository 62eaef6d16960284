#include <fmt/format.h>

#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

std::string vkey_of(std::string_view operator_id, std::string_view label) {
  return key_named(fmt::format("{}/{}", operator_id, label)).verifier().text();
}
std::string key_of(std::string_view operator_id, std::string_view label = "desk") {
  return fmt::format("{}/{}", operator_id, label);
}

}  // namespace

TEST_CASE("who signs, sends or is keyed is enrolled") {
  TempLedger book;
  book.refuse(Refusal::unknown_operator, "", retire(stranger, "R-1"));
  book.refuse(Refusal::unknown_operator, "/subject",
              grant_key(stranger, "G-1", vkey_of(stranger, "desk")));
  book.refuse(Refusal::unknown_operator, "/holder",
              grant_key(collector, "G-1", vkey_of(collector, "desk-2")).text("holder", stranger));
  book.refuse(Refusal::unknown_operator, "/subject",
              revoke_key(authority, "K-1", key_of(stranger)));
  book.refuse(Refusal::unknown_operator, "/subject", standing("suspend", stranger, "S-1"));
  book.refuse(Refusal::unknown_operator, "/subject", standing("reinstate", stranger, "S-1"));
  book.accept({enroll(stranger, "E-1", "collector").text("key", vkey_of(stranger, "desk")),
               retire(stranger, "R-1")});
  book.check();
}

TEST_CASE("an operator that was only named is not enrolled by that") {
  TempLedger book;
  book.accept(bring_in(recycler, "B-1").items({brought(pack(1), 1'000)}).text("from", stranger));
  REQUIRE(book.ledger().find_operator(stranger));
  CHECK_FALSE(book.ledger().find_operator(stranger)->enrolled);
  book.refuse(Refusal::unknown_operator, "", retire(stranger, "R-1").unit(pack(2)));
  book.accept(retire(recycler, "R-1").unit(pack(2)));
  book.check();
}

TEST_CASE("the authority is who founded, and cannot suspend itself") {
  TempLedger book;
  book.refuse(Refusal::role_not_allowed, "/roles", enroll(stranger, "E-1", "authority"));
  book.refuse(Refusal::role_not_allowed, "/subject", standing("suspend", authority, "S-1"));
  book.accept(enroll(authority, "E-1", "regulator"));
  CHECK(book.ledger().find_operator(authority)->has(Role::authority));
  book.accept(standing("suspend", regulator, "S-1"));
  book.check();
}

TEST_CASE("a suspended operator only dispatches, weighs and reports missing") {
  TempLedger book;
  book.accept({retire(collector, "R-1"), standing("suspend", collector, "S-1")});
  book.refuse(Refusal::suspended, "/type", retire(collector, "R-2").unit(pack(2)));
  book.refuse(Refusal::suspended, "/type",
              deliver(collector, "DL-1", "reuse").items({Thing(pack(1), 400'000)}));
  book.refuse(Refusal::suspended, "/type", revoke_key(collector, "K-1", key_of(collector)));
  book.refuse(Refusal::suspended, "/subject", standing("suspend", collector, "S-2"));
  book.accept({weigh(collector, "W-1").items({Thing(pack(1), 399'000)}),
               missing(collector, "M-1", "lost").items({Thing(pack(1), 399'000)}),
               standing("reinstate", collector, "S-3"),
               missing(collector, "M-2", "recovered").items({Thing(pack(1), 399'000)}),
               standing("suspend", collector, "S-4"),
               dispatch(collector, "D-1", recycler, "T-1").items({Thing(pack(1), 399'000)})});
  book.refuse(Refusal::suspended, "/type",
              receive(collector, "I-1", recycler, "T-2").items({accepted(pack(1), 399'000)}));
  book.check();
}

TEST_CASE("only a suspended operator is reinstated") {
  TempLedger book;
  const Said lifted = standing("reinstate", collector, "S-1");
  book.refuse(Refusal::not_suspended, "/subject", lifted);
  book.accept({standing("suspend", collector, "S-0"), lifted, retire(collector, "R-1")});
  book.check();
}

TEST_CASE("a key has one name, and a name one key") {
  TempLedger book;
  const Signer other = key_named(key_of(collector, "desk-2"));
  const VerifierKey same_bytes{key_of(recycler, "desk-2"), other.verifier().key};
  const VerifierKey same_name{key_of(collector), other.verifier().key};
  const VerifierKey of_the_ledger{key_of(collector, "desk-3"),
                                  read_vkey(book.ledger().info().ledger_key).value().key};
  book.refuse(Refusal::key_reused, "/key", grant_key(collector, "G-1", same_name.text()));
  book.refuse(Refusal::key_reused, "/key", grant_key(collector, "G-1", of_the_ledger.text()));
  book.accept(grant_key(collector, "G-1", other.verifier().text()));
  book.reopen();
  book.refuse(Refusal::key_reused, "/key", grant_key(recycler, "G-2", same_bytes.text()));
  book.refuse(Refusal::key_reused, "/key", grant_key(collector, "G-2", other.verifier().text()));
  book.accept(grant_key(recycler, "G-2", vkey_of(recycler, "desk-2")));
  book.check();
}

TEST_CASE("a revoked key stays known: its bytes and name never come back") {
  TempLedger book;
  book.accept({grant_key(collector, "G-1", vkey_of(collector, "desk-2")),
               revoke_key(collector, "K-1", key_of(collector, "desk-2"))});
  book.refuse(Refusal::key_reused, "/key",
              grant_key(collector, "G-2", vkey_of(collector, "desk-2")));
  book.refuse(Refusal::key_revoked, "/key",
              revoke_key(collector, "K-2", key_of(collector, "desk-2")));
  book.refuse(Refusal::unknown_key, "/key",
              revoke_key(collector, "K-2", key_of(collector, "desk-3")));
  book.accept({grant_key(collector, "G-2", vkey_of(collector, "desk-3")),
               revoke_key(authority, "K-3", key_of(collector, "desk-3"))});
  book.check();
}

TEST_CASE("an operator revokes its own keys, the authority anybody's") {
  TempLedger book;
  book.refuse(Refusal::role_not_allowed, "/subject",
              revoke_key(collector, "K-1", key_of(recycler)));
  book.refuse(Refusal::out_of_range, "/untrusted_since",
              revoke_key(authority, "K-1", key_of(recycler)).number("untrusted_since", 99));
  book.accept(revoke_key(authority, "K-1", key_of(recycler)).number("untrusted_since", 2));
  book.accept(revoke_key(collector, "K-1", key_of(collector)));
  book.refuse(Refusal::key_revoked, "", retire(collector, "R-1"));
  book.check();
}

TEST_CASE("the authority keeps a valid key") {
  TempLedger book;
  const Said last = revoke_key(authority, "K-1", key_of(authority));
  book.refuse(Refusal::last_key, "/key", last);
  // A key that ends, or that may not sign everything, is no key to be left with.
  book.accept(
      {grant_key(authority, "G-2", vkey_of(authority, "desk-3"))
           .text("until", "2099-01-01T00:00:00+08:00"),
       grant_key(authority, "G-3", vkey_of(authority, "desk-4")).raw("types", R"(["enroll"])")});
  book.refuse(Refusal::last_key, "/key", last);
  book.accept({revoke_key(authority, "K-3", key_of(authority, "desk-3")),
               grant_key(authority, "G-1", vkey_of(authority, "desk-2")), last});
  book.refuse(Refusal::key_revoked, "", standing("suspend", collector, "S-1"));
  REQUIRE(book.record({standing("suspend", collector, "S-1")}, "desk-2"));
  book.check();
}

TEST_CASE("a key is named after its operator") {
  TempLedger book;
  book.refuse(Refusal::id_malformed, "/key",
              grant_key(collector, "G-1", vkey_of(recycler, "desk-2")));
  book.accept(grant_key(collector, "G-1", vkey_of(collector, "desk-2")));
  book.check();
}

TEST_CASE("a site is registered with its operator, until a later enrolment leaves it out") {
  TempLedger book;
  const Said at_gate = retire(collector, "R-1").text("site", "gate");
  const std::string sites = R"([{"site":"gate","name":"Gate","region":"CN-HB"}])";
  book.refuse(Refusal::unknown_site, "/site", at_gate);
  book.accept({enroll(recycler, "E-0", "recycler").raw("sites", sites)});
  book.refuse(Refusal::unknown_site, "/site", at_gate);
  book.accept({enroll(collector, "E-1", "collector").raw("sites", sites), at_gate,
               enroll(collector, "E-2", "collector")});
  book.refuse(Refusal::unknown_site, "/site",
              retire(collector, "R-2").unit(pack(2)).text("site", "gate"));
  book.accept(retire(collector, "R-2").unit(pack(2)));
  book.check();
}

TEST_CASE("treatment counts in the region of its site") {
  TempLedger book;
  book.accept({enroll(recycler, "E-1", "recycler")
                   .raw("sites", R"([{"site":"north","name":"North","region":"CN-HB"}])"),
               retire(recycler, "R-1"),
               process(recycler, "P-1")
                   .text("site", "north")
                   .inputs({Thing(pack(1), 400'000)})
                   .outputs({made(lot(recycler, "BM-1"), "black_mass", 400'000)})});
  for (const Share& share : book.report().by_region)
    CHECK(share.utilised_g == (share.key == "CN-HB" ? 400'000 : 0));
  book.check();
}

TEST_CASE("rules are raised only to a version this program knows") {
  TempLedger book;
  for (const int version : {1, 2, 3})
    book.refuse(Refusal::unknown_version, "/version",
                Said("adopt_rules", authority, "A-1").number("version", version));
  CHECK(book.ledger().info().constitution.rules == 1);  // which is what there is to accept so far
  book.accept(standing("suspend", collector, "S-1"));
  book.check();
}

TEST_CASE("types that are reserved are not supported as yet") {
  TempLedger book;
  book.refuse(Refusal::not_supported, "/type", Said("close_year", authority, "A-1"));
  book.accept(enroll(stranger, "E-1", "collector"));
  book.check();
}

TEST_CASE("a target that is set again replaces the first") {
  TempLedger book;
  const auto target = [](std::string_view id, std::int64_t mass_t) {
    return Said("set_target", authority, id)
        .number("year", 2024)
        .number("mass_t", mass_t)
        .text("bound", ">=")
        .text("source", "A made-up notice");
  };
  book.accept({target("A-1", 225'000), target("A-2", 260'000)});
  CHECK(book.ledger().targets().size() == 1);
  REQUIRE(book.report().target);
  CHECK(book.report().target->mass_t == 260'000);
  book.check();
}
