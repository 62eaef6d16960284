#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/commands/all.hpp"
#include "cli/cosigning.hpp"
#include "cli/key_hint.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/record/csv_input.hpp"
#include "cli/record/dry_run.hpp"
#include "cli/record/event_source.hpp"
#include "cli/record/keyring.hpp"
#include "cli/record/openings_file.hpp"
#include "cli/record/recording.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;
using ledger::LedgerReader;
using nlohmann::json;

struct Options {
  std::vector<std::string> files;
  KeyringOptions keys;
  bool dry_run = false, accept_clock_jump = false, need_quorum = false;
  std::optional<std::string> errors, openings, receipts, operator_id, encoding;
  std::int64_t batch = 1000, retry_for_s = 300;
};

std::vector<Parameter> parameters(Options& options) {
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

bool is_workbook(const std::string& file) {
  const std::string extension = fs::path(file).extension();
  return extension == ".xlsx" || extension == ".xls" || extension == ".ods" || extension == ".et";
}

/// Every file is looked at before the first event is recorded.
void look_at(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    if (file == "-") continue;
    if (!fs::exists(file)) not_found("there is no file " + file, "look for a slip in the path");
    if (fs::is_directory(file)) misused(file + " is a directory", "name the files in it");
    if (is_workbook(file))
      misused(file + " is a workbook", "save the sheet as \"CSV UTF-8\" and record that file");
    // Opening a pipe and closing it again would take it away from its writer.
    if (fs::is_regular_file(file) && !std::ifstream(file))
      throw ledger::Failure("the file " + file + " cannot be opened; look at its permissions");
  }
}

void make_directory(const std::string& directory) {
  std::error_code failed;
  fs::create_directories(directory, failed);
  if (!fs::is_directory(directory, failed))
    misused(directory + " is no directory and cannot be made one", "name another for --receipts");
}

/// What is recorded, with everything that signing it needs.
struct Work {
  Keyring keys;
  OpeningsFile openings;
  std::optional<RefusedFile> refused;
  std::vector<Input> inputs;
  LeftOut left_out;

  [[nodiscard]] RefusedFile* refused_file() { return refused ? &*refused : nullptr; }
};

ledger::CsvOptions csv_options(const Options& options, const Keyring& keys) {
  const auto operator_id = options.operator_id ? options.operator_id : keys.only_operator();
  if (!operator_id) misused("who reports the CSV is not known", "add --key FILE, or --operator ID");
  // GB18030 holds every text of GBK.
  const auto encoding =
      options.encoding == "gbk" ? std::optional<std::string>("gb18030") : options.encoding;
  return {*operator_id, keys.of(*operator_id), encoding};
}

void read_inputs(Context& context, const Options& options, Work& work) {
  std::optional<CsvInputs> tables;
  for (const std::string& file : options.files) {
    const bool is_stdin = file == "-";
    if (is_stdin ? is_csv(context.streams.in) : is_csv(file)) {
      if (!tables)
        tables.emplace(context, csv_options(options, work.keys), work.openings,
                       work.refused_file());
      work.inputs.push_back(tables->read(file));
    } else {
      work.inputs.push_back({file, is_stdin ? &context.streams.in : nullptr});
    }
  }
  const auto is_table = [](const Input& input) { return input.table != nullptr; };
  const auto count = std::count_if(work.inputs.begin(), work.inputs.end(), is_table);
  if (work.refused && count > 0 && count < std::ssize(work.inputs))
    misused("--errors is one table or JSON Lines, and both are to be recorded",
            "record the tables first, then the JSON Lines");
  if (tables) work.left_out = {tables->left_out(), tables->problems(), tables->unsaid()};
}

Work prepare(Context& context, const Options& options) {
  look_at(options.files);
  Work work;
  const bool has_keys = !options.keys.files.empty() || options.keys.directory;
  if (!options.dry_run || has_keys) work.keys = Keyring(context, options.keys);
  if (options.openings) work.openings = OpeningsFile(*options.openings);
  if (options.errors) work.refused.emplace(*options.errors);
  if (options.receipts) make_directory(*options.receipts);
  read_inputs(context, options, work);
  return work;
}

/// For the progress line only; a stream's lines cannot be counted beforehand.
std::int64_t count_lines(const Context& context, const std::vector<Input>& inputs) {
  if (!context.environment.err_is_terminal) return 0;
  std::int64_t lines = 0;
  std::vector<char> block(std::size_t{1} << 16U);
  for (const Input& input : inputs) {
    if (input.stream != nullptr || !fs::is_regular_file(input.name)) return 0;
    std::ifstream in(input.name, std::ios::binary);
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())), in.gcount() > 0)
      lines += std::count(block.begin(), block.begin() + in.gcount(), '\n');
  }
  return lines;
}

/// Signs as the ledger stands at that moment, so that the head follows a recent entry.
EventSource::Sign signing_with(const LedgerReader& ledger, const Keyring& keys,
                               const OpeningsFile& openings) {
  return [&ledger, &keys, &openings, origin = ledger.info().origin](
             std::vector<ledger::Event> events) -> ledger::Result<ledger::SignedBatch> {
    const std::string operator_id(events.front().operator_id);
    const ledger::Signer* signer = keys.of(operator_id);
    if (signer == nullptr)
      return ledger::refuse(ledger::Refusal::unknown_key, "/operator",
                            "no key of " + operator_id + " was given with --key or --keys");
    std::vector<ledger::SealedText> opened;
    for (const ledger::Event& event : events) openings.add_of(operator_id, event.id, opened);
    return ledger::sign_batch(origin, std::move(events), ledger.newest(), *signer,
                              std::move(opened));
  };
}

std::string in_words(const RecordingResult& result) {
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
  return said;
}

void write_summary(Context& context, const RecordingResult& result, const LedgerReader& ledger) {
  const ledger::LedgerInfo info = ledger.info();
  std::ostream& out = context.streams.out;
  if (context.globals.json) {
    out << json{{"recorded", result.recorded}, {"batches", result.batches},
                {"repeated", result.repeated}, {"refused", result.refused},
                {"size", info.size},           {"root", base64(info.root)}}
               .dump()
        << '\n';
    return;
  }
  out << in_words(result) << "\nsize " << grouped(info.size) << "  root " << base64(info.root)
      << '\n';
}

ExitCode answer(Context& context, const RecordingResult& result, const Options& options,
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

EventSource::Limits limits_of(const Options& options) {
  if (options.batch < 1 || options.batch > static_cast<std::int64_t>(ledger::batch_events_max))
    misused("--batch is out of range", "give 1 to 4096");
  EventSource::Limits limits;
  limits.batch_events = static_cast<std::size_t>(options.batch);
  limits.piece_lines = std::max<std::size_t>(limits.piece_lines, limits.batch_events);
  return limits;
}

ExitCode check_only(Context& context, const Options& options, Work& work) {
  const auto opened = open_ledger(context, Access::read, std::chrono::seconds(options.retry_for_s));
  ledger::LedgerWriter& ledger = *opened;
  if (options.accept_clock_jump) accept_clock_jump(ledger);
  const ExitCode code = dry_run(context, ledger, work.inputs, work.refused_file(), work.left_out);
  if (work.refused) work.refused->finish();
  return code;
}

/// A table with problems is recorded in part only when somebody reads which part was not.
ExitCode refuse_table(Context& context, const LeftOut& left_out) {
  return complain(context, {.exit = ExitCode::refused,
                            .name = "csv",
                            .what = counted(left_out.problems, "problem", "problems") +
                                    " in CSV; nothing was recorded",
                            .hint = "mend the file, or add --errors OUT to record the rest",
                            .parts = left_out.said});
}

ExitCode record(Context& context, const Options& options) {
  const EventSource::Limits limits = limits_of(options);
  if (options.retry_for_s < 0 || options.retry_for_s > 86'400)
    misused("--retry-for is out of range", "give 0 to 86400 seconds");
  // Everything else first: nobody should have to wait for a ledger that waits for a passphrase.
  Work work = prepare(context, options);
  if (options.dry_run) return check_only(context, options, work);
  if (work.left_out.problems > 0 && !work.refused) return refuse_table(context, work.left_out);

  const auto opened =
      open_ledger(context, Access::write, std::chrono::seconds(options.retry_for_s));
  ledger::LedgerWriter& ledger = *opened;
  ask_before_recording(ledger, options.need_quorum);
  if (options.accept_clock_jump) accept_clock_jump(ledger);
  const RecordingSinks sinks{work.refused_file(), options.receipts,
                             count_lines(context, work.inputs)};
  EventSource source(std::move(work.inputs), signing_with(ledger, work.keys, work.openings), limits,
                     context.environment.interrupted);
  RecordingResult result = record_all(context, ledger, source, sinks);
  result.refused += work.left_out.events;
  if (work.refused) work.refused->finish();
  write_summary(context, result, ledger);
  const ExitCode cosigned =
      result.recorded > 0 ? cosign_recorded(context, ledger, options.need_quorum) : ExitCode::ok;
  const std::string& keyless = result.keyless_operator;
  const ExitCode code =
      answer(context, result, options, work.left_out,
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
              "Through a service --dry-run and --errors need a token, since they try events out.",
          .examples = {"celltrail record 2024-03.jsonl --key office.key --dry-run",
                       "celltrail record 2024-03.jsonl --key office.key",
                       "celltrail record *.jsonl --keys keys --errors refused.jsonl"},
          .prepare = with_options<Options>(parameters, record)};
}

}  // namespace cli
