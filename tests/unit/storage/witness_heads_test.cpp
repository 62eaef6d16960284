#include "ledger/storage/witness_heads.hpp"

#include <atomic>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <vector>

#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/result.hpp"
#include "ledger/storage/replace_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_samples.hpp"

using namespace ledger;
using namespace ledger::storage;
using namespace tests;

namespace {

const std::string origin = "ledger.example/2024";

std::string name() {
  return encoding::hex(crypto::sha256(origin));
}

}  // namespace

TEST_CASE("a witness's heads are there when it is opened again", "[witness_heads]") {
  const TempFolder folder;
  WitnessHeads::create(folder.path());
  {
    WitnessHeads heads(folder.path());
    CHECK_FALSE(heads.last(origin));
    CHECK(heads.exchange(origin, std::nullopt, "one"));
    CHECK(heads.exchange(origin, "one", "two"));
  }
  const WitnessHeads heads(folder.path());
  CHECK(heads.last(origin) == "two");
  CHECK(heads.last_by_name(name()) == "two");
  CHECK_FALSE(heads.last("another.example"));
  struct stat state {};
  REQUIRE(::stat((folder.path() / "heads" / name()).c_str(), &state) == 0);
  CHECK((state.st_mode & 0777U) == 0600U);
}

TEST_CASE("a head is stored only over the one it was compared with", "[witness_heads]") {
  const TempFolder folder;
  WitnessHeads::create(folder.path());
  WitnessHeads heads(folder.path());
  CHECK_FALSE(heads.exchange(origin, "one", "two"));
  CHECK_FALSE(heads.last(origin));
  REQUIRE(heads.exchange(origin, std::nullopt, "one"));
  CHECK_FALSE(heads.exchange(origin, std::nullopt, "two"));
  CHECK_FALSE(heads.exchange(origin, "zero", "two"));
  CHECK(heads.last(origin) == "one");
}

TEST_CASE("of many threads that store over one head, one does", "[witness_heads]") {
  const TempFolder folder;
  WitnessHeads::create(folder.path());
  WitnessHeads heads(folder.path());
  std::string last;
  for (int round = 0; round < 5; ++round) {
    std::atomic<int> stored = 0;
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < 4; ++i)
        threads.emplace_back([&, i] {
          const auto expected = last.empty() ? std::nullopt : std::optional(last);
          if (heads.exchange(origin, expected, std::to_string(round) + "-" + std::to_string(i)))
            ++stored;
        });
    }
    CHECK(stored == 1);
    last = heads.last(origin).value();
  }
}

TEST_CASE("one process has a witness's heads, and nobody has none", "[witness_heads]") {
  const TempFolder folder;
  CHECK_THROWS_AS(WitnessHeads(folder.path()), Failure);
  WitnessHeads::create(folder.path());
  CHECK_THROWS_AS(WitnessHeads::create(folder.path()), Failure);
  const WitnessHeads heads(folder.path());
  CHECK_THROWS_AS(WitnessHeads(folder.path()), Locked);
}

TEST_CASE("a name from a request is never a path", "[witness_heads]") {
  const TempFolder folder;
  WitnessHeads::create(folder.path());
  const WitnessHeads heads(folder.path());
  std::ofstream(folder.path() / "secret") << "secret";
  std::ofstream(folder.path() / "heads" / "other") << "other";
  const std::string asked = GENERATE("", "other", "../secret", "../../etc/passwd", "/etc/passwd");
  CHECK_FALSE(heads.last_by_name(asked));
  std::string capital = name();
  capital[0] = 'A';
  CHECK_FALSE(heads.last_by_name(capital));
}

TEST_CASE("a fork is kept once, and no flood pushes out another log's", "[witness_heads]") {
  const TempFolder folder;
  WitnessHeads::create(folder.path());
  WitnessHeads heads(folder.path());
  const auto evidence = folder.path() / "evidence";
  const auto count = [&] {
    return std::distance(std::filesystem::directory_iterator(evidence), {});
  };
  heads.keep_fork(origin, "5-aa", "pair");
  heads.keep_fork(origin, "5-aa", "the same pair, cosigned later");
  REQUIRE(count() == 1);
  CHECK(read_if_there(*std::filesystem::directory_iterator(evidence), 10) == "pair");
  // What lies there already, of whatever kind, takes no room from it.
  for (int i = 0; i < 300; ++i) std::ofstream(evidence / std::to_string(i)) << i;
  heads.keep_fork(origin, "6-bb", "pair");
  CHECK(count() == 302);
  for (int i = 0; i < 100; ++i) heads.keep_fork(origin, "7-" + std::to_string(i), "pair");
  CHECK(count() == 300 + WitnessHeads::forks_of_a_log_max);
  heads.keep_fork("another.example", "5-aa", "pair");
  CHECK(count() == 301 + WitnessHeads::forks_of_a_log_max);
}

TEST_CASE("a replaced file is the old one or the new one, and leaves nothing beside", "[file]") {
  const TempFolder folder;
  const auto file = folder.path() / "file";
  CHECK_FALSE(read_if_there(file, 10));
  replace_file(file, "first");
  replace_file(file, "second");
  CHECK(read_if_there(file, 6) == "second");
  CHECK_THROWS_AS(read_if_there(file, 5), Failure);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
  CHECK_THROWS_AS(replace_file(folder.path() / "none" / "file", "x"), Failure);
  // A directory of that name cannot be replaced: what was written beside it is gone again.
  std::filesystem::create_directories(folder.path() / "taken" / "inside");
  CHECK_THROWS_AS(replace_file(folder.path() / "taken", "x"), Failure);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 2);
}
