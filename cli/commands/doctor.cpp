#include "cli/commands/doctor.hpp"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <ostream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "api/access/token_file.hpp"
#include "cli/commands/all.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/server_at.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;
using ledger::Ledger;

struct Options {};

std::vector<Parameter> parameters(Options&) {
  return {};
}

class Examination {
 public:
  explicit Examination(Context& context)
      : context_(context), directory_(ledger_directory(context)) {}

  void run() {
    look_at_files();
    look_at_tokens();
    look_at_lock();
    look_at_disk();
    look_inside();
  }

  std::vector<Check> checks;
  bool damaged = false;

 private:
  void add(Health health, std::string subject, std::string found, std::string advice = {}) {
    checks.push_back({health, std::move(subject), std::move(found), std::move(advice)});
  }

  /// Secrets that others can read are no secrets; files that others can write are anybody's.
  void look_at_mode(const char* name, mode_t allowed, bool is_needed) {
    const fs::path file = directory_ / name;
    struct stat status {};
    if (stat(file.c_str(), &status) != 0) {
      if (is_needed) add(Health::bad, name, "is missing", advice_without(name));
      return;
    }
    const mode_t mode = status.st_mode & 07777U;
    if ((mode & ~allowed) == 0U) return add(Health::ok, name, "is there, mode as it should be");
    add(Health::bad, name, "can be read or written by others",
        "chmod " + std::string(allowed == 0600U ? "600 " : "644 ") + file.string());
  }

  static std::string advice_without(std::string_view name) {
    if (name == "ledger.key")
      return "nothing can be recorded until it is copied back from where you keep it (a backup "
             "leaves it out) or `celltrail key rotate-ledger` makes another; reading and `audit` "
             "do not need it";
    return "bring it back from a backup; `audit` needs it too";
  }

  void look_at_files() {
    look_at_mode("ledger.db", 0644, true);
    look_at_mode("head", 0644, true);
    look_at_mode("ledger.key", 0600, true);
    look_at_mode("openings.db", 0600, false);
  }

  /// Of who may read through a service.
  void look_at_tokens() {
    const fs::path file = directory_ / "tokens";
    if (!fs::exists(file)) return;
    try {
      api::FileMark mark;
      const std::int64_t now_s = context_.environment.clock->now_ms() / 1000;
      const auto tokens = api::read_tokens(file, mark);
      const auto expired = std::count_if(tokens.begin(), tokens.end(), [&](const auto& token) {
        return token.revoked_s == 0 && now_s >= token.expires_s;
      });
      if (expired == 0) return add(Health::ok, "tokens", "are there, mode as it should be");
      add(Health::warn, "tokens", counted(expired, "has", "have") + " expired",
          "`celltrail token list` names them; `celltrail token new` makes another");
    } catch (const ledger::Failure& failure) {
      add(Health::bad, "tokens", failure.what());
    }
  }

  void look_at_lock() {
    const int descriptor = open((directory_ / "lock").c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return add(Health::ok, "lock", "nobody is writing");
    const bool is_free = flock(descriptor, LOCK_SH | LOCK_NB) == 0;
    close(descriptor);
    add(Health::ok, "lock", is_free ? "nobody is writing" : "another process is writing now");
  }

  void look_at_disk() {
    std::error_code failed;
    const fs::space_info space = fs::space(directory_, failed);
    if (failed) return add(Health::warn, "disk", "free space is not known");
    constexpr std::uintmax_t mebibyte = std::uintmax_t{1} << 20U;
    const auto free_mib = static_cast<std::int64_t>(space.available / mebibyte);
    const std::string found = grouped(free_mib) + " MiB free";
    if (free_mib < 64) return add(Health::bad, "disk", found, "free some before recording more");
    if (free_mib < 1024) return add(Health::warn, "disk", found, "an entry takes about 1 kB");
    add(Health::ok, "disk", found);
  }

  void look_inside() {
    try {
      const ledger::LedgerInfo info = open_directory(context_, Access::read).info();
      add(Health::ok, "head",
          "agrees with the database: " + counted(info.size, "entry", "entries"));
      look_at_key(info);
      checks.push_back(look_at_clock(context_, info));
    } catch (const ledger::Damage& damage) {
      damaged = true;
      add(Health::bad, "database", damage.what(), "write nothing more; run `celltrail audit`");
    } catch (const ledger::Failure& failure) {
      add(Health::bad, "database", failure.what());
    }
  }

  void look_at_key(const ledger::LedgerInfo& info) {
    if (!fs::exists(directory_ / "ledger.key")) return;
    try {
      const ledger::KeyFileInfo key = ledger::inspect_key_file(directory_ / "ledger.key");
      if (key.verifier.text() == info.ledger_key)
        return add(Health::ok, "ledger key", "is the one in force");
      add(Health::bad, "ledger key", "is not the one in force",
          "bring back the ledger.key that belongs to this ledger, or rotate to a new one");
    } catch (const ledger::Failure& failure) {
      add(Health::bad, "ledger key", failure.what());
    }
  }

  Context& context_;
  fs::path directory_;
};

std::string_view name_of(Health health) {
  if (health == Health::ok) return "ok";
  return health == Health::warn ? "warn" : "bad";
}

void write_text(std::ostream& out, const std::vector<Check>& checks) {
  for (const Check& check : checks) {
    std::string line(name_of(check.health));
    line.resize(6, ' ');
    line += check.subject;
    line.resize(std::max<std::size_t>(20, line.size() + 1), ' ');
    out << line << check.found << '\n';
    if (!check.advice.empty()) out << std::string(20, ' ') << "next: " << check.advice << '\n';
  }
}

void write_json(std::ostream& out, const std::vector<Check>& checks) {
  nlohmann::json lines = nlohmann::json::array();
  for (const Check& check : checks)
    lines.push_back({{"health", name_of(check.health)},
                     {"subject", check.subject},
                     {"found", check.found},
                     {"advice", check.advice}});
  out << nlohmann::json{{"checks", lines}}.dump() << '\n';
}

std::vector<Check> examine(Context& context, bool& damaged) {
  if (const auto server = named_server(context)) return examine_server(context, *server, damaged);
  Examination examination(context);
  examination.run();
  damaged = examination.damaged;
  return std::move(examination.checks);
}

ExitCode run(Context& context, const Options&) {
  bool damaged = false;
  const std::vector<Check> checks = examine(context, damaged);
  if (context.globals.json)
    write_json(context.streams.out, checks);
  else
    write_text(context.streams.out, checks);
  if (damaged) return ExitCode::damage;
  for (const Check& check : checks)
    if (check.health == Health::bad) return ExitCode::unexpected;
  return ExitCode::ok;
}

}  // namespace

Check look_at_clock(const Context& context, const ledger::LedgerInfo& info) {
  const std::int64_t ahead_ms = context.environment.clock->now_ms() - info.last_recorded_at_ms;
  const std::string last =
      local_time(info.last_recorded_at_ms / 1000, info.constitution.utc_offset_min);
  constexpr std::int64_t day_ms = 86'400'000;
  if (ahead_ms < 0)
    return {Health::warn, "clock", "is behind the last entry, recorded " + last,
            "set this machine's clock; entries would all bear that time until then"};
  if (ahead_ms > 90 * day_ms)
    return {Health::warn, "clock", "is more than 90 days past the last entry, " + last,
            "if the clock is right, say --accept-clock-jump with the next record"};
  return {Health::ok, "clock", "the last entry was recorded " + last};
}

Command doctor_command() {
  return {.name = "doctor",
          .summary = "files, modes, keys, clock and disk at a glance",
          .details =
              "Changes nothing. It is no audit: `celltrail audit` checks the record itself.\n"
              "With --server: what the service looks like from here.",
          .examples = {"celltrail doctor", "celltrail doctor --server https://ledger.example"},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
