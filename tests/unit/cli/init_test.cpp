#include <algorithm>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "ledger/key.hpp"
#include "ledger/ledger.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/cli/run.hpp"

namespace {

namespace fs = std::filesystem;
using test::Run;

/// An empty directory to found ledgers in.
class Site {
 public:
  Site() { fs::create_directories(directory_); }
  ~Site() { fs::remove_all(directory_); }

  [[nodiscard]] std::string path(const std::string& name) const { return directory_ / name; }

  [[nodiscard]] Run init(const std::string& name, std::vector<std::string> more = {}) const {
    std::vector<std::string> args{"init",        path(name), "--origin", "test.example/cli",
                                  "--authority", "VATTEST0"};
    for (std::string& word : more) {
      const auto known =
          word.starts_with("--") ? std::find(args.begin(), args.end(), word) : args.end();
      if (known != args.end()) args.erase(known, known + 2);
      args.push_back(std::move(word));
    }
    return test::run(args);
  }

  /// Everything in it, by name.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& file : fs::recursive_directory_iterator(directory_))
      found.push_back(fs::relative(file.path(), directory_));
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  fs::path directory_ =
      fs::temp_directory_path() / ("celltrail-cli-" + std::to_string(getpid()) + "-init");
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a founding that is refused leaves nothing behind") {
  const Site site;
  CHECK(site.init("L", {"--origin", "NOT/AN/ORIGIN"}).code == 5);
  CHECK(site.init("L", {"--at", "yesterday"}).code == 5);
  CHECK(site.init("L", {"--name", ""}).code == 5);
  CHECK(site.init("L", {"--authority", "not an id"}).code == 2);
  CHECK(site.init("L", {"--batch-window-days", "0"}).code == 2);
  CHECK(site.init("L", {"--authority-key-file", site.path("none")}).code == 3);
  CHECK(site.init("L", {"--passphrase-file", site.path("none")}).code == 3);
  CHECK(site.init("no/such/L").code == 3);
  CHECK(site.names() == Names{});
}

TEST_CASE("a founding that fails on the disk takes its new key with it") {
  const Site site;
  // Nothing can be moved to where a link leads nowhere.
  fs::create_symlink(site.path("nowhere"), site.path("L"));
  CHECK(site.init("L").code == 1);
  CHECK(fs::is_symlink(site.path("L")));
  CHECK_FALSE(fs::exists(site.path("L-authority.key")));
}

TEST_CASE("a refused founding touches nothing that was there") {
  const Site site;
  std::ofstream(site.path("file")) << "mine";
  CHECK(site.init("file").code == 2);
  ledger::write_key_file(site.path("L-authority.key"), ledger::new_signer("VATTEST0/mine"),
                         std::nullopt);
  CHECK(site.init("L", {"--at", "yesterday"}).code == 5);
  CHECK(site.names() == Names{"L-authority.key", "file"});
  CHECK(ledger::inspect_key_file(site.path("L-authority.key")).verifier.name == "VATTEST0/mine");

  // The second try finds it and founds with it.
  CHECK(site.init("L").code == 0);
  CHECK(site.init("L").code == 2);
  CHECK(ledger::inspect_key_file(site.path("L-authority.key")).verifier.name == "VATTEST0/mine");
  CHECK(test::run({"audit", "--ledger", site.path("L")}).code == 0);
}

TEST_CASE("a founding that fails takes the directories with it that it made") {
  const Site site;
  const ledger::Signer authority = ledger::new_signer("VATTEST0/main");
  const test::FixedClock clock;
  const ledger::Ledger::Founding founding{.origin = "test.example/cli",
                                          .authority_name = "Test authority",
                                          .authority = &authority,
                                          .mass_tolerance_ppm = 5000,
                                          .batch_window_s = 604'800,
                                          // Further ahead than the rules let anything be.
                                          .at = "2099-01-01T00:00:00+08:00",
                                          .recovery_key = {}};
  CHECK_FALSE(ledger::Ledger::create(site.path("a/b/L"), founding, clock));
  CHECK(site.names() == Names{});
}

TEST_CASE("the authority's key and its recovery key are two keys") {
  const Site site;
  const ledger::Signer authority = ledger::new_signer("VATTEST0/main");
  ledger::write_key_file(site.path("a.key"), authority, std::nullopt);
  const auto with_recovery = [&](const std::string& vkey) {
    return site.init("L", {"--authority-key-file", site.path("a.key"), "--recovery-key", vkey});
  };
  ledger::VerifierKey same = authority.verifier();
  CHECK(with_recovery(same.text()).code == 5);
  same.name = "VATTEST0/recovery";
  const Run reused = with_recovery(same.text());
  CHECK(reused.code == 5);
  CHECK_THAT(reused.err, ContainsSubstring("/recovery_key"));
  CHECK(with_recovery("rubbish").code == 5);
  CHECK(site.names() == Names{"a.key"});

  CHECK(with_recovery(ledger::new_signer("VATTEST0/recovery").verifier().text()).code == 0);
  const Run shown = test::run({"operator", "show", "VATTEST0", "--ledger", site.path("L")});
  CHECK_THAT(shown.out, ContainsSubstring("VATTEST0/recovery"));
  CHECK(test::run({"audit", "--ledger", site.path("L")}).code == 0);
}
