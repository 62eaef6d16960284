#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <pwd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "ledger/storage/paths.hpp"
#include "tests/bench/sqlite.hpp"
#include "tests/bench/work.hpp"

namespace bench {
namespace {

namespace fs = std::filesystem;

/// The program in PATH, links followed: its neighbours are of the same version.
std::optional<fs::path> find_program(const std::string& name) {
  const char* const path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const auto folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    std::error_code ignored;
    const fs::path file = fs::path(folder) / name;
    if (fs::exists(file, ignored)) return fs::canonical(file, ignored);
  }
  return std::nullopt;
}

/// PostgreSQL refuses to run as root: somebody without rights then.
const passwd* unprivileged() {
  if (::geteuid() != 0) return nullptr;
  const passwd* const own = ::getpwnam("postgres");
  return own != nullptr ? own : ::getpwnam("nobody");
}

pid_t begin(const std::vector<std::string>& words, const fs::path& input, const fs::path& log) {
  const passwd* const user = unprivileged();
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child != 0) return child;
  const int in = ::open(input.c_str(), O_RDONLY | O_CLOEXEC);
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  ::dup2(in, 0);
  ::dup2(out, 1);
  ::dup2(out, 2);
  const bool dropped =
      user == nullptr || (::setgid(user->pw_gid) == 0 && ::setuid(user->pw_uid) == 0);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  if (dropped && ::chdir("/") == 0) ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

struct Ended {
  bool is_good = false;
  double cpu_s = 0;
};

Ended wait_for(pid_t child) {
  int status = 0;
  rusage used{};
  ::wait4(child, &status, 0, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return {WIFEXITED(status) && WEXITSTATUS(status) == 0,
          seconds(used.ru_utime) + seconds(used.ru_stime)};
}

/// A private cluster that goes with the object: one socket in its own folder, no network.
class Cluster {
 public:
  Cluster(const fs::path& programs, const fs::path& directory)
      : psql_(programs / "psql"), data_(directory / "pg"), log_(directory / "postgres.log") {
    fs::create_directory(data_);
    if (const passwd* user = unprivileged())
      if (::chown(data_.c_str(), user->pw_uid, user->pw_gid) != 0)
        throw ledger::Failure("the folder for PostgreSQL could not be given away");
    const std::vector<std::string> make{
        programs / "initdb", "-D", data_, "-A", "trust", "-U", "bench", "-E", "UTF8",
        "--no-locale"};
    if (!wait_for(begin(make, "/dev/null", log_)).is_good)
      throw ledger::Failure("initdb failed; see " + log_.string());
    server_ = begin({programs / "postgres", "-D", data_, "-k", data_, "-c",
                     "listen_addresses=", "-c", "fsync=on", "-c", "max_wal_size=4GB"},
                    "/dev/null", log_);
    for (int i = 0; i < 200; ++i) {
      if (run("SELECT 1", "/dev/null").is_good) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    throw ledger::Failure("PostgreSQL did not start; see " + log_.string());
  }
  ~Cluster() {
    if (server_ > 0) (void)stop();
  }
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  Ended run(const std::string& sql, const fs::path& input) {
    return wait_for(begin({psql_, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", data_, "-U", "bench",
                           "-d", "postgres", "-c", sql},
                          input, log_));
  }
  /// The server's CPU seconds, all its processes together.
  double stop() {
    ::kill(server_, SIGINT);
    return wait_for(std::exchange(server_, pid_t{-1})).cpu_s;
  }

 private:
  fs::path psql_, data_, log_;
  pid_t server_ = -1;
};

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// COPY's text format, the leaf as bytea. Returns the number of rows.
std::int64_t write_copy_file(const fs::path& ledger, const fs::path& file) {
  const Sqlite source(ledger::storage::Paths(ledger).database, SQLITE_OPEN_READONLY);
  Query entries(source,
                "SELECT \"index\", operator, id, event, trail, hex(leaf) FROM entry"
                " JOIN event_id ON entry = \"index\" ORDER BY \"index\"");
  std::ofstream out(file, std::ios::binary);
  std::int64_t rows = 0;
  for (; entries.step(); ++rows)
    out << entries.integer(0) << '\t' << entries.integer(1) << '\t' << entries.bytes(2) << '\t'
        << escaped(entries.bytes(3)) << '\t' << escaped(entries.bytes(4)) << "\t\\\\x"
        << entries.bytes(5) << '\n';
  return rows;
}

}  // namespace

std::optional<json> copy_into_postgres(const fs::path& ledger, const fs::path& directory,
                                       std::string& why_not) {
  const auto initdb = find_program("initdb");
  if (!initdb) {
    why_not = "PostgreSQL's initdb is not in PATH";
    return std::nullopt;
  }
  const fs::path file = directory / "entries.copy";
  const std::int64_t rows = write_copy_file(ledger, file);
  Cluster cluster(initdb->parent_path(), directory);
  const bool made =
      cluster
          .run(
              "CREATE TABLE entry (index bigint PRIMARY KEY, operator bigint NOT NULL,"
              " id text NOT NULL, event text NOT NULL, trail text NOT NULL,"
              " leaf bytea NOT NULL, UNIQUE (operator, id))",
              "/dev/null")
          .is_good;
  Stopwatch watch;
  watch.start();
  const Ended copied = cluster.run("COPY entry FROM STDIN", file);
  watch.stop();
  fs::remove(file);
  if (!made || !copied.is_good) {
    why_not = "COPY failed; see postgres.log";
    return std::nullopt;
  }
  const double server_s = cluster.stop();
  return json{{"entries", rows}, {"wall_s", watch.wall_s()}, {"cpu_s", server_s + copied.cpu_s}};
}

}  // namespace bench
