#include <algorithm>

#include "cli/commands/all.hpp"
#include "cli/cosigning.hpp"
#include "cli/key_hint.hpp"
#include "cli/ledger_at.hpp"
#include "cli/record/dry_run.hpp"
#include "cli/record/outcome.hpp"
#include "cli/record/recording.hpp"
#include "cli/record/work.hpp"

namespace cli {
namespace {

std::vector<Parameter> parameters(RecordOptions& options) {
  std::vector<Parameter> list{
      {"FILE", "", "events: JSON Lines or CSV; - is standard input", &options.files, true},
      {"--key", "FILE", "a key to sign with, once for each operator", &options.keys.files},
      {"--keys", "DIR", "every *.key file of a directory", &options.keys.directory},
      {"--dry-run", "", "check only; record nothing, sign nothing", &options.dry_run},
      {"--errors", "OUT", "what is refused goes to OUT, the rest is recorded", &options.errors},
      {"--openings", "FILE", "the texts behind sealed members", &options.openings},
      {"--receipts", "DIR", "keep the receipt of every batch (slower)", &options.receipts},
      {"--operator", "ID", "who reports a CSV (its key says so when there is one)",
       &options.operator_id},
      {"--encoding",
       "NAME",
       "of a CSV; found out when absent",
       &options.encoding,
       false,
       {"utf-8", "gb18030", "gbk"}},
      {"--batch", "N", "events under one signature (1000)", &options.batch},
      {"--retry-for", "SECONDS", "try so long when a service is away or cannot take it (300)",
       &options.retry_for_s},
      {"--accept-clock-jump", "", "this machine's clock is right, however long the ledger slept",
       &options.accept_clock_jump},
      {"--need-quorum", "", "record only while the witnesses' quorum is reached",
       &options.need_quorum}};
  for (Parameter& parameter : passphrase_parameters(options.keys.passphrase))
    list.push_back(std::move(parameter));
  return list;
}

EventSource::Limits limits_of(const RecordOptions& options) {
  if (options.batch < 1 || options.batch > static_cast<std::int64_t>(ledger::batch_events_max))
    misused("--batch is out of range", "give 1 to 4096");
  EventSource::Limits limits;
  limits.batch_events = static_cast<std::size_t>(options.batch);
  limits.piece_lines = std::max<std::size_t>(limits.piece_lines, limits.batch_events);
  return limits;
}

ExitCode check_only(Context& context, const RecordOptions& options, RecordWork& work) {
  const auto opened = open_ledger(context, Access::read, std::chrono::seconds(options.retry_for_s));
  ledger::LedgerWriter& ledger = *opened;
  if (options.accept_clock_jump) accept_clock_jump(ledger);
  const ExitCode code = dry_run(context, ledger, work.inputs, work.refused_file(), work.left_out);
  if (work.refused) work.refused->finish();
  return code;
}

ExitCode record(Context& context, const RecordOptions& options) {
  const EventSource::Limits limits = limits_of(options);
  if (options.retry_for_s < 0 || options.retry_for_s > 86'400)
    misused("--retry-for is out of range", "give 0 to 86400 seconds");
  // Everything else first: nobody should have to wait for a ledger that waits for a passphrase.
  RecordWork work = prepare_work(context, options);
  if (options.dry_run) return check_only(context, options, work);
  if (work.left_out.problems > 0 && !work.refused) return refuse_table(context, work.left_out);

  const auto opened =
      open_ledger(context, Access::write, std::chrono::seconds(options.retry_for_s));
  ledger::LedgerWriter& ledger = *opened;
  ask_before_recording(ledger, options.need_quorum);
  if (options.accept_clock_jump) accept_clock_jump(ledger);
  const RecordingSinks sinks{work.refused_file(), options.receipts,
                             count_lines(context, work.inputs)};
  const std::vector<Input> inputs = work.inputs;
  EventSource source(std::move(work.inputs), signing_with(ledger, work.keys, work.openings), limits,
                     context.environment.interrupted);
  RecordingResult result = record_all(context, ledger, source, sinks);
  if (result.refused > 0 && !work.refused)
    if (const auto events = count_events(inputs))
      result.untried = *events - result.recorded - result.repeated - result.refused;
  result.refused += work.left_out.events;
  if (work.refused) work.refused->finish();
  write_summary(context, result, ledger);
  const ExitCode cosigned =
      result.recorded > 0 ? cosign_recorded(context, ledger, options.need_quorum) : ExitCode::ok;
  const std::string& keyless = result.keyless_operator;
  const ExitCode code =
      say_outcome(context, result, options, work.left_out,
                  keyless.empty() ? "" : key_hint(ledger, keyless, work.keys.of(keyless)));
  return code == ExitCode::ok ? cosigned : code;
}

}  // namespace

Command record_command() {
  return {.name = "record",
          .summary = "sign events and record them",
          .details =
              "Events that are recorded already are left out, so a file may be recorded again.\n"
              "Without --errors the first refused event ends it; what came before it stays.\n"
              "Through a service --dry-run needs a token, and --errors is faster with one.",
          .examples = {"celltrail record 2024-03.jsonl --key office.key --dry-run",
                       "celltrail record 2024-03.jsonl --key office.key",
                       "celltrail record *.jsonl --keys keys --errors refused.jsonl"},
          .prepare = with_options<RecordOptions>(parameters, record)};
}

}  // namespace cli
