#include <algorithm>
#include <fstream>
#include <optional>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "ledger/result.hpp"
#include "tests/e2e/process.hpp"
#include "tests/support/catch.hpp"

using namespace e2e;

namespace {

struct Shop : Workshop {
  Shop() {
    REQUIRE(run(*this, found_it).code == 0);
    const auto info = nlohmann::json::parse(run(*this, "celltrail checkpoint --json").out);
    ledger_key = info.at("ledger_key");
  }

  [[nodiscard]] Ran record(int number, const std::string& ledger, const std::string& more = "") {
    write("event.jsonl", retirement(number) + "\n");
    return run(*this, "celltrail record event.jsonl --key office.key --ledger " + ledger + more);
  }
  [[nodiscard]] std::string size(const std::string& ledger) {
    const Ran ran = run(*this, "celltrail checkpoint --json --ledger " + ledger);
    return nlohmann::json::parse(ran.out).at("size").dump();
  }
  /// Every test that records ends with it.
  void audit() {
    const Ran ran = run(*this, "celltrail audit");
    CAPTURE(ran.out, ran.err);
    CHECK(ran.code == 0);
  }

  std::string ledger_key;
};

/// A witness in a process of its own. What it says comes through a pipe, so that nobody waits for
/// longer than it takes to listen.
class ServedWitness {
 public:
  ServedWitness(const Shop& shop, const std::string& directory)
      : pipe_(shop / (directory + ".said")) {
    fs::remove(pipe_);
    REQUIRE(::mkfifo(pipe_.c_str(), 0600) == 0);
    running_.emplace(shop, "exec celltrail witness serve " + directory + " --log '" +
                               shop.ledger_key + "' --listen 127.0.0.1:0 > " + directory + ".said");
    std::ifstream said(pipe_);
    const std::string listening = "listening on ";
    for (std::string line; url_.empty() && std::getline(said, line);) {
      if (line.starts_with("witness ")) vkey_ = line.substr(8);
      if (line.starts_with(listening)) url_ = line.substr(listening.size());
    }
    REQUIRE_FALSE(url_.empty());
  }
  [[nodiscard]] std::string line(const std::string& name) const {
    return "witness " + name + " " + vkey_ + " " + url_ + "\n";
  }
  void kill() { running_.reset(); }

 private:
  fs::path pipe_;
  std::string url_, vkey_;
  std::optional<Running> running_;
};

std::size_t lines_in(const std::string& note) {
  const std::string lines = note.substr(note.rfind("\n\n") + 2);
  return static_cast<std::size_t>(std::count(lines.begin(), lines.end(), '\n'));
}

}  // namespace

TEST_CASE("a ledger's heads carry the cosignatures of its witnesses") {
  Shop shop;
  for (const std::string name : {"w1", "w2"})
    REQUIRE(run(shop, "celltrail witness new " + name + " --name witness.example/" + name).code ==
            0);
  ServedWitness first(shop, "w1"), second(shop, "w2");
  shop.write("book/witnesses",
             first.line("W1") + second.line("W2") + "group both all W1 W2\nquorum both\n");
  const Ran sent = run(shop, "celltrail witness send");
  CAPTURE(sent.out, sent.err);
  CHECK(sent.code == 0);
  CHECK_THAT(sent.out, ContainsSubstring("the quorum is reached"));
  CHECK(lines_in(run(shop, "celltrail checkpoint").out) == 3);
  CHECK(shop.record(1, "book", " --need-quorum").code == 0);
  CHECK(lines_in(run(shop, "celltrail checkpoint").out) == 3);
  CHECK(run(shop, "celltrail export out --format jsonl").code == 0);
  CHECK(shop.read("out/checkpoint") == run(shop, "celltrail checkpoint").out);

  second.kill();
  const Ran without = shop.record(2, "book");
  CHECK(without.code == 0);
  CHECK_THAT(without.err, ContainsSubstring("warning: no cosignature of the witness W2"));
  CHECK(lines_in(run(shop, "celltrail checkpoint").out) == 2);
  const Ran refused = shop.record(3, "book", " --need-quorum");
  CHECK(refused.code == 9);
  CHECK_THAT(refused.err, ContainsSubstring("nothing was recorded"));
  CHECK(shop.size("book") == "4");
  // Losing them harms nothing.
  fs::remove(shop / "book/cosignatures");
  CHECK(lines_in(run(shop, "celltrail checkpoint").out) == 1);
  shop.audit();
}

TEST_CASE("what witnesses that cannot be reached come to is said by the exit code") {
  Shop shop;
  CHECK(run(shop, "celltrail witness send").code == 3);
  REQUIRE(run(shop, "celltrail witness new w1 --name witness.example/w1").code == 0);
  ServedWitness witness(shop, "w1");
  const std::string line = witness.line("W1");
  shop.write("book/witnesses",
             line.substr(0, line.rfind(' ')) + " http://127.0.0.1:1\nquorum W1\n");
  CHECK(run(shop, "celltrail witness send --timeout 1").code == 9);
  CHECK(shop.record(1, "book").code == 0);
  shop.write("book/witnesses", "witness W1\nquorum none\n");
  const Ran broken = shop.record(2, "book");
  CHECK(broken.code != 0);
  CHECK_THAT(broken.err, ContainsSubstring("expected: witness NAME VKEY"));
  CHECK(shop.size("book") == "3");
  shop.audit();
}

TEST_CASE("an old copy of a ledger is not written while a witness knows better") {
  Shop shop;
  REQUIRE(run(shop, "celltrail witness new w1 --name witness.example/w1").code == 0);
  std::optional<ServedWitness> witness(std::in_place, shop, "w1");
  shop.write("book/witnesses", witness->line("W1") + "quorum none\n");
  REQUIRE(shop.record(1, "book").code == 0);
  fs::copy(shop / "book", shop / "old", fs::copy_options::recursive);
  REQUIRE(shop.record(2, "book").code == 0);

  // The witness forgets nothing when it is killed.
  witness.reset();
  witness.emplace(shop, "w1");
  for (const std::string ledger : {"book", "old"})
    shop.write(ledger + "/witnesses", witness->line("W1") + "quorum none\n");
  const Ran ahead = shop.record(3, "old");
  CHECK(ahead.code == 6);
  CHECK_THAT(ahead.err, ContainsSubstring("it has cosigned 4 entries of this ledger, here are 3"));
  CHECK_THAT(ahead.err, ContainsSubstring("bring back the newer one"));
  CHECK(shop.size("old") == "3");

  // Grown on behind the witness's back, it is another history of the same size.
  fs::rename(shop / "old/witnesses", shop / "aside");
  REQUIRE(shop.record(3, "old").code == 0);
  fs::rename(shop / "aside", shop / "old/witnesses");
  const Ran forked = shop.record(4, "old");
  CHECK(forked.code == 6);
  CHECK_THAT(forked.err, ContainsSubstring("another tree at size 4"));
  CHECK(run(shop, "celltrail witness send --ledger old").code == 6);
  CHECK(std::distance(fs::directory_iterator(shop / "w1/evidence"), {}) == 1);
  CHECK(run(shop, "celltrail witness send").code == 0);
  shop.audit();
}

TEST_CASE("a backup put back in silence is stopped by the witnesses in it") {
  Shop shop;
  REQUIRE(run(shop, "celltrail witness new w1 --name witness.example/w1").code == 0);
  std::optional<ServedWitness> witness(std::in_place, shop, "w1");
  shop.write("book/witnesses", witness->line("W1") + "quorum none\n");
  REQUIRE(shop.record(1, "book").code == 0);
  REQUIRE(run(shop, "celltrail backup saved --with-ledger-key").code == 0);
  REQUIRE(shop.record(2, "book").code == 0);
  REQUIRE(run(shop, "celltrail restore saved again --newest-head-unknown").code == 0);
  fs::rename(shop / "again/restored", shop / "aside");
  const Ran silent = shop.record(3, "again");
  CHECK(silent.code == 6);
  CHECK_THAT(silent.err, ContainsSubstring("it has cosigned 4 entries of this ledger, here are 3"));
  CHECK(shop.size("again") == "3");

  // Said openly it is recorded, and the witness still does not sign on.
  fs::rename(shop / "aside", shop / "again/restored");
  const Ran open = run(shop, "celltrail restore --record --key book-authority.key --ledger again");
  CAPTURE(open.err);
  CHECK(open.code == 0);
  CHECK_THAT(open.err, ContainsSubstring("nothing more is recorded while W1 stands in the file"));
  CHECK(shop.record(3, "again").code == 6);
  fs::remove(shop / "again/witnesses");
  CHECK(shop.record(3, "again").code == 0);
  CHECK(run(shop, "celltrail audit --ledger again").code == 0);
  shop.audit();
}

TEST_CASE("a witness does not start twice, without its memory, or for nobody") {
  Shop shop;
  REQUIRE(run(shop, "celltrail witness new w1 --name witness.example/w1").code == 0);
  const std::string serve =
      "celltrail witness serve w1 --listen 127.0.0.1:0 --log '" + shop.ledger_key + "'";
  {
    const ServedWitness witness(shop, "w1");
    CHECK(run(shop, serve).code == 8);
  }
  CHECK(run(shop, "celltrail witness serve w1").code == 2);
  CHECK(run(shop, "celltrail witness serve w2 --log x").code == 2);
  CHECK(run(shop, serve + " --listen nowhere").code == 2);
  CHECK(run(shop, "celltrail witness new w1 --name witness.example/w1").code == 2);
  fs::remove_all(shop / "w1/heads");
  const Ran forgetful = run(shop, serve);
  CHECK(forgetful.code == 1);
  CHECK_THAT(forgetful.err, ContainsSubstring("make a new witness with a new key"));
}

TEST_CASE("a witness that is interrupted or terminated stops in order") {
  Shop shop;
  REQUIRE(run(shop, "celltrail witness new w1 --name witness.example/w1").code == 0);
  const std::string signal = GENERATE("INT", "TERM");
  // What it says comes through a pipe: once the third line is read it listens.
  const Ran ran =
      run(shop, "(sh -c 'echo $$ > pid; exec celltrail witness serve w1 --log " + shop.ledger_key +
                    " --listen 127.0.0.1:0'; echo ended $?) |"
                    " { read -r a; read -r b; read -r c; kill -" +
                    signal + " $(cat pid); cat; }");
  CAPTURE(signal, ran.err);
  CHECK(ran.out == "ended 0\n");
}
