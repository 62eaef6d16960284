#include "ledger/chain/cosignature.hpp"

#include "ledger/chain/note_lines.hpp"
#include "ledger/encoding/base64.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/chain/test_keys.hpp"

using namespace ledger;
using namespace ledger::chain;

namespace {

constexpr std::int64_t seen_s = 1'679'315'147;

const Signer& witness() {
  static const Signer signer = test_signer("witness.example/w1", 3);
  return signer;
}

Checkpoint head() {
  return sign_checkpoint(test_origin, 5, hash_of_bytes(0xab), test_signer(test_origin, 1));
}

std::string text_of(const std::string& note) {
  return read_note(note).value().text;
}

CosignatureLine opened(const std::string& note) {
  const auto read = read_note(note);
  REQUIRE(read);
  return cosignature_of(*read, cosigner_key(witness()));
}

std::string line_of(const std::string& name, const std::string& bytes) {
  return "\xe2\x80\x94 " + name + " " + encoding::base64(bytes) + "\n";
}

std::string bytes_of(const std::string& line) {
  return read_note_line(line.substr(0, line.size() - 1)).value().signature;
}

}  // namespace

TEST_CASE("a cosignature is byte for byte what another implementation signs", "[cosignature]") {
  // PyNaCl over the same seed and the message as docs/format.md puts it together.
  CHECK(cosignature_line(text_of(head().note), seen_s, witness()) ==
        "\xe2\x80\x94 witness.example/w1 "
        "RZIZjwAAAABkGFDLM2XS+vPrUsy3yzpMMuo7+ZW232bO+Mz7aCj6t8IMvfFOw51mI8YhSZaq4pj5GXjk0eADb7CK"
        "hnnjpgKUZZ1SAw==\n");
}

TEST_CASE("one key has another id as a witness than as a signer of notes", "[cosignature]") {
  const CosignerKey key = cosigner_key(witness());
  CHECK(key.text() == "witness.example/w1+4592198f+BNrb0YSi1Sbx691cBv2tk1myKHWbTX951maJ+iVKrYVG");
  CHECK(witness().verifier().text() ==
        "witness.example/w1+3200cb18+Adrb0YSi1Sbx691cBv2tk1myKHWbTX951maJ+iVKrYVG");
  CHECK(key.id() != witness().verifier().id());
  const auto read = read_cosigner_vkey(key.text());
  REQUIRE(read);
  CHECK(read->name == key.name);
  CHECK(read->key == key.key);
}

TEST_CASE("a vkey of another type or with a wrong id is no witness's", "[cosignature]") {
  const std::string good = cosigner_key(witness()).text();
  const std::string text = GENERATE_COPY(
      std::string(), std::string("witness.example/w1"), witness().verifier().text(), "x" + good,
      good.substr(0, good.size() - 1), good + "=",
      std::string("witness.example/w1+4592198F+BNrb0YSi1Sbx691cBv2tk1myKHWbTX951maJ+iVKrYVG"),
      std::string("witness\xc2\xa0"
                  "1+4592198f+BNrb0YSi1Sbx691cBv2tk1myKHWbTX951maJ+iVKrYVG"));
  CAPTURE(text);
  const auto read = read_cosigner_vkey(text);
  REQUIRE_FALSE(read);
  CHECK(read.error().refusal == Refusal::unknown_key);
}

TEST_CASE("a cosigned checkpoint shows the witness and the time", "[cosignature]") {
  const std::string line = cosignature_line(text_of(head().note), seen_s, witness());
  CHECK(bytes_of(line).size() == 76);
  CHECK(line.ends_with("==\n"));
  const CosignatureLine found = opened(head().note + line);
  CHECK(found.state == LineState::verified);
  CHECK(found.time_s == seen_s);
  CHECK(opened(head().note).state == LineState::absent);
  // Who knows only the log's key reads the same note as before.
  CHECK(open_checkpoint(head().note + line, test_origin, test_signer(test_origin, 1).verifier()));
}

TEST_CASE("any changed byte of a cosignature, or of what it signs, is wrong", "[cosignature]") {
  const std::string good = bytes_of(cosignature_line(text_of(head().note), seen_s, witness()));
  for (std::size_t i = 4; i < good.size(); ++i) {
    CAPTURE(i);
    std::string bytes = good;
    bytes[i] = static_cast<char>(bytes[i] ^ 1);
    REQUIRE(opened(head().note + line_of("witness.example/w1", bytes)).state == LineState::wrong);
  }
  const Checkpoint other =
      sign_checkpoint(test_origin, 6, hash_of_bytes(0xab), test_signer(test_origin, 1));
  CHECK(opened(other.note + line_of("witness.example/w1", good)).state == LineState::wrong);
}

TEST_CASE("a line of another key id or name is passed over", "[cosignature]") {
  std::string bytes = bytes_of(cosignature_line(text_of(head().note), seen_s, witness()));
  CHECK(opened(head().note + line_of("witness.example/w2", bytes)).state == LineState::absent);
  bytes[0] = static_cast<char>(bytes[0] ^ 1);
  CHECK(opened(head().note + line_of("witness.example/w1", bytes)).state == LineState::absent);
}

TEST_CASE("a signature by the witness's key without a time is no cosignature", "[cosignature]") {
  // Type 01 over the checkpoint itself: another key id, so it is somebody else's line.
  const std::string text = text_of(head().note);
  const LineSignature plain = witness().sign(text);
  const std::string bytes(plain.begin(), plain.end());
  CHECK(opened(head().note + line_of("witness.example/w1", bytes)).state == LineState::absent);
  const auto id = cosigner_key(witness()).id();
  const std::string short_line = std::string(id.begin(), id.end()) + bytes.substr(4);
  CHECK(short_line.size() == 68);
  CHECK(opened(head().note + line_of("witness.example/w1", short_line)).state == LineState::wrong);
}

TEST_CASE("time zero and times beyond 2^63 - 1 are wrong even when signed", "[cosignature]") {
  const auto signed_at = [](std::uint64_t time) {
    const auto id = cosigner_key(witness()).id();
    std::string bytes(id.begin(), id.end());
    for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(time >> shift));
    const LineSignature by_key = witness().sign("cosignature/v1\ntime " + std::to_string(time) +
                                                "\n" + text_of(head().note));
    bytes.append(by_key.begin() + 4, by_key.end());
    return opened(head().note + line_of("witness.example/w1", bytes)).state;
  };
  CHECK(signed_at(1) == LineState::verified);
  CHECK(signed_at(0x7fff'ffff'ffff'ffff) == LineState::verified);
  CHECK(signed_at(0) == LineState::wrong);
  CHECK(signed_at(0x8000'0000'0000'0000) == LineState::wrong);
}

TEST_CASE("every line of a witness must verify, and the latest time counts", "[cosignature]") {
  const std::string text = text_of(head().note);
  const std::string early = cosignature_line(text, seen_s, witness());
  const std::string late = cosignature_line(text, seen_s + 60, witness());
  const std::string bad = cosignature_line("something else\n", seen_s, witness());
  CHECK(opened(head().note + late + early).time_s == seen_s + 60);
  CHECK(opened(head().note + early + bad).state == LineState::wrong);
  CHECK(opened(head().note + bad + early).state == LineState::wrong);
}

TEST_CASE("a witness's newer line replaces its older one", "[cosignature]") {
  const std::string text = text_of(head().note);
  const std::string early = cosignature_line(text, seen_s, witness());
  const std::string late = cosignature_line(text, seen_s + 60, witness());
  const std::string other = cosignature_line(text, seen_s, test_signer("witness.example/w2", 4));
  CHECK(with_lines(head().note, early + other + late) == head().note + other + late);
  CHECK(with_lines(head().note + early, other) == head().note + early + other);
  CHECK(with_lines(head().note + early, early) == head().note + early);
  CHECK(with_lines(head().note, "") == head().note);
}

TEST_CASE("what is no signature line is never added to a note", "[cosignature]") {
  const std::string line = cosignature_line(text_of(head().note), seen_s, witness());
  const std::string lines =
      GENERATE_COPY(std::string("\n"), line.substr(0, line.size() - 1), line + "\n" + line,
                    "text\n" + line, line + "\xe2\x80\x94 name\n", " " + line);
  CAPTURE(lines);
  CHECK_FALSE(with_lines(head().note, lines));
  CHECK_FALSE(with_lines("no note", line));
}

TEST_CASE("a note takes sixteen lines and no more, whatever their kind", "[cosignature]") {
  std::string lines;
  for (int i = 0; i < 15; ++i)
    lines += line_of("witness.example/" + std::to_string(i), std::string(20, 'x'));
  const auto full = with_lines(head().note, lines);
  REQUIRE(full);
  CHECK(read_note(*full));
  CHECK_FALSE(with_lines(*full, line_of("witness.example/15", std::string(20, 'x'))));
  // In place of one that is there it still fits.
  CHECK(with_lines(*full, line_of("witness.example/3", std::string(20, 'x'))));
}
