#include "ledger/chain/note.hpp"
#include "ledger/encoding/base64.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/chain/test_keys.hpp"

using namespace ledger;
using namespace ledger::chain;

namespace {

const Signer& desk() {
  static const Signer signer = test_signer("DUNS000000000/desk", 9);
  return signer;
}

BatchHead later_head() {
  BatchHead head{test_origin, test_operator,       3,  hash_of_bytes(0xab),
                 41,          hash_of_bytes(0xcd), "", {}};
  sign_batch_head(head, desk());
  return head;
}

const std::string root_text = "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=";
const std::string after_text = "zc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc0=";
const std::string title = "ledger.example/2024/batch/v1/DUNS000000000";

std::string signed_text(const std::string& text) {
  return write_note(text, desk().verifier().name, desk().sign(text));
}

void refuses(const std::string& note, const std::string& detail) {
  CAPTURE(note);
  const auto head = read_batch_head(note);
  REQUIRE_FALSE(head);
  CHECK(head.error().refusal == Refusal::batch_malformed);
  CHECK_THAT(head.error().detail, ContainsSubstring(detail));
}

}  // namespace

TEST_CASE("a batch head has three lines, and a fourth once there is a history", "[batch_head]") {
  BatchHead head = later_head();
  const std::string start = title + "\n3\n" + root_text + "\n";
  CHECK(batch_head_text(head) == start + "after 41 " + after_text + "\n");
  head.after_index = 0;
  CHECK(batch_head_text(head) == start + "after 0 " + after_text + "\n");
  head.after_index = -1;
  CHECK(batch_head_text(head) == start);
}

TEST_CASE("a batch head written is read back, and verifies", "[batch_head]") {
  BatchHead head = later_head();
  head.after_index = GENERATE(-1, 0, 41);
  if (head.after_index < 0) head.after_hash = Hash{};
  sign_batch_head(head, desk());
  const auto again = read_batch_head(write_batch_head(head));
  REQUIRE(again);
  CHECK(again->origin == test_origin);
  CHECK(again->operator_id == test_operator);
  CHECK(again->count == 3);
  CHECK(again->root == head.root);
  CHECK(again->after_index == head.after_index);
  CHECK(again->after_hash == head.after_hash);
  CHECK(again->key == "DUNS000000000/desk");
  CHECK(again->signature == head.signature);
  CHECK(verifies(desk().verifier(), batch_head_text(*again), again->signature));
  CHECK(write_batch_head(*again) == write_batch_head(head));
}

TEST_CASE("a batch head that reads is the only text for what it says", "[batch_head]") {
  const std::string note = write_batch_head(later_head());
  for (std::size_t i = 0; i < note.size(); ++i)
    for (const int bit : {0, 1, 2, 4, 6}) {
      std::string changed = note;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      const auto head = read_batch_head(changed);
      if (!head) continue;
      CAPTURE(i, bit);
      REQUIRE(write_batch_head(*head) == changed);
      const bool is_the_desks =
          head->key == desk().verifier().name &&
          verifies(desk().verifier(), batch_head_text(*head), head->signature);
      REQUIRE_FALSE(is_the_desks);
    }
}

TEST_CASE("a batch head cut short anywhere is refused", "[batch_head]") {
  const std::string note = write_batch_head(later_head());
  for (std::size_t length = 0; length < note.size(); ++length)
    REQUIRE_FALSE(read_batch_head(note.substr(0, length)));
}

TEST_CASE("a batch head's title is origin, mark and operator", "[batch_head]") {
  const std::string bad = GENERATE(
      "ledger.example/2024/batch/v2/DUNS000000000", "ledger.example/2024", "",
      "Ledger.example/batch/v1/DUNS000000000", "/batch/v1/DUNS000000000",
      "ledger.example//batch/v1/DUNS000000000", "ledger.example/2024/batch/v1/",
      "ledger.example/2024/batch/v1/DUNS00000000", "ledger.example/2024/batch/v1/DUNS000000000 ",
      "a.example/batch/v1/b/batch/v1/DUNS000000000");
  refuses(signed_text(bad + "\n3\n" + root_text + "\n"), "ORIGIN/batch/v1/OPERATOR");
}

TEST_CASE("a batch head's numbers are plain decimals", "[batch_head]") {
  const std::string count = GENERATE("0", "03", "+3", "-3", "", "3 ", "9223372036854775808");
  refuses(signed_text(title + "\n" + count + "\n" + root_text + "\n"), "number of events");
  const std::string index = GENERATE("041", "-1", "+41", "", "4611686018427387904", "x");
  refuses(signed_text(title + "\n3\n" + root_text + "\nafter " + index + " " + after_text + "\n"),
          "after INDEX HASH");
}

TEST_CASE("a batch head has nothing between or behind its lines", "[batch_head]") {
  const std::string start = title + "\n3\n" + root_text + "\n", after = "after 41 " + after_text;
  CHECK(read_batch_head(signed_text(start + after + "\n")));
  refuses(signed_text(start + after + "\nmore\n"), "fourth and last line");
  refuses(signed_text(start + after + "\n\n"), "fourth and last line");
  refuses(signed_text(start + "\n"), "after INDEX HASH");
  refuses(signed_text(start + after + " \n"), "after INDEX HASH");
  refuses(signed_text(start + "after  41 " + after_text + "\n"), "after INDEX HASH");
  refuses(signed_text(start + "After 41 " + after_text + "\n"), "after INDEX HASH");
  refuses(signed_text(start + "after 41\n"), "after INDEX HASH");
  refuses(signed_text(title + "\n3\n" + root_text + " \n"), "root in base64");
  refuses(signed_text(title + "\n3\n"), "three or four lines");
}

TEST_CASE("a batch head has one signature line, by a key of its operator", "[batch_head]") {
  const BatchHead head = later_head();
  const std::string note = write_batch_head(head), line = note.substr(note.rfind("\n\n") + 2);
  refuses(note + line, "2 signature lines");
  const std::string text = batch_head_text(head);
  refuses(write_note(text, "DUNS000000001/desk", head.signature),
          "key name of the batch's operator");
  refuses(write_note(text, "DUNS000000000", head.signature), "key name of the batch's operator");
  refuses(write_note(text, "DUNS000000000/", head.signature), "key name of the batch's operator");
  refuses(write_note(text, "DUNS000000000/a/b", head.signature),
          "key name of the batch's operator");
  refuses(
      text + "\n\xe2\x80\x94 DUNS000000000/desk " + encoding::base64(std::string(76, 's')) + "\n",
      "76 bytes of signature");
}

TEST_CASE("a batch head larger than 4 KiB is refused before it is read", "[batch_head]") {
  refuses(std::string(4'097, 'x'), "4097 bytes");
}

TEST_CASE("what is said of a bad batch head is fit to be shown", "[batch_head]") {
  const auto head = read_batch_head("\x1b[31m\xff" + std::string(500, 'x'));
  REQUIRE_FALSE(head);
  CHECK(head.error().detail.find('\x1b') == std::string::npos);
  CHECK(head.error().detail.find('\xff') == std::string::npos);
  CHECK(head.error().detail.size() < 300);
}
