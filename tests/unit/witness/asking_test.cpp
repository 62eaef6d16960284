#include "ledger/witness/asking.hpp"

#include "ledger/chain/note_lines.hpp"
#include "ledger/witness/add_checkpoint.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/witness/log_tree.hpp"

using namespace ledger;
using namespace ledger::witness;

namespace {

constexpr std::int64_t now_s = 1'735'531'200;

struct Fixture {
  LogTree log;
  Signer key = test_signer("witness.example/w1", 3);
  HeadToShow head{9, log.head(9), test_origin,
                  [this](std::int64_t older) { return log.path(older, 9); }};

  Asking asking(std::int64_t seen = 0, int attempts = 3) const {
    return Asking({"W1", chain::cosigner_key(key), "https://witness.example/"}, head, seen,
                  attempts);
  }
  [[nodiscard]] std::string good_line() const {
    return chain::cosignature_line(chain::read_note(head.checkpoint).value().text, now_s, key);
  }
};

WitnessAnswer size_answer(const std::string& body) {
  return {409, "text/x.tlog.size", body};
}

AddCheckpoint sent(const Asking& asking) {
  return read_add_checkpoint(asking.body()).value();
}

WitnessWord word_after(Asking asking, const std::vector<std::optional<WitnessAnswer>>& answers) {
  for (const auto& answer : answers) {
    REQUIRE_FALSE(asking.is_done());
    asking.take(answer);
  }
  REQUIRE(asking.is_done());
  CHECK_FALSE(asking.outcome().detail.empty());
  CHECK(asking.outcome().witness == "W1");
  CHECK(asking.line().empty() == (asking.outcome().word != WitnessWord::cosigned));
  return asking.outcome().word;
}

}  // namespace

TEST_CASE("a witness that was never asked is shown the head from nothing", "[asking]") {
  const Fixture f;
  Asking asking = f.asking();
  CHECK(asking.url() == "https://witness.example/add-checkpoint");
  CHECK(sent(asking).old == 0);
  CHECK(sent(asking).proof.empty());
  CHECK(sent(asking).checkpoint == f.head.checkpoint);
  asking.take(WitnessAnswer{200, "", f.good_line()});
  REQUIRE(asking.is_done());
  CHECK(asking.outcome().word == WitnessWord::cosigned);
  CHECK(asking.line() == f.good_line());
}

TEST_CASE("the proof begins at the size that a witness is known to have seen", "[asking]") {
  const Fixture f;
  CHECK(sent(f.asking(5)).old == 5);
  CHECK(sent(f.asking(5)).proof == f.log.path(5, 9));
  CHECK(sent(f.asking(9)).proof.empty());
  // Known from a larger tree than this one: the witness is asked what it has.
  CHECK(sent(f.asking(12)).old == 0);
}

TEST_CASE("a size in a 409 is believed once, whatever form it comes in", "[asking]") {
  const Fixture f;
  const std::string body = GENERATE("5\n", "5");
  const std::string type = GENERATE("text/x.tlog.size", "text/plain", "");
  Asking asking = f.asking();
  asking.take(WitnessAnswer{409, type, body});
  REQUIRE_FALSE(asking.is_done());
  CHECK_FALSE(asking.is_waiting());
  CHECK(sent(asking).old == 5);
  CHECK(sent(asking).proof == f.log.path(5, 9));
  asking.take(size_answer("6\n"));
  REQUIRE(asking.is_done());
  CHECK(asking.outcome().word == WitnessWord::refused);
}

TEST_CASE("a witness that has seen a larger tree says that this one was put back", "[asking]") {
  const Fixture f;
  CHECK(word_after(f.asking(), {size_answer("10\n")}) == WitnessWord::ahead);
  CHECK(word_after(f.asking(5), {size_answer("4611686018427387904\n")}) == WitnessWord::ahead);
  Asking asking = f.asking();
  asking.take(size_answer("10\n"));
  CHECK_THAT(asking.outcome().detail, ContainsSubstring("cosigned 10 entries"));
  CHECK_THAT(asking.outcome().detail, ContainsSubstring("here are 9"));
  CHECK_THAT(asking.outcome().detail, ContainsSubstring("https://witness.example/"));
}

TEST_CASE("a witness that has seen another tree contradicts the ledger", "[asking]") {
  const Fixture f;
  CHECK(word_after(f.asking(5), {WitnessAnswer{422, "", ""}}) == WitnessWord::contradicted);
  // As older witnesses said it: the same size, another root.
  CHECK(word_after(f.asking(9), {size_answer("9\n")}) == WitnessWord::contradicted);
  CHECK(word_after(f.asking(9), {size_answer("")}) == WitnessWord::contradicted);
  CHECK(word_after(f.asking(), {size_answer("9\n"), size_answer("9\n")}) ==
        WitnessWord::contradicted);
}

TEST_CASE("a 409 without a size that helps is the end of it", "[asking]") {
  const Fixture f;
  const std::string body =
      GENERATE("", "five\n", "05\n", "-1\n", "5\n\n", "18446744073709551615\n", "0\n");
  CAPTURE(body);
  CHECK(word_after(f.asking(), {size_answer(body)}) == WitnessWord::refused);
}

TEST_CASE("answers that are none of the protocol end the asking", "[asking]") {
  const Fixture f;
  const int status = GENERATE(100, 204, 301, 302, 400, 401, 403, 404, 405, 413, 418);
  CAPTURE(status);
  CHECK(word_after(f.asking(), {WitnessAnswer{status, "", f.good_line()}}) == WitnessWord::refused);
}

TEST_CASE("a busy or silent witness is asked again, a bounded number of times", "[asking]") {
  const Fixture f;
  const WitnessAnswer busy{GENERATE(429, 500, 502, 503, 504), "", ""};
  Asking asking = f.asking();
  asking.take(busy);
  CHECK_FALSE(asking.is_done());
  CHECK(asking.is_waiting());
  CHECK(word_after(f.asking(), {busy, std::nullopt, busy}) == WitnessWord::unreachable);
  CHECK(word_after(f.asking(0, 1), {std::nullopt}) == WitnessWord::unreachable);
  CHECK(word_after(f.asking(), {busy, size_answer("5\n"), WitnessAnswer{200, "", f.good_line()}}) ==
        WitnessWord::cosigned);
}

TEST_CASE("only a cosignature that verifies is taken, and no line of anybody else", "[asking]") {
  const Fixture f;
  const std::string text = chain::read_note(f.head.checkpoint).value().text;
  const std::string other = chain::cosignature_line(text, now_s, test_signer("other.example", 4));
  const std::string wrong = chain::cosignature_line("another text\n", now_s, f.key);
  const auto refused = [&](const std::string& body) {
    CAPTURE(body);
    CHECK(word_after(f.asking(), {WitnessAnswer{200, "", body}}) == WitnessWord::refused);
  };
  refused("");
  refused("\n");
  refused("OK\n");
  refused(other);
  refused(wrong);
  refused(f.good_line() + wrong);
  refused(f.good_line().substr(0, f.good_line().size() - 1));
  refused(f.good_line() + "\n" + f.good_line());
  // A line of the log itself must not come back through a witness.
  const std::string log_line = chain::write_note_line(test_origin, std::string(68, 'x'));
  Asking asking = f.asking();
  asking.take(WitnessAnswer{200, "", log_line + other + f.good_line()});
  REQUIRE(asking.is_done());
  CHECK(asking.line() == f.good_line());
}
