#include "ledger/chain/policy.hpp"

#include "ledger/chain/tree.hpp"
#include "ledger/encoding/base64.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/chain/test_keys.hpp"

using namespace ledger;
using namespace ledger::chain;

namespace {

Signer log_signer() {
  return test_signer(test_origin, 1);
}
Signer witness(std::uint8_t number) {
  return test_signer("witness.example/w" + std::to_string(number),
                     static_cast<std::uint8_t>(100 + number));
}
std::string witness_line(std::uint8_t number) {
  return "witness W" + std::to_string(number) + " " + cosigner_key(witness(number)).text() + "\n";
}
std::string log_line() {
  return "log " + log_signer().verifier().text() + "\n";
}

/// A head with the cosignatures of these witnesses.
std::string seen_by(const std::vector<std::uint8_t>& witnesses) {
  std::string note = sign_checkpoint(test_origin, 5, hash_of_bytes(7), log_signer()).note;
  const std::string text = read_note(note).value().text;
  for (const std::uint8_t number : witnesses)
    note += cosignature_line(text, 1'700'000'000 + number, witness(number));
  return note;
}

Policy policy_of(const std::string& text) {
  const auto read = read_policy(text);
  INFO(text);
  INFO((read ? "" : std::to_string(read.error().line) + ": " + read.error().what));
  REQUIRE(read);
  return *read;
}

std::optional<PolicyProblem> problem(const std::string& policy, const std::string& note) {
  const auto judged = judge_checkpoint(policy_of(policy), note);
  if (judged) return std::nullopt;
  CHECK_FALSE(judged.error().found.empty());
  CHECK_FALSE(judged.error().expected.empty());
  return judged.error().problem;
}

/// The line that a policy is refused for, with what must be in the reason.
void refused(const std::string& policy, std::int64_t line, const std::string& reason) {
  CAPTURE(policy);
  const auto read = read_policy(policy);
  REQUIRE_FALSE(read);
  CHECK(read.error().line == line);
  CHECK_THAT(read.error().what, ContainsSubstring(reason));
}

std::string two_levels() {
  std::string text = log_line();
  for (std::uint8_t i = 1; i <= 5; ++i) text += witness_line(i);
  return text + "group X 2 W1 W2 W3\ngroup Y any W4 W5\ngroup XY all X Y\nquorum XY\n";
}

}  // namespace

TEST_CASE("a policy says logs, witnesses, groups, quorum and the identity it pins", "[policy]") {
  const std::string identity = encoding::base64(hash_of_bytes(9));
  const Policy policy =
      policy_of("# whom we trust\n\n \t # celltrail-identity ledger.example/2024 " + identity +
                "\n\tlog  " + log_signer().verifier().text() + " https://ledger.example/2024 \n" +
                "witness W1\t" + cosigner_key(witness(1)).text() + " https://witness.example\n" +
                witness_line(2) + "group all-of-them 2 W1 W2\nquorum all-of-them\n");
  REQUIRE(policy.logs.size() == 1);
  CHECK(policy.logs[0].key.name == test_origin);
  CHECK(policy.logs[0].url == "https://ledger.example/2024");
  REQUIRE(policy.witnesses.size() == 2);
  CHECK(policy.witnesses[0].name == "W1");
  CHECK(policy.witnesses[0].key.name == "witness.example/w1");
  CHECK(policy.witnesses[0].url == "https://witness.example");
  CHECK(policy.witnesses[1].url.empty());
  REQUIRE(policy.groups.size() == 1);
  CHECK(policy.groups[0].threshold == 2);
  CHECK(policy.quorum == "all-of-them");
  CHECK(policy.identity_of(test_origin) == hash_of_bytes(9));
  CHECK_FALSE(policy.identity_of("ledger.example/2025"));
}

TEST_CASE("a group may be named like an opaque byte string", "[policy]") {
  const Policy policy = policy_of(witness_line(1) +
                                  "group \xe2\x84\xaa\xff any W1\ngroup K any "
                                  "\xe2\x84\xaa\xff\nquorum K\n");
  CHECK(policy.groups.size() == 2);
}

TEST_CASE("a policy of 32 logs, witnesses and groups is read", "[policy]") {
  std::string text;
  for (std::uint8_t i = 0; i < 32; ++i)
    text += "log " +
            test_signer(test_origin, static_cast<std::uint8_t>(150 + i)).verifier().text() + "\n" +
            witness_line(i);
  for (int i = 0; i < 32; ++i)
    text += "group G" + std::to_string(i) + " all W" + std::to_string(i) + "\n";
  text += "group Q 16";
  for (int i = 0; i < 32; ++i) text += " G" + std::to_string(i);
  const Policy policy = policy_of(text + "\nquorum Q\n");
  CHECK(policy.logs.size() == 32);
  CHECK(policy.witnesses.size() == 32);
  CHECK(policy.groups.size() == 33);
}

TEST_CASE("a log is no witness of its own: one key stands in one line", "[policy]") {
  const std::string own =
      "witness W " + cosigner_key(test_signer("w.example/self", 1)).text() + "\n";
  refused(log_line() + own + "quorum W\n", 2, "repeats the public key");
  refused(own + log_line() + "quorum W\n", 2, "repeats the public key");
}

TEST_CASE("a policy without exactly one quorum is refused", "[policy]") {
  refused("", 0, "no quorum");
  refused(log_line(), 1, "no quorum");
  refused("quorum none\nquorum none\n", 2, "second quorum");
  refused("quorum W1\n" + witness_line(1), 1, "\"W1\"");
  refused("quorum\n", 1, "expected: quorum");
  refused("quorum none none\n", 1, "expected: quorum");
  CHECK(read_policy("quorum none\n"));
}

TEST_CASE("a name in two groups, or twice in one, is refused", "[policy]") {
  const std::string witnesses = witness_line(1) + witness_line(2);
  refused(witnesses + "group A any W1\ngroup B any W1 W2\nquorum B\n", 4, "member already");
  refused(witnesses + "group A 2 W1 W1\nquorum A\n", 3, "member already");
  // `any` over groups that share a witness would need the same.
  refused(witnesses + "group A any W1 W2\ngroup B all A W2\nquorum B\n", 4, "member already");
}

TEST_CASE("one key under two names is refused, whatever its key name", "[policy]") {
  const Signer renamed = test_signer("other.example/w", 101);
  refused(witness_line(1) + "witness W2 " + cosigner_key(renamed).text() + "\nquorum none\n", 2,
          "public key");
  refused(
      log_line() + "log " + test_signer("other.example", 1).verifier().text() + "\nquorum none\n",
      2, "public key");
  // Several keys of one log, one after the other, are another matter.
  CHECK(read_policy(log_line() + "log " + test_signer(test_origin, 2).verifier().text() +
                    "\nquorum none\n"));
}

TEST_CASE("names are defined once, above where they are used, and never as none", "[policy]") {
  refused(witness_line(1) + witness_line(1), 2, "again");
  refused(witness_line(1) + "group W1 any W1\nquorum none\n", 2, "again");
  refused(witness_line(1) + "group A any W2\n" + witness_line(2) + "quorum A\n", 2, "\"W2\"");
  refused("group A any A\nquorum A\n", 1, "\"A\"");
  refused("group A any none\nquorum A\n", 1, "\"none\"");
  refused(witness_line(1) + "group none any W1\nquorum none\n", 2, "reserved");
  refused("witness none " + cosigner_key(witness(1)).text() + "\n", 1, "reserved");
}

TEST_CASE("a threshold lies between one and the number of members", "[policy]") {
  const std::string number = GENERATE("0", "3", "-1", "02", "+1", "1.0", "ALL", "some",
                                      "99999999999"
                                      "999999999");
  CAPTURE(number);
  refused(witness_line(1) + witness_line(2) + "group A " + number + " W1 W2\nquorum A\n", 3,
          "\"" + number + "\"");
  refused(witness_line(1) + "group A any\nquorum A\n", 2, "expected: group");
}

TEST_CASE("keys of the wrong kind are refused with their line", "[policy]") {
  refused("log " + cosigner_key(witness(1)).text() + "\n", 1, "type byte 01");
  refused("witness W1 " + witness(1).verifier().text() + "\n", 1, "(type 04)");
  refused("log\n", 1, "expected: log");
  refused("witness W1\n", 1, "expected: witness");
  refused("log " + log_signer().verifier().text() + " url more\n", 1, "expected: log");
  refused("log example.com\xc2\xa0+00000000+AQ==\n", 1, "name");
}

TEST_CASE("octets that a policy may not hold are refused", "[policy]") {
  const std::string byte =
      GENERATE(std::string("\r"), std::string("\v"), std::string(1, '\0'), std::string("\x7f"));
  refused("quorum none\n# a" + byte + "\n", 2, "control character");
}

TEST_CASE("a policy that is cut off or too large is refused", "[policy]") {
  refused("quorum none", 1, "cut off");
  const std::string comment = "#" + std::string(1022, ' ') + "\n";
  std::string text = "quorum none\n";
  while (text.size() + comment.size() <= policy_bytes_max) text += comment;
  CHECK(read_policy(text));
  refused(text + comment, 0, "65536");
}

TEST_CASE("comments stand in lines of their own", "[policy]") {
  refused("quorum none # for now\n", 1, "expected: quorum");
  refused("logs\n", 1, "\"logs\"");
}

TEST_CASE("a pin that cannot be read is refused, not passed over", "[policy]") {
  const std::string hash = encoding::base64(hash_of_bytes(9));
  refused("# celltrail-identity ledger.example\nquorum none\n", 1, "celltrail-identity");
  refused("# celltrail-identity ledger.example " + hash.substr(1) + "\nquorum none\n", 1,
          "celltrail-identity");
  refused("# celltrail-identity a " + hash + "\n# celltrail-identity a " +
              encoding::base64(hash_of_bytes(8)) + "\nquorum none\n",
          2, "another identity");
  CHECK(read_policy("# about celltrail-identity lines\nquorum none\n"));
}

TEST_CASE("every cut of a policy is read or refused, never a crash", "[policy]") {
  const std::string text = two_levels();
  for (std::size_t i = 0; i < text.size(); ++i) CHECK_FALSE(read_policy(text.substr(0, i)));
}

TEST_CASE("a checkpoint signed by the log and seen by the quorum is good", "[policy]") {
  const auto judged = judge_checkpoint(policy_of(two_levels()), seen_by({1, 3, 5}));
  REQUIRE(judged);
  CHECK(judged->origin == test_origin);
  CHECK(judged->checkpoint.size == 5);
  CHECK(judged->checkpoint.root == hash_of_bytes(7));
  REQUIRE(judged->cosignatures.size() == 3);
  CHECK(judged->cosignatures[1].name == "witness.example/w3");
  CHECK(judged->cosignatures[1].time_s == 1'700'000'003);
}

TEST_CASE("the quorum counts each witness once and each group by its own rule", "[policy]") {
  const auto no_quorum = PolicyProblem::no_quorum;
  CHECK(problem(two_levels(), seen_by({})) == no_quorum);
  CHECK(problem(two_levels(), seen_by({1, 2, 3})) == no_quorum);
  CHECK(problem(two_levels(), seen_by({1, 4, 5})) == no_quorum);
  CHECK(problem(two_levels(), seen_by({1, 1, 4})) == no_quorum);
  CHECK(problem(two_levels(), seen_by({2, 3, 4})) == std::nullopt);
  CHECK(problem(log_line() + witness_line(1) + "quorum W1\n", seen_by({2})) == no_quorum);
  CHECK(problem(log_line() + witness_line(1) + "quorum W1\n", seen_by({1})) == std::nullopt);
  CHECK(problem(log_line() + witness_line(1) + "quorum none\n", seen_by({})) == std::nullopt);
}

TEST_CASE("one known signature that passes does not excuse another that fails", "[policy]") {
  const std::string policy =
      log_line() + witness_line(1) + witness_line(2) + "group A any W1 W2\nquorum A\n";
  const std::string wrong = cosignature_line("another text\n", 1'700'000'000, witness(2));
  CHECK(problem(policy, seen_by({1}) + wrong) == PolicyProblem::wrong_signature);
  // To those who do not know the second witness it is noise.
  CHECK(problem(log_line() + witness_line(1) + "quorum W1\n", seen_by({1}) + wrong) ==
        std::nullopt);
  const std::string bad_log = write_note("x\n", test_origin, log_signer().sign("another\n"));
  CHECK(problem(policy, seen_by({1}) + bad_log.substr(bad_log.rfind("\n\n") + 2)) ==
        PolicyProblem::wrong_signature);
}

TEST_CASE("a checkpoint that no log key of its origin signed is unknown", "[policy]") {
  const auto unknown = PolicyProblem::unknown_log;
  CHECK(problem("quorum none\n", seen_by({})) == unknown);
  const std::string other =
      "log " + test_signer(test_origin, 2).verifier().text() + "\nquorum none\n";
  CHECK(problem(other, seen_by({})) == unknown);
  // A known log does not speak for another one's origin.
  const Signer neighbour = test_signer("neighbour.example", 2);
  const std::string text = checkpoint_text(test_origin, 5, hash_of_bytes(7));
  CHECK(problem("log " + neighbour.verifier().text() + "\nquorum none\n",
                write_note(text, "neighbour.example", neighbour.sign(text))) == unknown);
}

TEST_CASE("a key that the ledger itself proves is trusted beside the policy's", "[policy]") {
  const Policy policy = policy_of("quorum none\n");
  CHECK(judge_checkpoint(policy, seen_by({}), log_signer().verifier()));
  CHECK_FALSE(judge_checkpoint(policy, seen_by({}), test_signer(test_origin, 2).verifier()));
}

TEST_CASE("what is no checkpoint is none, whatever signed it", "[policy]") {
  const std::string policy = log_line() + "quorum none\n";
  const auto signed_text = [](const std::string& text) {
    return write_note(text, test_origin, log_signer().sign(text));
  };
  const std::string note =
      GENERATE_COPY(std::string(), std::string("text\n"), signed_text("text\n"),
                    signed_text(checkpoint_text(test_origin, 0, hash_of_bytes(0))),
                    signed_text(std::string(test_origin) + "\n05\nAAAA\n"), seen_by({}) + "\n");
  CAPTURE(note);
  CHECK(problem(policy, note) == PolicyProblem::not_a_checkpoint);
  CHECK(problem(policy, signed_text(checkpoint_text(test_origin, 0, empty_root()))) ==
        std::nullopt);
}
