#include <regex>

#include <nlohmann/json.hpp>

#include "tests/e2e/http_service.hpp"
#include "tests/support/catch.hpp"

using namespace e2e;

namespace {

const char* const yard =
    R"({"v":1,"type":"retire","id":"R-0017","operator":"VATTEST1","at":"2024-03-05T09:30:00+08:00","unit":"04QPE76836300JBC40000903","code_scheme":"gbt34014-24","level":"pack","chemistry":"NCM","mass_g":412000,"mass_basis":"weighed","energy_wh":52000,"origin":"vehicle","source":"scrapped_vehicle","region":"CN-FJ","sealed":{"note":"vR2jzSLNu6rnYg4gRI5hwBUcOUmpZqjGmvUvpD8oAxg="}}
{"v":1,"type":"dispatch","id":"D-0004","operator":"VATTEST1","at":"2024-03-11T14:00:00+08:00","to":"VATTEST2","transfer":"WB-88120","items":[{"unit":"04QPE76836300JBC40000903","mass_g":412000}],"mass_basis":"weighed","un_number":"UN3480"}
)";
const char* const works =
    R"({"v":1,"type":"receive","id":"IN-221","operator":"VATTEST2","at":"2024-03-13T08:10:00+08:00","from":"VATTEST1","transfer":"WB-88120","items":[{"unit":"04QPE76836300JBC40000903","received_g":411600,"accepted_g":411600,"refused_g":0}],"mass_basis":"weighed"}
{"v":1,"type":"dismantle","id":"DM-90","operator":"VATTEST2","at":"2024-03-20T10:00:00+08:00","inputs":[{"unit":"04QPE76836300JBC40000903","mass_g":411600}],"units":[{"unit":"04QME76836300JBC40000904","code_scheme":"gbt34014-24","level":"module","mass_g":268000}],"lots":[{"lot":"VATTEST2/AL-7","material":"aluminium","mass_g":96000},{"lot":"VATTEST2/ST-7","material":"steel","mass_g":41600},{"lot":"VATTEST2/CB-7","material":"cables","mass_g":5800}],"loss_g":200,"mass_basis":"weighed"}
{"v":1,"type":"weigh","id":"W-2","operator":"VATTEST2","at":"2024-03-24T08:10:00+08:00","items":[{"lot":"VATTEST2/CB-7","mass_g":5000}],"mass_basis":"weighed","reason":"stocktake"}
)";

/// A ledger here and the same one behind a service, with everything to go on with.
struct Shop : Workshop {
  Shop() {
    write("yard.jsonl", yard);
    write("works.jsonl", works);
    write(
        "again.jsonl",
        std::string(works) +
            R"({"v":1,"type":"weigh","id":"W-3","operator":"VATTEST2","at":"2024-03-25T08:10:00+08:00","items":[{"lot":"VATTEST2/CB-7","mass_g":5100}],"mass_basis":"weighed","reason":"stocktake"})"
            "\n");
    write(
        "reused.jsonl",
        R"({"v":1,"type":"weigh","id":"W-2","operator":"VATTEST2","at":"2024-03-25T08:10:00+08:00","items":[{"lot":"VATTEST2/CB-7","mass_g":1}],"mass_basis":"weighed","reason":"stocktake"})"
        "\n");
    write(
        "bad.jsonl",
        std::string("{\"v\":1,\"type\":\"retire\"}\n") +
            R"({"v":1,"type":"weigh","id":"W-4","operator":"VATTEST2","at":"2024-03-25T08:10:00+08:00","items":[{"lot":"VATTEST2/NONE","mass_g":1}],"mass_basis":"weighed","reason":"stocktake"})"
            "\n" +
            R"({"v":1,"type":"weigh","id":"W-5","operator":"VATTEST2","at":"2024-03-26T08:10:00+08:00","items":[{"lot":"VATTEST2/CB-7","mass_g":5200}],"mass_basis":"weighed","reason":"stocktake"})"
            "\n");
    REQUIRE(run(*this,
                "celltrail init book --origin ledger.example/trail --authority VATTEST0 --name A &&"
                " celltrail key new yard.key --name VATTEST1/office &&"
                " celltrail key new works.key --name VATTEST2/office && cp -r book served")
                .code == 0);
  }
};

/// What differs between two ledgers that were told the same at another moment: hashes, signatures,
/// times of recording.
std::string without_moments(std::string text) {
  text = std::regex_replace(text, std::regex("[A-Za-z0-9+/]{40,}={0,2}"), "HASH");
  text = std::regex_replace(
      text, std::regex("20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(Z|[+][0-9:]+)?"), "TIME");
  text = std::regex_replace(text, std::regex("_(ms|s)\":[0-9]+"), "_$1\":TIME");
  return std::regex_replace(text, std::regex("20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9:]{5}"), "TIME");
}

const std::string enroll = "celltrail operator enroll ";

/// Everything that writes, as it is typed.
const std::vector<std::string> writing{
    enroll +
        "VATTEST1 --name 'Test Yard' --roles collector --region CN-FJ --key-file yard.key --key "
        "book-authority.key",
    enroll +
        "VATTEST2 --name 'Test Works' --roles recycler --region CN-HB --key-file works.key --key "
        "book-authority.key",
    enroll + "VATTEST3 --name X --roles wizard --region CN-HB --key book-authority.key",
    enroll + "VATTEST4 --name X --roles recycler --region CN-HB --key yard.key",
    "celltrail operator suspend VATTEST1 --reason other --key book-authority.key",
    "celltrail operator reinstate VATTEST1 --reason other --key book-authority.key",
    "celltrail operator reinstate VATTEST1 --reason other --key book-authority.key",
    "celltrail target set 2024 260000 --source plan --key book-authority.key",
    "celltrail target set 2025 270000 --source plan --key book-authority.key --json",
    "celltrail record yard.jsonl --key yard.key --dry-run",
    "celltrail record yard.jsonl --key yard.key",
    "celltrail record yard.jsonl --key yard.key",
    "celltrail record works.jsonl --key yard.key",
    "celltrail record works.jsonl --key works.key --receipts receipts",
    "celltrail record works.jsonl --key works.key --dry-run",
    "celltrail record again.jsonl --key works.key --json",
    "celltrail record again.jsonl --key works.key --receipts receipts --batch 2",
    "celltrail record reused.jsonl --key works.key",
    "celltrail record bad.jsonl --key works.key",
    "celltrail record bad.jsonl --key works.key --dry-run",
    "celltrail record bad.jsonl --key works.key --errors OUT.jsonl; cat OUT.jsonl; rm OUT.jsonl",
    "celltrail operator revoke-key VATTEST1 VATTEST1/office --reason lost_key --key "
    "book-authority.key",
    "celltrail record yard.jsonl --key yard.key",
};

/// Everything that reads, found and not found, for people and for programs.
std::vector<std::string> reading() {
  std::vector<std::string> all;
  for (const char* words : {"operator list",
                            "operator show VATTEST1",
                            "operator show NOBODY",
                            "target list",
                            "stock",
                            "stock VATTEST2",
                            "stock NOBODY",
                            "transfers",
                            "transfers --open",
                            "trail 04QPE76836300JBC40000903",
                            "trail 04qpe76836300jbc40000903 --notes",
                            "trail VATTEST2/CB-7",
                            "trail VATTEST2/NONE",
                            "trail VATTEST1 --last 2",
                            "trail x --lang zh",
                            "report 2024",
                            "report 2024 --lang zh",
                            "report 2024 --rule gross/1 --format csv",
                            "report 2024 --format html --lang zh",
                            "report 2024 --format xlsx",
                            "report 2024 --format xlsx --at 6",
                            "report 2024 --at 6",
                            "report 2024 --at 7000",
                            "report 2024 --format json",
                            "findings",
                            "findings --year 2024 --operator VATTEST2",
                            "findings --operator NOBODY",
                            "checkpoint",
                            "checkpoint --list",
                            "checkpoint --policy",
                            "prove 3 -o OUT.tlog-proof",
                            "prove 3000 -o OUT",
                            "prove 04QPE76836300JBC40000903 -o OUT",
                            "prove nothing -o OUT",
                            "prove VATTEST2/AL-7 -o OUT",
                            "prove --from 2 -o OUT",
                            "prove --from 3000 -o OUT"}) {
    all.push_back("celltrail " + std::string(words));
    all.push_back("celltrail " + std::string(words) + " --json");
  }
  return all;
}

/// The named words behind each `celltrail …` of a command.
std::string with(std::string command, const std::string& named) {
  return command.insert(std::min(command.find("; "), command.size()), named);
}

}  // namespace

TEST_CASE("every command says the same through a service as beside the ledger") {
  Shop shop;
  HttpService service(shop, "--ledger served");
  const std::string here = " --ledger served", there = " --server " + service.url();
  for (const std::string& command : writing) {
    const Ran local = run(shop, command), remote = run(shop, with(command, there));
    CAPTURE(command, local.out, remote.out, local.err, remote.err);
    CHECK(local.code == remote.code);
    CHECK(without_moments(local.out) == without_moments(remote.out));
    CHECK(without_moments(local.err) == without_moments(remote.err));
  }
  for (const std::string& command : reading()) {
    const Ran local = run(shop, command + here + "; cat OUT* 2>&1; rm -f OUT*"),
              remote = run(shop, command + there + "; cat OUT* 2>&1; rm -f OUT*");
    CAPTURE(command);
    CHECK(local.code == remote.code);
    CHECK(local.out == remote.out);
    CHECK(local.err == remote.err);
  }
  CHECK(service.stop().code == 0);
  CHECK(run(shop, "celltrail audit --ledger served && celltrail audit").code == 0);
}

TEST_CASE("a service is copied, exported, verified and examined from outside") {
  Shop shop;
  for (std::size_t i = 0; i < 2; ++i) REQUIRE(run(shop, writing[i] + " --ledger served").code == 0);
  HttpService service(shop, "--ledger served");
  const std::string url = service.url(), there = " --server " + url;
  REQUIRE(run(shop, "celltrail record yard.jsonl --key yard.key" + there).code == 0);
  const auto info = nlohmann::json::parse(run(shop, "celltrail checkpoint --json" + there).out);
  const std::string identity = info.at("identity");

  const auto is_ok = [&](const std::string& command) {
    const Ran ran = run(shop, command);
    CAPTURE(command, ran.out, ran.err);
    CHECK(ran.code == 0);
    return ran.out;
  };
  is_ok("celltrail mirror " + url + " copy --identity " + identity);
  CHECK_THAT(is_ok("celltrail mirror " + url + " copy"), ContainsSubstring("nothing new"));
  is_ok("celltrail audit --ledger copy");
  for (const char* format : {"jsonl", "tiles"}) {
    is_ok("celltrail export a --ledger served --format " + std::string(format));
    is_ok("celltrail export b" + there + " --format " + format);
    is_ok("diff -r a b && rm -r a b");
  }
  is_ok("celltrail checkpoint --policy" + there + " > POLICY");
  is_ok("celltrail verify " + url + "/checkpoint --policy POLICY");
  is_ok("celltrail verify " + url + "/v1/proofs/trails/04QPE76836300JBC40000903 --policy POLICY");
  is_ok("celltrail report 2024 --format json -o 2024.json" + there);
  is_ok("celltrail verify 2024.json" + there);
  CHECK_THAT(is_ok("celltrail doctor" + there), ContainsSubstring("signed by the ledger's key"));

  const Ran below = run(shop, "celltrail stock" + there + "/v1/");
  CHECK(below.code == 3);
  CHECK_THAT(below.err, ContainsSubstring("next: leave /v1 away"));
  const Ran plain = run(shop, "celltrail stock --server https" + url.substr(4));
  CHECK(plain.code == 9);
  CHECK_THAT(plain.err, ContainsSubstring("it begins with http://"));

  // A batch that is signed here and sent by whoever likes.
  is_ok("celltrail sign works.jsonl --key works.key -o signed" + there);
  is_ok("celltrail record works.jsonl --key works.key" + there);

  for (const std::string command : {"audit", "backup saved", "witness send", "token list",
                                    "key rotate-ledger --key book-authority.key"}) {
    const Ran ran = run(shop, "celltrail " + command + there);
    CAPTURE(command, ran.err);
    CHECK(ran.code == 2);
    CHECK_THAT(ran.err, ContainsSubstring("where that directory is"));
    const bool has_other_way = command == "audit" || command == "backup saved";
    CHECK((ran.err.find("mirror") != std::string::npos) == has_other_way);
  }
  CHECK(service.stop().code == 0);
  const Ran gone = run(shop, "celltrail stock" + there);
  CHECK(gone.code == 9);
  CHECK_THAT(gone.err, ContainsSubstring("nobody answers there"));
  is_ok("celltrail audit --ledger served");
}

TEST_CASE("who may not read everything is told what is missing, and sees the rest") {
  Shop shop;
  for (std::size_t i = 0; i < 2; ++i) REQUIRE(run(shop, writing[i] + " --ledger served").code == 0);
  REQUIRE(run(shop, "celltrail record yard.jsonl --key yard.key --ledger served").code == 0);
  REQUIRE(run(shop,
              "for n in 1 2; do celltrail token new op-$n --for operator:VATTEST$n --ledger "
              "served > $n.token; done; echo made-up > bad.token; celltrail token new old "
              "--for regulator --ledger served > all.token")
              .code == 0);
  HttpService service(shop, "--ledger served");
  const auto ask = [&](const std::string& words) {
    return run(shop, "celltrail " + words + " --server " + service.url());
  };
  const std::string notes = "trail 04QPE76836300JBC40000903 --notes";
  const Ran other = ask(notes + " --token-file 2.token");
  CHECK(other.code == 0);
  CHECK_THAT(other.out, ContainsSubstring("sealed: 1 text is withheld from this token\n"));
  CHECK_THAT(ask(notes + " --token-file 2.token --json").out,
             ContainsSubstring("\"sealed_texts_withheld\":1"));
  CHECK_THAT(ask(notes + " --token-file 1.token").out,
             ContainsSubstring("sealed: entry 3 note: (not kept here)\n"));

  const Ran nobody = ask(notes + " --json");
  CHECK(nobody.code == 4);
  const auto said = nlohmann::json::parse(nobody.err).at("error");
  CHECK(said.at("refusal") == "needs_token");
  CHECK_THAT(said.at("detail").get<std::string>(), ContainsSubstring("this route needs"));
  CHECK_THAT(said.at("hint").get<std::string>(), ContainsSubstring("CELLTRAIL_TOKEN_FILE"));
  CHECK_THAT(ask(notes).err, ContainsSubstring("\n  next: name a file with a token: --token-file"));

  const Ran few = ask("export out --token-file 1.token"), none = ask("export out");
  CHECK((few.code == 4 && none.code == 4));
  CHECK_THAT(few.err, ContainsSubstring("a regulator's token is needed"));
  CHECK_THAT(none.err, ContainsSubstring("--token-file"));
  const Ran ill = ask("doctor --token-file bad.token");
  CHECK(ill.code == 1);
  CHECK_THAT(ill.out, ContainsSubstring("bad   token         is refused"));
  CHECK_THAT(ill.out, !ContainsSubstring("URL"));
  CHECK(ask("doctor --token-file all.token").code == 0);
  CHECK(service.stop().code == 0);
  CHECK(run(shop, "celltrail audit --ledger served").code == 0);

  const Ran foreign =
      run(shop, "celltrail sign yard.jsonl --key works.key -o signed --ledger served");
  CHECK(foreign.code == 4);
  CHECK_THAT(foreign.err, ContainsSubstring("works.key holds VATTEST2/office, a key of VATTEST2, "
                                            "and VATTEST1 reports the event"));
  const Ran slip = run(shop, "celltrail key new a.key --name VATA0001/office");
  CHECK_THAT(slip.err, ContainsSubstring("VAT with the two letters of a country"));
  // The file of tokens is a secret of the ledger's, and its tokens end.
  CHECK_THAT(run(shop, "celltrail doctor --ledger served").out,
             ContainsSubstring("ok    tokens        are there"));
  REQUIRE(run(shop, "sed -i 's/\"expires_s\":[0-9]*/\"expires_s\":1/' served/tokens").code == 0);
  CHECK_THAT(run(shop, "celltrail doctor --ledger served").out,
             ContainsSubstring("warn  tokens        3 have expired"));
  REQUIRE(run(shop, "chmod 644 served/tokens").code == 0);
  const Ran open = run(shop, "celltrail doctor --ledger served");
  CHECK(open.code == 1);
  CHECK_THAT(open.out, ContainsSubstring("chmod 600"));
}

TEST_CASE("what is another's is refused in the service's words") {
  Shop shop;
  for (std::size_t i = 0; i < 2; ++i) REQUIRE(run(shop, writing[i] + " --ledger served").code == 0);
  REQUIRE(run(shop,
              "celltrail record yard.jsonl --key yard.key --ledger served && "
              "celltrail record works.jsonl --key works.key --ledger served && umask 077 && "
              "celltrail checkpoint --policy --ledger served > POLICY && "
              "celltrail token new w --for operator:VATTEST2 --ledger served > w.token && "
              "celltrail token new a --for operator:VATTEST0 --ledger served > a.token")
              .code == 0);
  HttpService service(shop, "--ledger served");
  const std::string there = " --server " + service.url(), last = there + " --token-file w.token";
  const auto refuses = [&](const std::string& words, const std::string& sentence) {
    const Ran ran = run(shop, "celltrail " + words + (words.ends_with(".token") ? there : last));
    CAPTURE(words, ran.err);
    CHECK(ran.code == 3);
    CHECK_THAT(ran.err, ContainsSubstring("says no (not_found)\n  why:  " + sentence));
    CHECK_THAT(ran.err, ContainsSubstring("name another token with --token-file FILE"));
  };
  refuses("stock VATTEST1", "there is no stock of VATTEST1 for VATTEST2 to read");
  CHECK(run(shop, "celltrail stock VATTEST1 --json" + last).code == 3);
  refuses("prove 0 -o OUT", "there is no entry 0 for you to read; the ledger has 8");
  refuses("prove VATTEST1 -o OUT", "there is no whole trail of VATTEST1 for VATTEST2 to read");
  refuses("trail VATTEST1/NONE", "no lot VATTEST1/NONE is in an entry that names VATTEST2");
  refuses("trail 04QPE76836300JBC40000903 --token-file a.token",
          "no unit 04QPE76836300JBC40000903 is in an entry that names VATTEST0");
  refuses("verify " + service.url() + "/v1/proofs/entries/0 --policy POLICY",
          "there is no entry 0 for you to read");
  CHECK(run(shop, "celltrail stock VATTEST2" + last).err.empty());

  // A token that the shell put there: said once, and good all the same.
  const Ran shared = run(shop, "chmod 644 w.token && celltrail trail VATTEST2/CB-7" + last);
  CHECK(shared.code == 0);
  CHECK(shared.err ==
        "warning: others on this machine may use the token file; run: chmod 600 w.token\n");
  CHECK(run(shop, "celltrail trail VATTEST2/CB-7 --json" + last).err.empty());
  CHECK(service.stop().code == 0);
  CHECK(run(shop, "celltrail audit --ledger served").code == 0);
}

TEST_CASE("a service's token file that nobody may read by is 4, with what to do") {
  Shop shop;
  REQUIRE(run(shop, "celltrail token new a --for regulator --ledger served").code == 0);
  const auto refuses = [&](const std::string& harm, const std::string& why,
                           const std::string& next) {
    REQUIRE(run(shop, harm).code == 0);
    for (const char* words : {"serve --listen 127.0.0.1:0", "token list", "token revoke a",
                              "token new b --for regulator"}) {
      const Ran ran = run(shop, "celltrail " + std::string(words) + " --ledger served");
      CAPTURE(harm, words, ran.err);
      CHECK(ran.code == 4);
      CHECK_THAT(ran.err, ContainsSubstring(why));
      CHECK_THAT(ran.err, ContainsSubstring("\n  next: " + next));
      CHECK_THAT(ran.err, !ContainsSubstring("exception"));
    }
  };
  refuses("chmod 644 served/tokens", "others may use it (mode 0644, expected 0600)",
          "run: chmod 600 ");
  refuses("chmod 600 served/tokens && echo '{\"kind\":' > served/tokens",
          "it is no token file: it is not JSON from byte", "put a saved one in its place");
  refuses("echo '[]' > served/tokens", "a member is missing or is of another type",
          "put a saved one in its place");
}

TEST_CASE("which ledger is meant is said in one way") {
  Shop shop;
  const auto code = [&](const std::string& command) {
    const Ran ran = run(shop, command);
    CAPTURE(command, ran.err);
    CHECK_FALSE(ran.err.empty());
    return ran.code;
  };
  CHECK(code("celltrail stock --ledger book --server http://127.0.0.1:1") == 2);
  CHECK(code("CELLTRAIL_SERVER=http://127.0.0.1:1 celltrail stock") == 2);
  CHECK(code("CELLTRAIL_LEDGER= CELLTRAIL_SERVER=http://127.0.0.1:1 celltrail stock") == 9);
  CHECK(code("celltrail stock --server 127.0.0.1:1") == 2);
  CHECK(code("celltrail --server http://127.0.0.1:1 stock --token-file none") == 3);
  shop.write("empty", "\n");
  CHECK(code("celltrail stock --server http://127.0.0.1:1 --token-file empty") == 2);
  CHECK(code("celltrail record yard.jsonl --key yard.key --server http://127.0.0.1:1 --retry-for "
             "-1") == 2);
  // What an option names goes before what a variable names.
  CHECK(run(shop, "CELLTRAIL_SERVER=http://127.0.0.1:1 celltrail stock --ledger book").code == 0);
}
