#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/note.hpp"
#include "ledger/chain/proof.hpp"
#include "ledger/chain/proof_files.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/ledger.hpp"
#include "ledger/tiles/tile_directory.hpp"
#include "tests/e2e/process.hpp"
#include "tests/support/catch.hpp"

using namespace e2e;
using namespace ledger;

namespace {

const SystemClock the_clock;

std::string must(const Workshop& workshop, const std::string& command) {
  const Ran ran = run(workshop, command);
  INFO(command << '\n' << ran.out << ran.err);
  REQUIRE(ran.code == 0);
  return ran.out;
}

void found(const Workshop& workshop, const std::string& book, const std::string& origin) {
  must(workshop, "celltrail --ledger " + book + " init " + book + " --origin " + origin +
                     " --authority VATTEST0");
}

void enroll(const Workshop& workshop) {
  must(workshop, "celltrail key new office.key --name VATTEST1/office");
  must(workshop,
       "celltrail operator enroll VATTEST1 --name Test --roles collector --region CN-FJ"
       " --key-file office.key --key book-authority.key");
}

LedgerInfo info(const Workshop& workshop, const std::string& book = "book") {
  return Ledger::open(workshop / book, Ledger::Access::read, the_clock).info();
}

/// Records retirements until the ledger has this many entries.
void grow(const Workshop& workshop, std::int64_t size) {
  std::string lines;
  for (std::int64_t i = info(workshop).size; i < size; ++i) {
    const std::string number = std::to_string(i);
    lines += R"({"at":"2024-03-05T09:30:00+08:00","chemistry":"LFP","id":"R-)" + number +
             R"(","lot":"VATTEST1/L-)" + number +
             R"(","mass_basis":"weighed","mass_g":5000,"material":"cells","operator":"VATTEST1",)"
             R"("origin":"vehicle","region":"CN-FJ","source":"production","type":"retire","v":1})"
             "\n";
  }
  workshop.write("more.jsonl", lines);
  must(workshop, "celltrail record more.jsonl --key office.key --batch 4096");
  REQUIRE(info(workshop).size == size);
}

/// What a reader written from the specification alone says of a directory.
Ran read_log(const Workshop& workshop, const std::string& directory, const std::string& vkey) {
  return run(workshop, std::string(PYTHON_PROGRAM) + " -B " + SOURCE_DIR +
                           "/tests/e2e/tlog_reader.py " + directory + " '" + vkey + "'");
}

void demand_whole(const Workshop& workshop, const std::string& directory) {
  const LedgerInfo now = info(workshop);
  const Ran ran = read_log(workshop, directory, now.ledger_key);
  CAPTURE(directory, now.size, ran.err);
  CHECK(ran.code == 0);
  CHECK(ran.out.starts_with(std::to_string(now.size) + " "));
}

}  // namespace

TEST_CASE("an independent tlog-tiles reader accepts an export at every edge of the tree") {
  const Workshop workshop;
  found(workshop, "book", "ledger.example/trail");
  for (const std::int64_t size : {1, 255, 256, 257, 65'536, 70'000}) {
    if (size == 255) enroll(workshop);
    if (size > 1) grow(workshop, size);
    // Grown from the export before, and made anew.
    must(workshop, "celltrail export log --format tiles");
    demand_whole(workshop, "log");
    must(workshop, "rm -rf fresh && celltrail export fresh --format tiles");
    demand_whole(workshop, "fresh");
    // What was grown has no less: only older partial tiles besides.
    CHECK_THAT(run(workshop, "diff -rq log fresh").out, !ContainsSubstring("Only in fresh"));
  }
  CHECK_THAT(must(workshop, "celltrail audit"), ContainsSubstring("OK: 70,000 entries"));
}

TEST_CASE("the independent reader refuses a log with anything wrong in it") {
  const Workshop workshop;
  found(workshop, "book", "ledger.example/trail");
  enroll(workshop);
  grow(workshop, 520);
  must(workshop, "celltrail export log --format tiles");
  demand_whole(workshop, "log");
  const std::string vkey = info(workshop).ledger_key;
  const std::string harm =
      "printf 'not a hash' | dd of=bad/$FILE bs=1 seek=40 conv=notrunc 2> /dev/null";
  for (const std::string file : {"tile/0/000", "tile/0/002.p/8", "tile/1/000.p/2",
                                 "tile/entries/001", "tile/entries/002.p/8", "checkpoint"}) {
    CAPTURE(file);
    must(workshop, "rm -rf bad && cp -r log bad && FILE=" + file + " && " + harm);
    CHECK(read_log(workshop, "bad", vkey).code != 0);
    must(workshop, "rm -rf bad && cp -r log bad && rm bad/" + file);
    CHECK(read_log(workshop, "bad", vkey).code != 0);
  }
  must(workshop, "rm -rf bad && cp -r log bad && cp bad/tile/0/002.p/8 bad/tile/0/002.p/9");
  CHECK(read_log(workshop, "bad", vkey).code != 0);
}

TEST_CASE("the offline audit accepts exported tiles and finds what is wrong in them") {
  const Workshop workshop;
  found(workshop, "book", "ledger.example/trail");
  enroll(workshop);
  grow(workshop, 520);
  must(workshop, "celltrail export log --format tiles");
  const std::string audit =
      std::string(PYTHON_PROGRAM) + " -B " + SOURCE_DIR + "/examples/offline_audit/audit.py ";
  CHECK_THAT(run(workshop, audit + "log").err, ContainsSubstring("clean: 520 entries"));
  const auto damage = [&](const std::string& harm) {
    must(workshop, "rm -rf bad && cp -r log bad && " + harm);
    const Ran ran = run(workshop, audit + "bad");
    CHECK(ran.code == 6);
    return ran.err;
  };
  const std::string write_text = "printf 'not a hash' | dd conv=notrunc bs=1 2> /dev/null ";
  CHECK_THAT(damage(write_text + "seek=40 of=bad/tile/1/000.p/2"),
             ContainsSubstring("damage in entry 0\nwrong     hash 1 of tile/1/000.p/2"));
  CHECK_THAT(damage(write_text + "seek=40 of=bad/tile/0/001"),
             ContainsSubstring("damage in entry 256\nwrong     hash 1 of tile/0/001"));
  CHECK_THAT(damage("rm bad/tile/0/002.p/8"), ContainsSubstring("damage in entry 512"));
  CHECK_THAT(damage("rm bad/tile/entries/001"), ContainsSubstring("damage in entry 256"));
  CHECK_THAT(damage("truncate -s -1 bad/tile/entries/000"),
             ContainsSubstring("damage in entry 255\nwrong     tile/entries/000 ends inside"));
  CHECK_THAT(damage("printf x >> bad/tile/entries/000"),
             ContainsSubstring("tile/entries/000 goes on after its last entry"));
}

TEST_CASE("a receipt that record writes has exactly the bytes of the format") {
  const Workshop workshop;
  found(workshop, "book", "ledger.example/trail");
  enroll(workshop);
  grow(workshop, 4);
  must(workshop, "celltrail record more.jsonl --key office.key --batch 1 --receipts receipts");
  const std::string text = workshop.read("receipts/receipt-000000000003-1.json");
  const auto receipt = chain::read_receipt(text);
  REQUIRE(receipt);
  CHECK(chain::write_receipt(*receipt) + '\n' == text);
  const LedgerInfo now = info(workshop);
  CHECK(receipt->identity == now.identity);
  CHECK(chain::root_of_inclusion(receipt->identity, 0, now.size, receipt->identity_path) ==
        now.root);
  CHECK(chain::root_from_range(now.size, receipt->first, receipt->leaves, receipt->proof) ==
        now.root);
}

TEST_CASE("a log of no entries is its signed checkpoint and no tile") {
  const Workshop workshop;
  const Signer signer = new_signer("ledger.example/empty");
  TileDirectory log(workshop / "log");
  CHECK(log.write_tiles(0, 0, [](const chain::TilePath&) { return std::string("none"); }, {}) == 0);
  log.write_checkpoint(
      chain::sign_checkpoint("ledger.example/empty", 0, chain::empty_root(), signer).note);
  const Ran ran = read_log(workshop, "log", signer.verifier().text());
  CAPTURE(ran.err);
  CHECK(ran.code == 0);
  CHECK(ran.out == "0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
  CHECK(run(workshop, "find log -type f").out == "log/checkpoint\n");
}

TEST_CASE("an export of tiles says what it did, to people and to programs") {
  const Workshop workshop;
  found(workshop, "book", "ledger.example/trail");
  CHECK_THAT(must(workshop, "celltrail export log --format tiles"),
             ContainsSubstring("1 entry written to log, 3 files new"));
  CHECK_THAT(must(workshop, "celltrail export log --format tiles"),
             ContainsSubstring("1 entry written to log, 0 files new"));
  CHECK_THAT(must(workshop, "celltrail export log --format tiles --json"),
             ContainsSubstring(R"({"directory":"log","files":0,"root":")"));
}
