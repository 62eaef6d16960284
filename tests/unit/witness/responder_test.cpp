#include "ledger/witness/responder.hpp"

#include "tests/unit/witness/responder_fixture.hpp"

using namespace ledger;
using namespace ledger::witness;

TEST_CASE("a witness cosigns the first head it sees and each that continues it", "[responder]") {
  Fixture f;
  std::int64_t old = 0;
  for (const std::int64_t size : {1, 2, 3, 7, 8, 64, 65, 128, 200}) {
    CAPTURE(old, size);
    const WitnessAnswer answer = f.grow(old, size, now_s + size);
    REQUIRE(answer.status == 200);
    const auto line = f.cosigned(f.log.head(size), answer);
    CHECK(line.state == chain::LineState::verified);
    CHECK(line.time_s == now_s + size);
    // What it serves to monitors: the log's line and its own, nothing else.
    CHECK(f.notes.kept.at(test_origin) == f.log.head(size) + answer.body);
    old = size;
  }
  CHECK(f.notes.evidence.empty());
}

TEST_CASE("the same head again gets a fresh cosignature", "[responder]") {
  Fixture f;
  REQUIRE(f.grow(0, 5).status == 200);
  const WitnessAnswer again = f.grow(5, 5, now_s + 3600);
  REQUIRE(again.status == 200);
  CHECK(f.cosigned(f.log.head(5), again).time_s == now_s + 3600);
  CHECK(f.send(5, {hash_of_bytes(1)}, f.log.head(5)).status == 422);
}

TEST_CASE("the empty tree is cosigned, with its one root only", "[responder]") {
  Fixture f;
  CHECK(f.grow(0, 0).status == 200);
  CHECK(f.grow(0, 0).status == 200);
  CHECK(f.grow(0, 5).status == 200);
  const auto zeros =
      chain::sign_checkpoint(test_origin, 0, Hash{}, test_signer(test_origin, 1)).note;
  CHECK(f.send(0, {}, zeros).status == 409);  // the size comes before the root
  Fixture other;
  CHECK(other.send(0, {}, zeros).status == 422);
  CHECK(other.notes.kept.empty());
}

TEST_CASE("400: a body that is no request, or an old size beyond the new", "[responder]") {
  Fixture f;
  CHECK(f.responder.add_checkpoint("", now_s).status == 400);
  CHECK(f.responder.add_checkpoint("old 0\n\n", now_s).status == 400);
  CHECK(f.responder.add_checkpoint("old 0\n\nno note\n", now_s).status == 400);
  CHECK(f.send(6, {}, f.log.head(5)).status == 400);
  const Signer log = test_signer(test_origin, 1);
  for (const std::string text : {"x\n", "x\n5\n", "x\n05\nAAAA\n"}) {
    const std::string signed_text = test_origin + text.substr(1);
    CHECK(
        f.send(0, {}, chain::write_note(signed_text, test_origin, log.sign(signed_text))).status ==
        400);
  }
  CHECK(f.send(0, std::vector<Hash>(64), f.log.head(5)).status == 400);
  CHECK(f.notes.kept.empty());
}

TEST_CASE("404: an origin that the witness does not know, whoever signed", "[responder]") {
  Fixture f;
  const Signer stranger = test_signer("stranger.example", 5);
  const auto head = chain::sign_checkpoint("stranger.example", 5, f.log.root(5), stranger);
  CHECK(f.send(0, {}, head.note).status == 404);
  const std::string text = chain::checkpoint_text("stranger.example", 5, f.log.root(5));
  const Signer known = test_signer(test_origin, 1);
  CHECK(f.send(0, {}, chain::write_note(text, test_origin, known.sign(text))).status == 404);
}

TEST_CASE("403: no known key signed, or a known one wrongly", "[responder]") {
  Fixture f;
  const std::string text = chain::checkpoint_text(test_origin, 5, f.log.root(5));
  const Signer other = test_signer(test_origin, 7);
  CHECK(f.send(0, {}, chain::write_note(text, test_origin, other.sign(text))).status == 403);
  const Signer log = test_signer(test_origin, 1);
  const std::string wrong = chain::write_note(text, test_origin, log.sign("another text\n"));
  CHECK(f.send(0, {}, wrong).status == 403);
  // One that verifies does not excuse one that does not.
  CHECK(f.send(0, {}, f.log.head(5) + wrong.substr(wrong.rfind("\n\n") + 2)).status == 403);
  const Signer second = test_signer(test_origin, 2);
  const std::string good = chain::write_note(text, test_origin, second.sign(text));
  CHECK(f.send(0, {}, good + wrong.substr(wrong.rfind("\n\n") + 2)).status == 403);
  CHECK(f.notes.kept.empty());
}

TEST_CASE("a log may sign with any of its known keys, or with several", "[responder]") {
  Fixture f;
  const std::string text = chain::checkpoint_text(test_origin, 5, f.log.root(5));
  const Signer second = test_signer(test_origin, 2);
  const std::string note = chain::write_note(text, test_origin, second.sign(text));
  CHECK(f.send(0, {}, note).status == 200);
  CHECK(f.send(5, {}, f.log.head(5) + note.substr(note.rfind("\n\n") + 2)).status == 200);
  CHECK(f.grow(5, 9).status == 200);
}

TEST_CASE("lines of strangers are passed over and not kept", "[responder]") {
  Fixture f;
  const std::string text = chain::checkpoint_text(test_origin, 5, f.log.root(5));
  const std::string line =
      chain::cosignature_line(text, now_s, test_signer("witness.example/w2", 4));
  const WitnessAnswer answer = f.send(0, {}, f.log.head(5) + line);
  REQUIRE(answer.status == 200);
  CHECK(f.notes.kept.at(test_origin) == f.log.head(5) + answer.body);
}

TEST_CASE("409: the size cosigned last, in a line, as text/x.tlog.size", "[responder]") {
  Fixture f;
  const WitnessAnswer never = f.grow(3, 5);
  CHECK(never.status == 409);
  CHECK(never.body == "0\n");
  REQUIRE(f.grow(0, 5).status == 200);
  for (const std::int64_t old : {0, 1, 4, 6}) {
    CAPTURE(old);
    const WitnessAnswer answer = f.grow(old, 7);
    CHECK(answer.status == 409);
    CHECK(answer.content_type == "text/x.tlog.size");
    CHECK(answer.body == "5\n");
  }
}

TEST_CASE("a smaller head is never cosigned, whatever the request says", "[responder]") {
  Fixture f;
  REQUIRE(f.grow(0, 64).status == 200);
  for (std::int64_t size = 0; size < 64; ++size)
    for (const std::int64_t old : {std::int64_t{0}, size, std::int64_t{64}})
      REQUIRE(f.grow(std::min(old, size), size).status == 409);
  CHECK(f.notes.kept.at(test_origin).starts_with(f.log.head(64)));
}

TEST_CASE("422: a proof that does not show it, and it is kept by nobody", "[responder]") {
  Fixture f;
  REQUIRE(f.grow(0, 5).status == 200);
  auto proof = f.log.path(5, 9);
  proof.push_back(hash_of_bytes(1));
  CHECK(f.send(5, proof, f.log.head(9)).status == 422);
  CHECK(f.send(5, {}, f.log.head(9)).status == 422);
  CHECK(f.send(5, LogTree(3).path(5, 9), LogTree(3).head(9)).status == 422);
  CHECK(f.notes.evidence.empty());
  CHECK(f.grow(5, 9).status == 200);
}

TEST_CASE("422: a proof where nothing was cosigned before is too much", "[responder]") {
  Fixture f;
  CHECK(f.send(0, {hash_of_bytes(1)}, f.log.head(5)).status == 422);
  CHECK(f.notes.evidence.empty());
  CHECK(f.grow(0, 5).status == 200);
}

TEST_CASE("of two requests at once the slower one hears the size of the faster", "[responder]") {
  Fixture f;
  REQUIRE(f.grow(0, 5).status == 200);
  f.notes.after_last = [&] { REQUIRE(f.grow(5, 9).status == 200); };
  const WitnessAnswer slower = f.grow(5, 7);
  CHECK(slower.status == 409);
  CHECK(slower.body == "9\n");
  CHECK(f.notes.kept.at(test_origin).starts_with(f.log.head(9)));
}

TEST_CASE("no cosignature leaves when its head could not be stored", "[responder]") {
  Fixture f;
  f.notes.is_full = true;
  CHECK_THROWS_AS(f.grow(0, 5), Failure);
  f.notes.is_full = false;
  CHECK(f.grow(0, 5).status == 200);
}

TEST_CASE("a kept head that this witness did not cosign is damage", "[responder]") {
  Fixture f;
  REQUIRE(f.grow(0, 5).status == 200);
  const std::string good = f.notes.kept.at(test_origin);
  const std::string uncosigned = f.log.head(5);
  const std::string changed =
      GENERATE_COPY(as<std::string>{}, uncosigned, std::string(), good.substr(1),
                    good.substr(0, good.size() - 9) + "AAAAAA==\n");
  f.notes.kept[test_origin] = changed;
  CHECK_THROWS_AS(f.grow(5, 9), Damage);
  CHECK_THROWS_AS(f.grow(0, 9), Damage);
}

TEST_CASE("a clock that was set back does not date a newer head before an older", "[responder]") {
  Fixture f;
  REQUIRE(f.grow(0, 5).status == 200);
  CHECK(f.grow(5, 9, now_s - 3600).status == 503);
  CHECK(f.grow(5, 9, 0).status == 503);
  const WitnessAnswer near = f.grow(5, 9, now_s - 30);
  REQUIRE(near.status == 200);
  CHECK(f.cosigned(f.log.head(9), near).time_s == now_s);
  // A witness that knows no time yet says nothing about 1970.
  Fixture fresh;
  CHECK(fresh.grow(0, 5, -3600).status == 503);
}

TEST_CASE("a checkpoint without room for one more line is not cosigned", "[responder]") {
  Fixture f;
  std::string text = chain::checkpoint_text(test_origin, 5, f.log.root(5));
  text += std::string(chain::note_bytes_max - text.size() - 150, 'x') + "\n";
  const Signer log = test_signer(test_origin, 1);
  const std::string note = chain::write_note(text, test_origin, log.sign(text));
  REQUIRE(chain::read_note(note));
  CHECK(f.send(0, {}, note).status == 400);
  CHECK(f.notes.kept.empty());
}

TEST_CASE("any changed byte of a good request gets no cosignature of another tree", "[responder]") {
  Fixture f;
  REQUIRE(f.grow(0, 5).status == 200);
  const std::string before = f.notes.kept.at(test_origin);
  const std::string body = write_add_checkpoint({5, f.log.path(5, 9), f.log.head(9)});
  for (std::size_t i = 0; i < body.size(); ++i) {
    for (const char bit : {'\x01', '\x20'}) {
      std::string changed = body;
      changed[i] = static_cast<char>(changed[i] ^ bit);
      const WitnessAnswer answer = f.responder.add_checkpoint(changed, now_s);
      CAPTURE(i, answer.status);
      REQUIRE((answer.status == 400 || answer.status == 403 || answer.status == 404 ||
               answer.status == 409 || answer.status == 422));
      REQUIRE(f.notes.kept.at(test_origin) == before);
    }
  }
  CHECK(f.responder.add_checkpoint(body, now_s).status == 200);
}
