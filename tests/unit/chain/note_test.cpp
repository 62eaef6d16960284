#include "ledger/chain/note.hpp"

#include "ledger/encoding/base64.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/chain/test_keys.hpp"

using namespace ledger;
using namespace ledger::chain;

namespace {

const std::string dash = "\xe2\x80\x94 ";

std::string line_of(const std::string& name, std::size_t size) {
  return dash + name + " " + encoding::base64(std::string(size, 's')) + "\n";
}

}  // namespace

TEST_CASE("a note written is read back, and its line verifies", "[note]") {
  const Signer signer = test_signer("ledger.example/2024", 1);
  const std::string text = "first line\nsecond line\n";
  const auto note = read_note(write_note(text, signer.verifier().name, signer.sign(text)));
  REQUIRE(note);
  CHECK(note->text == text);
  REQUIRE(note->lines.size() == 1);
  CHECK(note->lines[0].name == "ledger.example/2024");
  const LineSignature signature = signer.sign(text);
  CHECK(note->lines[0].signature == std::string(signature.begin(), signature.end()));
  CHECK(verifies(signer.verifier(), text, signature));
  CHECK_FALSE(verifies(signer.verifier(), text + "\n", signature));
  CHECK_FALSE(verifies(test_signer("ledger.example/2024", 2).verifier(), text, signature));
  CHECK_FALSE(verifies(test_signer("ledger.example/2025", 1).verifier(), text, signature));
}

TEST_CASE("a note is parted at its last empty line", "[note]") {
  const auto note = read_note("a\n\nb\n\n\n" + line_of("k", 68));
  REQUIRE(note);
  CHECK(note->text == "a\n\nb\n\n");
}

TEST_CASE("a note keeps lines of kinds it does not know", "[note]") {
  const auto note = read_note("text\n\n" + line_of("k", 68) + line_of("witness", 76) +
                              line_of("ml-dsa", 2'432) + line_of("\xe7\x94\xb5", 5));
  REQUIRE(note);
  REQUIRE(note->lines.size() == 4);
  CHECK(note->lines[1].signature.size() == 76);
  CHECK(note->lines[2].signature.size() == 2'432);
  CHECK(note->lines[3].name == "\xe7\x94\xb5");
}

TEST_CASE("a note has 1 to 16 signature lines", "[note]") {
  std::string note = "text\n\n";
  CHECK_FALSE(read_note(note));
  for (int lines = 1; lines <= 16; ++lines) {
    note += line_of("k", 68);
    REQUIRE(read_note(note));
  }
  CHECK_FALSE(read_note(note + line_of("k", 68)));
}

TEST_CASE("what is no signed note is not read", "[note]") {
  const std::string good = line_of("k", 68);
  const std::string bad = GENERATE_COPY(
      std::string(), "text\n", "text\n\n", "text\n" + good, good,
      "text\n\n" + good.substr(0, good.size() - 1),             // no LF at the end
      "text\n\n" + good + "\n",                                 // an empty line behind
      "text\n\n" + good + "more\n",                             // a line that is no signature
      "text\n\n- k " + good.substr(6),                          // a hyphen for the dash
      "text\n\n" + dash + " " + good.substr(6),                 // no name
      "text\n\n" + dash + "k  " + good.substr(6),               // two spaces
      "text\n\n" + dash + "a+b " + good.substr(6),              // a plus in the name
      "text\n\n" + dash + "a\xc2\xa0" + "b " + good.substr(6),  // a no-break space in it
      "text\n\n" + dash + "k\n", "text\n\n" + dash + "k \n",
      "text\n\n" + line_of("k", 4),          // a key id and nothing signed
      "text\n\n" + dash + "k c3NzcXX=\n",    // stray bits behind the last byte
      "text\n\n" + dash + "k c3Nzc3Nz\r\n",  // a carriage return
      "text\n\n" + dash + "k c3Nzc3N\n",     // no padding
      "text\n\n" + dash + "k c3Nz-_Nz\n",    // the other alphabet
      "te\txt\n\n" + good, "te\xffxt\n\n" + good, "te\xc0\xafxt\n\n" + good,
      std::string("te\0xt\n\n", 7) + good);
  CAPTURE(bad);
  CHECK_FALSE(read_note(bad));
}

TEST_CASE("a note is at most 65,536 bytes long", "[note]") {
  const std::string end = "\n\n" + line_of("k", 68);
  CHECK(read_note(std::string(note_bytes_max - end.size(), 'x') + end));
  CHECK_FALSE(read_note(std::string(note_bytes_max - end.size() + 1, 'x') + end));
}
