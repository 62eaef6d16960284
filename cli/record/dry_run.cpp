#include "cli/record/dry_run.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <ostream>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "api/client/remote_ledger.hpp"
#include "cli/problem.hpp"
#include "cli/record/csv_input.hpp"
#include "cli/record/refused_line.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using ledger::Error;

/// Which of them are of an id that the ledger has.
std::vector<bool> known_events(const ledger::LedgerReader& ledger,
                               const std::vector<ledger::Event>& events) {
  std::vector<bool> known(events.size());
  const auto* const remote = dynamic_cast<const api::client::RemoteLedger*>(&ledger);
  if (remote == nullptr) {
    for (std::size_t i = 0; i < events.size(); ++i)
      known[i] = ledger.find_event(events[i].operator_id, events[i].id).has_value();
    return known;
  }
  std::map<std::string, std::vector<std::string>> ids;
  for (const ledger::Event& event : events)
    ids[std::string(event.operator_id)].emplace_back(event.id);
  std::map<std::string, std::map<std::string, ledger::Index>> indexes;
  for (const auto& [operator_id, its_ids] : ids)
    indexes[operator_id] = remote->known(operator_id, its_ids);
  for (std::size_t i = 0; i < events.size(); ++i)
    known[i] = indexes.at(std::string(events[i].operator_id)).contains(std::string(events[i].id));
  return known;
}

class DryRun {
 public:
  DryRun(Context& context, RefusedFile* file) : context_(context), file_(file) {}

  void read(const Input& input) {
    std::ifstream opened;
    if (input.stream == nullptr) opened.open(input.name, std::ios::binary);
    LineReader reader(input.stream != nullptr ? *input.stream : opened);
    while (auto read = reader.next(2000, std::size_t{4} << 20U)) {
      const LinePiece piece = unwrapped(std::move(*read));
      std::string_view text = piece.text;
      for (std::int64_t number = piece.first_line; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        take(input, number, text.substr(0, end),
             std::binary_search(piece.too_long.begin(), piece.too_long.end(), number));
        text.remove_prefix(end + 1);
      }
    }
  }

  void judge(ledger::LedgerWriter& ledger) {
    const auto answers = ledger.dry_run(events_);
    const std::vector<bool> known = known_events(ledger, events_);
    for (const Line& line : lines_) {
      const ledger::Event& event = events_[line.event];
      if (!answers[line.event]) {
        // Accepted under an id that the ledger knows: it is that very event.
        const bool is_known = line.is_again || known[line.event];
        ++(is_known ? repeated_ : accepted_);
        continue;
      }
      Error error = *answers[line.event];
      error.event_id = std::string(event.id);
      refuse(line.input->place_of(line.number, error.pointer), error, std::string(event.bytes()));
    }
  }

  [[nodiscard]] std::int64_t accepted() const { return accepted_; }
  [[nodiscard]] std::int64_t repeated() const { return repeated_; }
  [[nodiscard]] std::int64_t refused() const { return refused_; }
  [[nodiscard]] ExitCode exit() const { return exit_; }
  [[nodiscard]] const std::vector<Problem>& unsaid() const { return unsaid_; }

 private:
  struct Line {
    const Input* input;
    std::int64_t number;
    std::size_t event;  ///< position of the event it states
    bool is_again;      ///< as an earlier line did
  };

  void take(const Input& input, std::int64_t number, std::string_view line, bool too_long) {
    if (!too_long && line.find_first_not_of(" \t\r") == std::string_view::npos) return;
    if (lines_.size() == dry_run_events_max)
      misused("there are more than " + grouped(dry_run_events_max) + " events",
              "a dry run holds them all in memory: give it fewer files at a time");
    auto event =
        too_long ? ledger::Result<ledger::Event>(line_too_long()) : ledger::read_event(line);
    if (!event)
      return refuse(input.place_of(number, event.error().pointer), event.error(),
                    std::string(line));
    const auto [first, is_new] = first_with_.try_emplace(
        std::string(event->operator_id) + ' ' + std::string(event->id), events_.size());
    const bool is_again = !is_new && events_[first->second].bytes() == event->bytes();
    lines_.push_back({&input, number, is_again ? first->second : events_.size(), is_again});
    if (!is_again) events_.push_back(std::move(*event));
  }

  void refuse(const EventPlace& place, const Error& error, const std::string& text) {
    if (++refused_ == 1) exit_ = exit_code(error.refusal);
    if (file_ != nullptr) file_->add(place, error, text);
    if (refused_ > problems_said_max) return;
    Problem problem =
        problem_of(error, (error.event_id.empty() ? "this line" : "event " + error.event_id) +
                              " would be refused");
    problem.file = place.file;
    problem.line = place.line;
    problem.header = place.header;
    if (context_.globals.json)
      unsaid_.push_back(problem);
    else
      complain(context_, problem);
  }

  Context& context_;
  RefusedFile* file_;
  std::vector<ledger::Event> events_;
  std::unordered_map<std::string, std::size_t> first_with_;  ///< by operator and id
  std::vector<Line> lines_;
  std::int64_t accepted_ = 0, repeated_ = 0, refused_ = 0;
  ExitCode exit_ = ExitCode::ok;
  std::vector<Problem> unsaid_;
};

}  // namespace

ExitCode dry_run(Context& context, ledger::LedgerWriter& ledger, const std::vector<Input>& inputs,
                 RefusedFile* file, LeftOut left_out) {
  DryRun run(context, file);
  for (const Input& input : inputs) run.read(input);
  run.judge(ledger);
  const std::int64_t refused = run.refused() + left_out.events;
  const bool is_refused = refused > 0 || left_out.problems > 0;
  const ExitCode exit = run.exit() == ExitCode::ok && is_refused ? ExitCode::refused : run.exit();
  std::ostream& out = context.streams.out;
  if (context.globals.json) {
    out << nlohmann::json{{"dry_run", true},
                          {"accepted", run.accepted()},
                          {"repeated", run.repeated()},
                          {"refused", refused}}
               .dump()
        << '\n';
    if (!is_refused) return exit;
    for (const Problem& problem : run.unsaid()) left_out.said.push_back(problem);
    Problem all = left_out.said.front();
    all.exit = exit;
    all.parts = std::move(left_out.said);
    return complain(context, all);
  }
  out << "dry run: " << counted(run.accepted(), "event", "events") << " would be recorded";
  if (run.repeated() > 0)
    out << "; " << counted(run.repeated(), "is there already", "are there already");
  if (refused > 0) out << "; " << counted(refused, "would be refused", "would be refused");
  out << "; nothing was written\n";
  if (std::max(run.refused(), left_out.problems) > problems_said_max && file == nullptr)
    context.streams.err << "Only the first " << problems_said_max
                        << " refusals are said; --errors OUT writes all of them.\n";
  return exit;
}

}  // namespace cli
