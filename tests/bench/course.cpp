#include "tests/bench/course.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>

#include <fmt/format.h>

#include "tests/bench/work.hpp"

namespace bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t batch_events = 1000;
constexpr std::int64_t single_events_max = 100'000;
constexpr double verification_s = 3;
constexpr int sample_year = 2024;
constexpr std::int64_t proof_leaves = 10'000'000;

double per_second(const json& answer) {
  return answer.at("entries").get<double>() / answer.at("wall_s").get<double>();
}
double cpu_us(const json& answer) {
  return answer.at("cpu_s").get<double>() * 1e6 / answer.at("entries").get<double>();
}

/// The faster one: what disturbs a measurement only ever makes it slower.
void keep_best(std::optional<Outcome>& best, Outcome outcome) {
  if (!best || outcome.answer.at("wall_s") < best->answer.at("wall_s")) best = std::move(outcome);
}

Stream make_stream(const std::string& name, const fs::path& directory, std::int64_t events) {
  return name == "sample" ? sample_stream(directory, events) : plain_stream(directory, events);
}

/// All measurements of one stream of one size, in a directory of their own.
class Course {
 public:
  Course(const Options& options, std::string stream, std::int64_t entries, std::vector<Line>& lines)
      : options_(options),
        stream_(std::move(stream)),
        entries_(entries),
        directory_(fs::path(options.directory) / fmt::format("{}-{}", stream_, entries)),
        lines_(lines) {
    fs::remove_all(directory_);
    fs::create_directories(directory_);
  }
  ~Course() {
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
  }
  Course(const Course&) = delete;
  Course& operator=(const Course&) = delete;

  void run() {
    prepare();
    import_beside_rivals();
    if (options_.without_reading) return;
    audit_all();
    read_all();
    prove_all();
  }

  /// One signature an event, beside the rate at which this machine verifies at all.
  void run_single() {
    prepare(1);
    const auto bare = in_child("verify", [] { return verify_bare(1, verification_s); });
    const auto bare_two = in_child("verify", [] { return verify_bare(2, verification_s); });
    std::optional<Outcome> ours;
    for (int i = 0; i < options_.repeat; ++i) keep_best(ours, import_once());
    add_rate("verification alone, one thread", bare.answer, nullptr, "", 0, "");
    add_rate("verification alone, two threads", bare_two.answer, nullptr, "", 0, "");
    add_rate("import, one signature an event", ours->answer, &bare_two.answer,
             "two threads of bare verification", 0.8, "≥ 80 %");
  }

 private:
  void tell(const std::string& doing) const {
    std::cerr << fmt::format("{} {}: {}\n", stream_, entries_, doing);
  }

  void prepare(std::size_t events_a_batch = batch_events) {
    tell("making and signing events");
    const auto made = in_child("prepare", [&] {
      const Stream stream = make_stream(stream_, directory_ / "events", entries_);
      auto ledger = found(directory_ / "founded", stream);
      const fs::path signed_events = directory_ / "batches";
      write_signed(stream, {stream.operators}, ledger, batch_events, signed_events);
      (void)import_into(ledger, signed_events);
      const auto batches =
          write_signed(stream, stream.files, ledger, events_a_batch, signed_events);
      fs::remove_all(directory_ / "events");
      return json{{"events", stream.events}, {"bytes", stream.mean_bytes()}, {"batches", batches}};
    });
    const auto events = made.answer.at("events").get<std::int64_t>();
    tell(fmt::format("{} events of {:.0f} bytes on average, {:.1f} a batch", events,
                     made.answer.at("bytes").get<double>(),
                     static_cast<double>(events) / made.answer.at("batches").get<double>()));
    add({"event size", events, stream_, made.answer.at("bytes"), "bytes"});
    add({"events a batch", events, stream_,
         static_cast<double>(events) / made.answer.at("batches").get<double>(), ""});
  }

  Outcome import_once() {
    fs::remove_all(ledger_);
    fs::copy(directory_ / "founded", ledger_, fs::copy_options::recursive);
    auto outcome =
        in_child("import", [&] { return import_signed(ledger_, directory_ / "batches"); });
    tell(fmt::format("import {:.0f}/s, CPU {:.1f} us/entry", per_second(outcome.answer),
                     cpu_us(outcome.answer)));
    return outcome;
  }

  Outcome load_once() {
    const fs::path file = directory_ / "bare.db";
    for (const char* part : {"", "-wal", "-shm"}) fs::remove(file.string() + part);
    auto outcome = in_child("bare loader", [&] { return load_bare(ledger_, file); });
    tell(fmt::format("bare loader {:.0f}/s, CPU {:.1f} us/entry", per_second(outcome.answer),
                     cpu_us(outcome.answer)));
    return outcome;
  }

  std::optional<Outcome> copy_once() {
    std::string why_not;
    auto outcome = in_child("copy", [&] {
      auto copied = copy_into_postgres(ledger_, directory_, why_not);
      return copied ? std::move(*copied) : json{{"why_not", why_not}};
    });
    fs::remove_all(directory_ / "pg");
    if (outcome.answer.contains("why_not")) {
      tell("no PostgreSQL row: " + outcome.answer["why_not"].get<std::string>());
      return std::nullopt;
    }
    tell(fmt::format("PostgreSQL COPY {:.0f}/s, CPU {:.1f} us/entry", per_second(outcome.answer),
                     cpu_us(outcome.answer)));
    return outcome;
  }

  void import_beside_rivals() {
    std::optional<Outcome> ours, bare, postgres;
    for (int i = 0; i < options_.repeat; ++i) {
      keep_best(ours, import_once());
      if (options_.without_rivals) continue;
      keep_best(bare, load_once());
      if (auto copied = copy_once()) keep_best(postgres, std::move(*copied));
    }
    if (bare)
      add_rate("import", ours->answer, &bare->answer, "bare SQLite loader", 0.8,
               "≥ 80 % of the bare loader");
    else
      add_rate("import", ours->answer, nullptr, "", 0, "");
    if (postgres)
      add_rate("import", ours->answer, &postgres->answer, "PostgreSQL COPY", 1, "ahead of COPY");
    add({"import: CPU of the judging thread, an entry", entries_, stream_,
         ours->answer.at("thread_cpu_s").get<double>() * 1e6 /
             ours->answer.at("entries").get<double>(),
         "µs"});
    add_bound("memory importing", static_cast<double>(ours->peak_kib) / 1024, "MiB", 400,
              "< 400 MiB");
    add_bound(
        "disk an entry",
        static_cast<double>(bytes_on_disk(ledger_)) / ours->answer.at("entries").get<double>(),
        "bytes", 1000, "< 1 kB");
  }

  void audit_all() {
    tell("audit");
    const auto bytes = in_child("audit", [&] { return audit_bytes(ledger_); });
    const auto replay = in_child("audit", [&] { return audit(ledger_, true); });
    const auto whole = in_child("audit", [&] { return audit(ledger_, false); });
    add_rate("audit: bytes, links, root (one thread)", bytes.answer, nullptr, "", 400'000,
             "≥ 400 k/s");
    add_rate("audit: replay, projections and event ids only", replay.answer, nullptr, "", 0, "");
    add_rate("audit: whole", whole.answer, nullptr, "", 200'000, "≥ 200 k/s");
    add({"memory auditing", entries_, stream_, static_cast<double>(whole.peak_kib) / 1024, "MiB"});
  }

  void read_all() {
    tell("reading");
    const json read = in_child("reading", [&] { return read_ledger(ledger_, sample_year); }).answer;
    add_bound("start, to read", read.at("open_ms"), "ms", 50, "< 50 ms");
    add_bound("start, to write", read.at("open_to_write_ms"), "ms", 50, "< 50 ms");
    add_bound(fmt::format("trail of one battery ({:.1f} entries), median",
                          read.at("trail_entries").get<double>()),
              read.at("trail_p50_us"), "µs", 100, "< 0.1 ms");
    add({"trail of one battery, mean", entries_, stream_, read.at("trail_us"), "µs"});
    add({"trail of one battery, 99 of 100 within", entries_, stream_, read.at("trail_p99_us"),
         "µs"});
    add_bound("annual report", read.at("report_ms"), "ms", 30, "< 30 ms");
    const json proof = in_child("proving", [&] { return prove_and_verify(ledger_); }).answer;
    const auto entries = proof.at("entries").get<int>();
    add({fmt::format("trail bundle of {} entries, making it", entries), entries_, stream_,
         proof.at("prove_ms"), "ms"});
    add_bound(fmt::format("trail bundle of {} entries, verifying it", entries),
              proof.at("verify_ms"), "ms", 5, "a few ms");
  }

  void prove_all() {
    tell("tiles and proofs");
    const auto tiles =
        in_child("tiles", [&] { return export_tiles(ledger_, directory_ / "tiles"); });
    add_rate("export of tiles", tiles.answer, nullptr, "", 300'000, "≥ 300 k/s");
    const json proved =
        in_child("proofs", [&] { return prove_from_tiles(proof_leaves, directory_); }).answer;
    add_bound("inclusion proof from tiles at 10 M leaves", proved.at("mean_ms"), "ms", 0.5,
              "< 0.5 ms");
  }

  void add(Line line) { lines_.push_back(std::move(line)); }

  void add_bound(const std::string& what, double value, const std::string& unit, double bound,
                 const std::string& aim) {
    Line line{what, entries_, stream_, value, unit};
    line.aim = aim;
    line.met = value < bound;
    add(std::move(line));
  }

  /// `aim` of the limit when there is one, else entries a second; 0 for none.
  void add_rate(const std::string& what, const json& answer, const json* limit,
                const std::string& limit_of, double aim, const std::string& aim_text) {
    Line line{what, answer.at("entries"), stream_, per_second(answer), "entries/s"};
    line.cpu_us = cpu_us(answer);
    line.limit_of = limit_of;
    if (limit) line.limit = per_second(*limit);
    if (limit) line.limit_cpu_us = cpu_us(*limit);
    line.aim = aim_text;
    if (aim > 0) line.met = line.value >= aim * line.limit.value_or(1);
    add(std::move(line));
  }

  const Options& options_;
  std::string stream_;
  std::int64_t entries_;
  fs::path directory_;
  fs::path ledger_ = directory_ / "ledger";
  std::vector<Line>& lines_;
};

}  // namespace

void run_course(const Options& options, const std::string& stream, std::int64_t entries,
                std::vector<Line>& lines) {
  if (stream == "single")
    Course(options, stream, std::min(entries, single_events_max), lines).run_single();
  else
    Course(options, stream, entries, lines).run();
}

}  // namespace bench
