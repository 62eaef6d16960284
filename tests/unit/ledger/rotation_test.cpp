#include "ledger/chain/rotation.hpp"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "ledger/chain/note.hpp"
#include "ledger/encoding/base64.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

using namespace ledger;
using namespace made_up;

namespace {

namespace fs = std::filesystem;

/// A key that the ledger might be given, the same in every run.
Signer ledger_signer(std::uint8_t seed) {
  std::array<std::uint8_t, 32> bytes{};
  bytes.fill(seed);
  return Signer(std::string(TempLedger::origin), bytes);
}

Said rotation_to(const std::string& old_vkey, const Signer& next,
                 std::string_view origin = TempLedger::origin) {
  return rotate_ledger_key("RK-1", old_vkey, next.verifier().text(),
                           chain::rotation_proof(origin, old_vkey, next));
}

bool is_signed_by(const std::string& note, const std::string& vkey) {
  return chain::open_checkpoint(note, TempLedger::origin, *read_vkey(vkey)).has_value();
}

std::string vkey_in_file(const fs::path& file) {
  return inspect_key_file(file).verifier.text();
}

std::optional<DamageReport> audited(const TempLedger& book, const std::string& checkpoint) {
  return audit_ledger(book.directory(), {.checkpoint = checkpoint}, {}).damage;
}

}  // namespace

TEST_CASE("a head of size s is signed by the ledger key in force after entry s - 1") {
  TempLedger book;
  book.accept(retire(collector, "R-1"));
  const LedgerInfo before = book.ledger().info();
  const Said rotation = book.rotation("RK-1");
  CHECK(book.ledger().info().ledger_key == before.ledger_key);
  book.accept(rotation);
  const LedgerInfo rotated = book.ledger().info();
  CHECK(rotated.ledger_key != before.ledger_key);
  CHECK(is_signed_by(rotated.checkpoint, rotated.ledger_key));
  CHECK_FALSE(is_signed_by(rotated.checkpoint, before.ledger_key));
  CHECK(is_signed_by(before.checkpoint, before.ledger_key));
  CHECK(vkey_in_file(book.directory() / "ledger.key") == rotated.ledger_key);
  CHECK_FALSE(fs::exists(book.directory() / "ledger.key.next"));
  book.accept(retire(collector, "R-2").unit(pack(2)));
  book.reopen();
  book.accept(retire(collector, "R-3").unit(pack(3)));
  CHECK(is_signed_by(book.ledger().info().checkpoint, rotated.ledger_key));
  const Constitution now = book.ledger().info().constitution;
  CHECK(now.ledger_key_at(before.size) == before.ledger_key);
  CHECK(now.ledger_key_at(before.size + 1) == rotated.ledger_key);
  book.check();
}

TEST_CASE("a key that rotates again and again leaves every head its own key") {
  TempLedger book;
  std::vector<std::string> heads{book.ledger().info().checkpoint};
  for (int i = 1; i <= 3; ++i) {
    book.accept(book.rotation(fmt::format("RK-{}", i)));
    book.accept(retire(collector, fmt::format("R-{}", i)).unit(pack(i)));
    heads.push_back(book.ledger().info().checkpoint);
  }
  CHECK(book.ledger().info().constitution.former_ledger_keys.size() == 3);
  for (const std::string& head : heads) CHECK_FALSE(audited(book, head));
  book.check();
}

TEST_CASE("a replaced key signs no head that came after it") {
  TempLedger book;
  const std::string old_head = book.ledger().info().checkpoint;
  const Signer old_key = read_key_file(book.directory() / "ledger.key", std::nullopt);
  book.accept(book.rotation("RK-1"));
  book.accept(retire(collector, "R-1"));
  const LedgerInfo info = book.ledger().info();
  CHECK_FALSE(audited(book, info.checkpoint));
  CHECK_FALSE(audited(book, old_head));
  const Checkpoint stolen =
      chain::sign_checkpoint(TempLedger::origin, info.size, info.root, old_key);
  const auto damage = audited(book, stolen.note);
  REQUIRE(damage);
  CHECK(damage->where == "given checkpoint");
  book.check();
}

TEST_CASE("events of one batch follow a rotation in it, under the new key") {
  TempLedger book;
  const Said rotation = book.rotation("RK-1");
  REQUIRE(book.record(
      {standing("suspend", regulator, "S-1"), rotation, standing("reinstate", regulator, "S-2")}));
  const LedgerInfo info = book.ledger().info();
  CHECK(is_signed_by(info.checkpoint, info.ledger_key));
  CHECK(info.constitution.former_ledger_keys.at(0).replaced == info.size - 2);
  book.check();
}

TEST_CASE("only the authority rotates the ledger's key, from the one in force") {
  TempLedger book;
  const std::string in_force = book.ledger().info().ledger_key;
  const Signer next = ledger_signer(7);
  book.refuse(Refusal::role_not_allowed, "/type",
              Said("rotate_ledger_key", regulator, "RK-1")
                  .text("old_key", in_force)
                  .text("new_key", next.verifier().text())
                  .text("proof", chain::rotation_proof(TempLedger::origin, in_force, next)));
  book.refuse(Refusal::unknown_key, "/old_key", rotation_to(next.verifier().text(), next));
  const Said rotation = book.rotation("RK-1");
  book.accept(rotation);
  book.refuse(Refusal::unknown_key, "/old_key", rotation_to(in_force, next).text("id", "RK-2"));
  book.check();
}

TEST_CASE("the ledger's new key is named like the origin and was never known") {
  TempLedger book;
  const std::string in_force = book.ledger().info().ledger_key;
  const auto named = [&](const std::string& name, const PublicKey& key) {
    return rotate_ledger_key("RK-1", in_force, VerifierKey{name, key}.text(),
                             encoding::base64(LineSignature{}));
  };
  const std::string origin(TempLedger::origin);
  const Signer operators = key_named(fmt::format("{}/desk", collector));
  book.refuse(Refusal::id_malformed, "/new_key",
              named("celltrail.example/other", ledger_signer(7).verifier().key));
  book.refuse(Refusal::unknown_key, "/new_key",
              rotate_ledger_key("RK-1", in_force, VerifierKey{origin, PublicKey{}}.text(),
                                encoding::base64(LineSignature{})));
  book.refuse(Refusal::key_reused, "/new_key", named(origin, operators.verifier().key));
  book.refuse(Refusal::key_reused, "/new_key", named(origin, read_vkey(in_force)->key));
  book.accept(book.rotation("RK-1"));
  // The former key stays known: for the ledger itself, and for operators.
  const std::string now = book.ledger().info().ledger_key;
  book.refuse(Refusal::key_reused, "/new_key",
              rotate_ledger_key("RK-2", now, in_force, encoding::base64(LineSignature{})));
  book.reopen();
  book.refuse(
      Refusal::key_reused, "/key",
      grant_key(collector, "G-1",
                VerifierKey{fmt::format("{}/mine", collector), read_vkey(in_force)->key}.text()));
  book.check();
}

TEST_CASE("nobody names a ledger key whose secret did not sign the rotation") {
  TempLedger book;
  const std::string in_force = book.ledger().info().ledger_key;
  const Signer next = ledger_signer(7), other = ledger_signer(8);
  book.refuse(Refusal::bad_signature, "/proof",
              rotate_ledger_key("RK-1", in_force, next.verifier().text(),
                                chain::rotation_proof(TempLedger::origin, in_force, other)));
  book.refuse(Refusal::bad_signature, "/proof",
              rotation_to(in_force, next, "celltrail.example/another-ledger"));
  // A rotation whose secret is not in the ledger's directory would leave it without a voice.
  book.refuse(Refusal::unknown_key, "/new_key", rotation_to(in_force, next));
  write_key_file(book.directory() / "ledger.key.next", next, std::nullopt);
  book.accept(rotation_to(in_force, next));
  book.check();
}

TEST_CASE("a rotation sent again is the entry it has, also after the next one") {
  TempLedger book;
  const SignedBatch first = book.sign({book.rotation("RK-1")});
  const auto copy = [&] {
    SignedBatch batch{first.head, {}, {}};
    batch.events.push_back(std::move(*read_event(first.events[0].bytes())));
    return batch;
  };
  REQUIRE(book.ledger().append(copy()));
  book.accept(book.rotation("RK-2"));
  const auto again = book.ledger().append(copy());
  REQUIRE(again);
  CHECK(again->repeated);
  book.check();
}

TEST_CASE("an interrupted rotation is finished by the next opening") {
  TempLedger book;
  const fs::path key = book.directory() / "ledger.key", next = book.directory() / "ledger.key.next";
  const fs::path old_copy = book.directory() / "old", next_copy = book.directory() / "next";
  const Said rotation = book.rotation("RK-1");
  const std::string new_vkey = vkey_in_file(next);
  fs::copy_file(key, old_copy);
  fs::copy_file(next, next_copy);

  SECTION("before the commit the old key stays in force, and the new one is taken up again") {
    book.reopen();
    CHECK(vkey_in_file(key) != new_vkey);
    book.accept(retire(collector, "R-1"));
    const Said again = book.rotation("RK-1");
    CHECK(vkey_in_file(next) == new_vkey);
    book.accept(again);
  }
  SECTION("after the commit, before the file is renamed") {
    book.accept(rotation);
    fs::copy_file(old_copy, key, fs::copy_options::overwrite_existing);
    fs::copy_file(next_copy, next);
    book.reopen();
  }
  SECTION("after the commit, with the old file lost as well") {
    book.accept(rotation);
    fs::rename(key, next);
    book.reopen();
  }
  SECTION("after the rename") {
    book.accept(rotation);
    book.reopen();
  }
  CHECK(vkey_in_file(key) == new_vkey);
  CHECK_FALSE(fs::exists(next));
  CHECK(book.ledger().info().ledger_key == new_vkey);
  book.accept(retire(collector, "R-9").unit(pack(9)));
  book.check();
}

TEST_CASE("a lost ledger key is no dead end: the authority names another") {
  TempLedger book;
  fs::remove(book.directory() / "ledger.key");
  CHECK_THROWS_WITH(book.reopen(), ContainsSubstring("rotate-ledger"));
  (void)Ledger::prepare_rotation(book.directory());
  book.reopen();
  // Until then nothing else is recorded: no head could be signed.
  CHECK_THROWS_WITH(book.record(retire(collector, "R-1")), ContainsSubstring("rotate-ledger"));
  book.accept(book.rotation("RK-1"));
  book.accept(retire(collector, "R-1"));
  book.check();
}

TEST_CASE("a rotated key that is encrypted is asked for") {
  TempLedger book;
  const Said rotation = book.rotation("RK-1");
  change_passphrase(book.directory() / "ledger.key.next", std::nullopt, "a long passphrase");
  CHECK_THROWS_AS(book.record(rotation), Failure);
  fs::path asked;
  const AskPassphrase ask = [&](const fs::path& file) {
    asked = file.filename();
    return std::string("a long passphrase");
  };
  book.reopen(ask);
  book.accept(rotation);
  CHECK(asked == "ledger.key.next");
  CHECK_THROWS_AS(book.reopen(), Failure);
  book.reopen(ask);
  CHECK(asked == "ledger.key");
  book.accept(retire(collector, "R-1"));
  book.check();
}

TEST_CASE("what is recorded first after the ledger was put back says where that was") {
  TempLedger book;
  book.accept(retire(collector, "R-1"));
  const LedgerInfo info = book.ledger().info();
  const std::string root = encoding::base64(info.root);
  book.refuse(Refusal::role_not_allowed, "/type",
              Said("restored", regulator, "Z-1")
                  .number("size", info.size)
                  .text("root", root)
                  .number("lost_size", info.size + 3));
  book.refuse(Refusal::out_of_range, "/size", restored("Z-1", info.size - 1, root, info.size + 3));
  book.refuse(Refusal::out_of_range, "/size", restored("Z-1", info.size + 1, root, info.size + 3));
  book.refuse(Refusal::out_of_range, "/lost_size", restored("Z-1", info.size, root, info.size - 1));
  book.refuse(Refusal::wrong_root, "/root",
              restored("Z-1", info.size, encoding::base64(Hash{}), info.size + 3));
  book.refuse_batch(
      Refusal::out_of_range, "/size",
      {standing("suspend", regulator, "S-1"), restored("Z-1", info.size + 1, root, info.size + 3)});
  book.accept(restored("Z-1", info.size, root, info.size + 3));
  book.check();
}
