#include "cli/record/dry_run.hpp"

#include <algorithm>
#include <fstream>
#include <ostream>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "cli/problem.hpp"
#include "cli/record/refused_file.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using ledger::Error;

/// Refusals said on `err` before the rest is only counted.
constexpr std::int64_t said_max = 20;

class DryRun {
 public:
  DryRun(Context& context, RefusedFile* file) : context_(context), file_(file) {}

  void read(const Input& input) {
    std::ifstream opened;
    if (input.stream == nullptr) opened.open(input.name, std::ios::binary);
    LineReader reader(input.stream != nullptr ? *input.stream : opened);
    while (const auto piece = reader.next(2000, std::size_t{4} << 20U)) {
      std::string_view text = piece->text;
      for (std::int64_t number = piece->first_line; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        take(input.place_of(number), text.substr(0, end),
             std::binary_search(piece->too_long.begin(), piece->too_long.end(), number));
        text.remove_prefix(end + 1);
      }
    }
  }

  void judge(ledger::Ledger& ledger) {
    const auto answers = ledger.dry_run(events_);
    for (const Line& line : lines_) {
      const ledger::Event& event = events_[line.event];
      if (!answers[line.event]) {
        // Accepted under an id that the ledger knows: it is that very event.
        const bool is_known = line.is_again || ledger.find_event(event.operator_id, event.id);
        ++(is_known ? repeated_ : accepted_);
        continue;
      }
      Error error = *answers[line.event];
      error.event_id = std::string(event.id);
      refuse(line.place, error, std::string(event.bytes()));
    }
  }

  [[nodiscard]] std::int64_t accepted() const { return accepted_; }
  [[nodiscard]] std::int64_t repeated() const { return repeated_; }
  [[nodiscard]] std::int64_t refused() const { return refused_; }
  [[nodiscard]] ExitCode exit() const { return exit_; }

 private:
  struct Line {
    Place place;
    std::size_t event;  ///< position of the event it states
    bool is_again;      ///< as an earlier line did
  };

  void take(const Place& place, std::string_view line, bool too_long) {
    if (!too_long && line.find_first_not_of(" \t\r") == std::string_view::npos) return;
    if (lines_.size() == dry_run_events_max)
      misused("there are more than " + grouped(dry_run_events_max) + " events",
              "a dry run holds them all in memory: give it fewer files at a time");
    auto event =
        too_long ? ledger::Result<ledger::Event>(line_too_long()) : ledger::read_event(line);
    if (!event) return refuse(place, event.error(), std::string(line));
    const auto [first, is_new] = first_with_.try_emplace(
        std::string(event->operator_id) + ' ' + std::string(event->id), events_.size());
    const bool is_again = !is_new && events_[first->second].bytes() == event->bytes();
    lines_.push_back({place, is_again ? first->second : events_.size(), is_again});
    if (!is_again) events_.push_back(std::move(*event));
  }

  void refuse(const Place& place, const Error& error, const std::string& text) {
    if (++refused_ == 1) exit_ = exit_code(error.refusal);
    if (file_ != nullptr) return file_->add(place, error, text);
    if (refused_ > said_max) return;
    Problem problem =
        problem_of(error, (error.event_id.empty() ? "this line" : "event " + error.event_id) +
                              " would be refused");
    problem.file = place.file;
    problem.line = place.line;
    complain(context_, problem);
  }

  Context& context_;
  RefusedFile* file_;
  std::vector<ledger::Event> events_;
  std::unordered_map<std::string, std::size_t> first_with_;  ///< by operator and id
  std::vector<Line> lines_;
  std::int64_t accepted_ = 0, repeated_ = 0, refused_ = 0;
  ExitCode exit_ = ExitCode::ok;
};

}  // namespace

ExitCode dry_run(Context& context, ledger::Ledger& ledger, const std::vector<Input>& inputs,
                 RefusedFile* file) {
  DryRun run(context, file);
  for (const Input& input : inputs) run.read(input);
  run.judge(ledger);
  if (context.globals.json) {
    context.streams.out << nlohmann::json{{"dry_run", true},
                                          {"accepted", run.accepted()},
                                          {"repeated", run.repeated()},
                                          {"refused", run.refused()}}
                               .dump()
                        << '\n';
    return run.exit();
  }
  std::ostream& out = context.streams.out;
  out << "dry run: " << counted(run.accepted(), "event", "events") << " would be recorded";
  if (run.repeated() > 0)
    out << "; " << counted(run.repeated(), "is there already", "are there already");
  if (run.refused() > 0)
    out << "; " << counted(run.refused(), "would be refused", "would be refused");
  out << "; nothing was written\n";
  if (run.refused() > said_max && file == nullptr)
    context.streams.err << "Only the first " << said_max << " refusals are said; --errors OUT "
                        << "writes all of them.\n";
  return run.exit();
}

}  // namespace cli
