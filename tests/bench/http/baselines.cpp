#include "tests/bench/http/baselines.hpp"

#include <array>
#include <chrono>
#include <fcntl.h>
#include <unistd.h>

#include "tests/bench/sqlite.hpp"

namespace bench {

double bare_commits(const std::filesystem::path& directory, const std::string& row,
                    double seconds) {
  std::filesystem::create_directories(directory);
  const Sqlite database(directory / "bare.db", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  database.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;");
  database.run("CREATE TABLE entry (no INTEGER PRIMARY KEY, body TEXT)");
  Query insert(database, "INSERT INTO entry (body) VALUES (?)");
  const int head = ::open((directory / "head").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  const std::array<char, 64> slot{};
  const auto begin = std::chrono::steady_clock::now();
  std::int64_t commits = 0;
  double passed = 0;
  while (passed < seconds) {
    database.run("BEGIN IMMEDIATE");
    sqlite3_bind_text(insert.handle(), 1, row.data(), static_cast<int>(row.size()), SQLITE_STATIC);
    insert.step();
    insert.reset();
    database.run("COMMIT");
    if (::pwrite(head, slot.data(), slot.size(), 64 * (commits % 2)) < 0 || ::fdatasync(head) != 0)
      throw ledger::Failure("measuring bare commits: the head file cannot be written");
    ++commits;
    passed = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  }
  ::close(head);
  return static_cast<double>(commits) / passed;
}

}  // namespace bench
