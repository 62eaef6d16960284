#include "ledger/chain/note.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/encoding/base64.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/chain/test_keys.hpp"

using namespace ledger;
using namespace ledger::chain;

namespace {

const Signer& log_signer() {
  static const Signer signer = test_signer(test_origin, 1);
  return signer;
}

std::string signed_text(const std::string& text) {
  return write_note(text, log_signer().verifier().name, log_signer().sign(text));
}

std::string line_in(const std::string& note) {
  return note.substr(note.rfind("\n\n") + 2);
}

bool opens(const std::string& note) {
  return open_checkpoint(note, test_origin, log_signer().verifier()).has_value();
}

const std::string root_text = "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=";

}  // namespace

TEST_CASE("a checkpoint says origin, size and root, and opens with its key", "[checkpoint]") {
  const Checkpoint made = sign_checkpoint(test_origin, 70'000, hash_of_bytes(0xab), log_signer());
  CHECK(made.note.starts_with("ledger.example/2024\n70000\n" + root_text + "\n\n"));
  CHECK(line_in(made.note).size() == 4 + made.note.find('\n') + 1 + 92 + 1);
  const auto opened = open_checkpoint(made.note, test_origin, log_signer().verifier());
  REQUIRE(opened);
  CHECK(opened->size == 70'000);
  CHECK(opened->root == hash_of_bytes(0xab));
  CHECK(opened->note == made.note);
}

TEST_CASE("the checkpoint of the empty tree has the hash of nothing as its root", "[checkpoint]") {
  CHECK(checkpoint_text(test_origin, 0, empty_root()) ==
        "ledger.example/2024\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
  CHECK(opens(sign_checkpoint(test_origin, 0, empty_root(), log_signer()).note));
  CHECK_FALSE(opens(sign_checkpoint(test_origin, 0, Hash{}, log_signer()).note));
}

TEST_CASE("a checkpoint of another key or origin does not open", "[checkpoint]") {
  const Checkpoint made = sign_checkpoint(test_origin, 5, hash_of_bytes(1), log_signer());
  CHECK_FALSE(open_checkpoint(made.note, test_origin, test_signer(test_origin, 2).verifier()));
  CHECK_FALSE(open_checkpoint(made.note, test_origin, test_signer("other", 1).verifier()));
  CHECK_FALSE(open_checkpoint(made.note, "ledger.example/2025", log_signer().verifier()));
  CHECK_FALSE(open_checkpoint(made.note, "ledger.example/202", log_signer().verifier()));
}

TEST_CASE("a checkpoint with any byte of its text changed does not open", "[checkpoint]") {
  const Checkpoint made = sign_checkpoint(test_origin, 12'345, hash_of_bytes(7), log_signer());
  for (std::size_t i = 0; i < made.note.size(); ++i) {
    CAPTURE(i);
    std::string changed = made.note;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    REQUIRE_FALSE(opens(changed));
    REQUIRE_FALSE(opens(made.note.substr(0, i)));
  }
}

TEST_CASE("lines of others are passed over, all lines of the key must verify", "[checkpoint]") {
  const Checkpoint made = sign_checkpoint(test_origin, 5, hash_of_bytes(1), log_signer());
  const Signer same_name = test_signer(test_origin, 2), witness = test_signer("witness.example", 3);
  const std::string text = checkpoint_text(test_origin, 5, hash_of_bytes(1));
  const auto line_by = [&](const Signer& signer, const std::string& over) {
    return line_in(write_note(over, signer.verifier().name, signer.sign(over)));
  };
  const std::string bad_line = line_by(log_signer(), "something else\n");
  CHECK(opens(made.note + line_by(witness, "something else\n")));
  CHECK(opens(made.note + line_by(same_name, "something else\n")));
  CHECK(opens(made.note + line_in(made.note)));
  CHECK_FALSE(opens(made.note + bad_line));
  CHECK_FALSE(opens(text + "\n" + bad_line + line_in(made.note)));
  CHECK_FALSE(opens(text + "\n" + line_by(witness, text)));
  // The key's own name and id, but not the length of an Ed25519 line.
  const auto id = log_signer().verifier().id();
  const std::string longer = std::string(id.begin(), id.end()) + std::string(72, 's');
  CHECK_FALSE(
      opens(made.note + "\xe2\x80\x94 " + test_origin + " " + encoding::base64(longer) + "\n"));
}

TEST_CASE("a checkpoint may carry extension lines, but no empty one", "[checkpoint]") {
  const std::string body = "ledger.example/2024\n5\n" + root_text + "\n";
  CHECK(opens(signed_text(body)));
  CHECK(opens(signed_text(body + "extension 1\nextension 2\n")));
  CHECK_FALSE(opens(signed_text(body + "\nextension\n")));
  CHECK_FALSE(opens(signed_text(body + "\n")));
}

TEST_CASE("a checkpoint whose body is not exactly a checkpoint does not open", "[checkpoint]") {
  const std::string size =
      GENERATE("05", "00", "+5", "-5", "", " 5", "5 ", "5x", "0x5", "5.0", "4611686018427387905",
               "9223372036854775808", "18446744073709551616", "99999999999999999999999");
  CAPTURE(size);
  CHECK_FALSE(opens(signed_text("ledger.example/2024\n" + size + "\n" + root_text + "\n")));
}

TEST_CASE("a checkpoint reaches 2^62 entries", "[checkpoint]") {
  CHECK(opens(signed_text("ledger.example/2024\n4611686018427387904\n" + root_text + "\n")));
}

TEST_CASE("a checkpoint's root is 32 bytes of canonical base64", "[checkpoint]") {
  const std::string root = GENERATE_COPY(
      std::string(), root_text.substr(0, 43), root_text + "=",
      root_text.substr(0, 42) + "t=", std::string("q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urqw=="),
      " " + root_text, root_text + "\r");
  CAPTURE(root);
  CHECK_FALSE(opens(signed_text("ledger.example/2024\n5\n" + root + "\n")));
  CHECK_FALSE(opens(signed_text("ledger.example/2024\n5\n")));
  CHECK_FALSE(opens(signed_text("ledger.example/2024\n")));
}
