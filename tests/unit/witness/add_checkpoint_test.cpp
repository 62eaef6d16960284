#include "ledger/witness/add_checkpoint.hpp"

#include "ledger/encoding/base64.hpp"
#include "ledger/witness.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/witness/log_tree.hpp"

using namespace ledger;
using namespace ledger::witness;

namespace {

std::string hash_line() {
  return encoding::base64(hash_of_bytes(7)) + "\n";
}

}  // namespace

TEST_CASE("a request to cosign is read back as it was written", "[add_checkpoint]") {
  const LogTree log;
  const AddCheckpoint request{3, log.path(3, 7), log.head(7)};
  const std::string body = write_add_checkpoint(request);
  CHECK(body.starts_with("old 3\n"));
  const auto read = read_add_checkpoint(body);
  REQUIRE(read);
  CHECK(read->old == 3);
  CHECK(read->proof == request.proof);
  CHECK(read->checkpoint == request.checkpoint);
  CHECK(write_add_checkpoint(*read) == body);
}

TEST_CASE("a request takes 63 hashes and no more", "[add_checkpoint]") {
  AddCheckpoint request{1, std::vector<Hash>(63, hash_of_bytes(1)), "checkpoint\n"};
  CHECK(read_add_checkpoint(write_add_checkpoint(request)));
  request.proof.push_back(hash_of_bytes(1));
  CHECK_FALSE(read_add_checkpoint(write_add_checkpoint(request)));
}

TEST_CASE("what is not exactly a request is not read", "[add_checkpoint]") {
  const std::string body = GENERATE_COPY(
      std::string(), std::string("old 3"), std::string("old 3\n"), std::string("old  3\n\n"),
      std::string("OLD 3\n\n"), std::string("old 03\n\n"), std::string("old -1\n\n"),
      std::string("old +1\n\n"), std::string("old\n\n"), std::string("old 3\r\n\r\n"),
      std::string("old 9223372036854775808\n\n"), std::string("old 18446744073709551619\n\n"),
      "old 3\n" + hash_line(), "old 3\n" + hash_line().substr(1) + "\n",
      "old 3\n " + hash_line() + "\n", "old 3\nAAAA\n\n", "\nold 3\n\n", "old 3 \n\n");
  CAPTURE(body);
  CHECK_FALSE(read_add_checkpoint(body));
}

TEST_CASE("a request beyond the size of any is not parsed", "[add_checkpoint]") {
  const std::string body = "old 0\n\n";
  CHECK(read_add_checkpoint(body + std::string(Witness::body_bytes_max - body.size(), 'x')));
  CHECK_FALSE(read_add_checkpoint(body + std::string(Witness::body_bytes_max, 'x')));
}

TEST_CASE("every cut and every changed byte of a request is read or refused", "[add_checkpoint]") {
  const LogTree log;
  const std::string body = write_add_checkpoint({3, log.path(3, 7), log.head(7)});
  for (std::size_t i = 0; i < body.size(); ++i) {
    (void)read_add_checkpoint(body.substr(0, i));
    std::string changed = body;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    const auto read = read_add_checkpoint(changed);
    // One text for one request: what is read is written back the same.
    if (read) CHECK(write_add_checkpoint(*read) == changed);
  }
}
