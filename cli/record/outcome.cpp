#include "cli/record/outcome.hpp"

#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/text.hpp"

namespace cli {
namespace {

std::string recorded_in_words(const RecordingResult& result) {
  const bool only_known = result.recorded == 0 && result.refused == 0;
  if (only_known && result.repeated == 0) return "nothing to record: there is no event in it";
  if (only_known)
    return result.repeated == 1
               ? "nothing new: the event was there already"
               : "nothing new: all " + grouped(result.repeated) + " events were there already";
  std::string said = "recorded nothing";
  if (result.recorded > 0)
    said = "recorded " + counted(result.recorded, "event", "events") + " in " +
           counted(result.batches, "batch", "batches");
  if (result.repeated > 0)
    said += "; " + counted(result.repeated, "was there already", "were there already");
  if (result.refused > 0) said += "; " + counted(result.refused, "was refused", "were refused");
  if (result.untried > 0) said += "; " + counted(result.untried, "was not tried", "were not tried");
  return said;
}

}  // namespace

void write_summary(Context& context, const RecordingResult& result,
                   const ledger::LedgerReader& ledger) {
  const ledger::LedgerInfo info = ledger.info();
  std::ostream& out = context.streams.out;
  if (context.globals.json) {
    out << nlohmann::json{{"recorded", result.recorded}, {"batches", result.batches},
                          {"repeated", result.repeated}, {"refused", result.refused},
                          {"size", info.size},           {"root", base64(info.root)}}
               .dump()
        << '\n';
    return;
  }
  out << recorded_in_words(result) << "\nsize " << grouped(info.size) << "  root "
      << base64(info.root) << '\n';
}

ExitCode say_outcome(Context& context, const RecordingResult& result, const RecordOptions& options,
                     const LeftOut& left_out, const std::string& hint) {
  const bool some = result.recorded + result.repeated > 0;
  std::optional<Problem> problem = result.first_problem;
  if (!problem && left_out.problems > 0)
    problem = Problem{
        .exit = ExitCode::refused,
        .name = "csv",
        .what = counted(left_out.events, "event", "events") + " could not be read from the table"};
  if (!problem) return context.environment.interrupted() ? ExitCode::interrupted : ExitCode::ok;
  if (some) problem->exit = ExitCode::partly_done;
  if (!hint.empty()) problem->hint = hint;
  if (options.errors && (!problem->file.empty() || left_out.problems > 0))
    problem->hint = "what was refused is in " + *options.errors +
                    " with the reasons; mend it there and record that file";
  problem->parts = left_out.said;
  return complain(context, *problem);
}

ExitCode refuse_table(Context& context, const LeftOut& left_out) {
  return complain(context, {.exit = ExitCode::refused,
                            .name = "csv",
                            .what = counted(left_out.problems, "problem", "problems") +
                                    " in CSV; nothing was recorded",
                            .hint = "mend the file, or add --errors OUT to record the rest",
                            .parts = left_out.said});
}

}  // namespace cli
