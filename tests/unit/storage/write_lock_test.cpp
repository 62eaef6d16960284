#include "ledger/storage/write_lock.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include "ledger/result.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/storage_samples.hpp"

using namespace ledger;
using namespace ledger::storage;
using namespace tests;

TEST_CASE("a second writer is told who the first is", "[lock]") {
  const TempFolder folder;
  const WriteLock held(folder.path());
  CHECK_THROWS_AS(WriteLock(folder.path()), Locked);
  CHECK_THROWS_WITH(WriteLock(folder.path()),
                    ContainsSubstring("process " + std::to_string(::getpid())));
}

TEST_CASE("a lock let go of can be taken again", "[lock]") {
  const TempFolder folder;
  { const WriteLock held(folder.path()); }
  WriteLock again(folder.path());
  const WriteLock moved(std::move(again));
  CHECK_THROWS_AS(WriteLock(folder.path()), Locked);
}

TEST_CASE("the lock of a process that ended is free", "[lock]") {
  const TempFolder folder;
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const WriteLock held(folder.path());
    ::_exit(0);  // without unwinding, as a process that is killed
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  const WriteLock held(folder.path());
}

TEST_CASE("a folder that is not there cannot be locked", "[lock]") {
  const TempFolder folder;
  CHECK_THROWS_AS(WriteLock(folder / "none"), Failure);
}
