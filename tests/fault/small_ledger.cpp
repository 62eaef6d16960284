#include "tests/fault/small_ledger.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include <fmt/format.h>

#include "cli/program.hpp"
#include "ledger/result.hpp"
#include "tests/fault/small_ledger_story.hpp"

namespace fault {

using namespace ledger;

namespace {

void must(std::vector<std::string> words) {
  const Run ran = celltrail(words);
  if (ran.code != 0)
    throw Failure(fmt::format("{}: {}{}", fmt::join(words, " "), ran.out, ran.err));
}

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Lines [first, last) of a file into another.
void cut(const fs::path& file, std::size_t first, std::size_t last, const fs::path& into) {
  std::ifstream in(file);
  std::ofstream out(into);
  std::string line;
  for (std::size_t i = 0; std::getline(in, line); ++i)
    if (i >= first && i < last) out << line << '\n';
}

class Making {
 public:
  explicit Making(const fs::path& folder) : folder_(folder) {}

  void make() {
    must({"sample", path("try"), "--batteries", "2", "--seed", "1"});
    std::string authority = content(folder_ / "try" / "authority");
    authority.resize(authority.find_last_not_of('\n') + 1);
    must({"init", path("book"), "--origin", "fault.example/trail", "--authority", authority,
          "--authority-key-file", path("try/keys/authority.key"), "--at",
          "2023-01-01T00:00:00+08:00"});
    record_sample();
    enroll("VATTEST1", "collector");
    enroll("VATTEST2", "recycler");
    must({"key", "new", path("more.key"), "--name", "VATTEST1/more"});
    must({"operator", "grant-key", "VATTEST1", "--key-file", path("more.key"), "--types",
          "weigh,inspect", "--until", "2030-12-31T23:59:59+08:00", "--holder", "VATTEST2", "--key",
          path("try/keys/authority.key"), "--ledger", path("book")});
    must({"key", "rotate-ledger", "--key", path("try/keys/authority.key"), "--ledger",
          path("book")});
    tell("VATTEST1", collector_story);
    tell("VATTEST2", recycler_story);
  }

 private:
  [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }

  /// In several goes, so that there are several checkpoints.
  void record_sample() const {
    record(path("try/operators.jsonl"));
    for (const std::size_t part : {0U, 100U, 200U}) {
      const std::size_t end = part == 200 ? 1'000'000 : part + 100;
      cut(folder_ / "try" / "events-0001.jsonl", part, end, folder_ / "part.jsonl");
      record(path("part.jsonl"));
    }
  }
  void record(const std::string& file) const {
    must({"record", file, "--keys", path("try/keys"), "--openings", path("try/openings.jsonl"),
          "--ledger", path("book"), "--batch", "7"});
  }
  void enroll(const std::string& id, const std::string& role) const {
    must({"key", "new", path(id + ".key"), "--name", id + "/office"});
    must({"operator", "enroll", id, "--name", "Made up " + id, "--roles", role, "--region", "CN-FJ",
          "--site", "S1;Hall 1;CN-FJ;2000", "--site", "S2;Hall 2;CN-ZJ", "--key-file",
          path(id + ".key"), "--key", path("try/keys/authority.key"), "--ledger", path("book")});
  }
  void tell(const std::string& id, std::string_view story) const {
    std::ofstream(folder_ / "story.jsonl") << story;
    must({"record", path("story.jsonl"), "--key", path(id + ".key"), "--ledger", path("book")});
  }

  fs::path folder_;
};

const fs::path& made() {
  static const tests::TempFolder folder;
  static const bool done = (Making(folder.path()).make(), true);
  require(done, "the small ledger is made once");
  return folder.path();
}

}  // namespace

Run celltrail(std::vector<std::string> words) {
  std::istringstream in;
  std::ostringstream out, err;
  cli::Environment environment;
  environment.clock = &still_clock;
  environment.variable = [](const std::string&) { return std::optional<std::string>(); };
  environment.ask_secret = [](const std::string&) { return std::string(); };
  environment.interrupted = [] { return false; };
  const int code = cli::run_program(std::move(words), {in, out, err}, environment);
  return {code, out.str(), err.str()};
}

const fs::path& small_ledger() {
  static const fs::path path = made() / "book";
  return path;
}

const fs::path& collector_key() {
  static const fs::path path = made() / "VATTEST1.key";
  return path;
}

const fs::path& authority_key() {
  static const fs::path path = made() / "try" / "keys" / "authority.key";
  return path;
}

void copy_ledger(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  fs::copy(from, to);
}

std::string retirement_id(std::int64_t round, std::int64_t position) {
  return fmt::format("X-{}-{}", round, position);
}

std::string retirement_text(std::int64_t round, std::int64_t position) {
  return fmt::format(
      R"({{"at":"2024-11-05T09:30:00+08:00","chemistry":"LFP","id":"{0}","lot":"VATTEST1/{0}",)"
      R"("mass_basis":"weighed","mass_g":5000,"material":"cells","operator":"VATTEST1",)"
      R"("origin":"vehicle","region":"CN-FJ","source":"production","type":"retire","v":1}})",
      retirement_id(round, position));
}

SignedBatch retirements(const Ledger& ledger, const Signer& signer, std::int64_t round,
                        std::int64_t count) {
  std::vector<Event> events;
  for (std::int64_t i = 0; i < count; ++i)
    events.push_back(read_event(retirement_text(round, i)).value());
  return sign_batch(ledger.info().origin, std::move(events), ledger.newest(), signer);
}

std::optional<std::string> damage_in(const fs::path& directory) {
  const AuditReport report = audit_ledger(directory, {}, {});
  if (!report.damage) return std::nullopt;
  return report.damage->where + ": expected " + report.damage->expected + ", found " +
         report.damage->found;
}

std::string all_that_it_tells(const fs::path& directory) {
  std::string told;
  const auto add = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--ledger", directory});
    const Run ran = celltrail(std::move(words));
    told += std::to_string(ran.code) + ran.out + ran.err;
  };
  for (const char* rule : {"net/1", "gross/1", "received/1"})
    for (const char* year : {"2023", "2024", "2025"})
      add({"report", year, "--rule", rule, "--format", "json"});
  for (std::vector<std::string> words :
       std::vector<std::vector<std::string>>{{"operator", "list"},
                                             {"target", "list"},
                                             {"stock"},
                                             {"transfers"},
                                             {"transfers", "--open"},
                                             {"checkpoint"},
                                             {"trail", "VATTEST1"},
                                             {"stock", "VATTEST1"},
                                             {"stock", "VATTEST2"},
                                             {"trail", "NOCODE-VATTEST1-1"},
                                             {"trail", "MAKER:PLATE-7"}})
    add(std::move(words));
  const tests::TempFolder folder;
  if (celltrail({"export", folder / "copy", "--ledger", directory}).code != 0)
    return told + "no export";
  return told + content(folder.path() / "copy" / "entries.jsonl") +
         content(folder.path() / "copy" / "checkpoint");
}

int rounds(int few, int many) {
  return std::getenv("CELLTRAIL_LONG") == nullptr ? few : many;
}

}  // namespace fault
