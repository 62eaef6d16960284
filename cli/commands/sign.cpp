#include <filesystem>
#include <istream>
#include <optional>
#include <ostream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "cli/batch_file.hpp"
#include "cli/commands/all.hpp"
#include "cli/input_file.hpp"
#include "cli/ledger_at.hpp"
#include "cli/output_file.hpp"
#include "cli/problem.hpp"
#include "cli/record/csv_input.hpp"
#include "cli/signing.hpp"
#include "cli/text.hpp"
#include "ledger/elsewhere.hpp"

namespace cli {
namespace {

using nlohmann::json;

struct Options {
  std::string file, key, output;
  PassphraseFrom passphrase;
};

std::vector<Parameter> parameters(Options& options) {
  std::vector<Parameter> list{
      {"FILE", "", "a batch file, or events (JSON Lines or CSV) of which it makes one",
       &options.file, true},
      {"--key", "FILE", "the key file to sign with", &options.key, true},
      {"-o", "FILE", "where the signed batch goes", &options.output, true}};
  for (Parameter& parameter : passphrase_parameters(options.passphrase))
    list.push_back(std::move(parameter));
  return list;
}

/// Before anything is signed. The texts are of the strict reader: no terminal can be fooled by
/// them.
void show(std::ostream& out, const ledger::BatchFile& batch, const std::string& key) {
  out << "To be signed with " << key << ":\n";
  for (const ledger::Event& event : batch.events) {
    const json members = json::parse(event.bytes());
    out << "  " << members.at("type").get<std::string>() << '\n';
    for (const auto& [name, value] : members.items())
      if (name != "type" && name != "v")
        out << "    " << name << "  "
            << (value.is_string() ? value.get<std::string>() : value.dump()) << '\n';
  }
  out << "The batch head:\n" << batch.head;
}

/// A batch of the events, a line each, for the ledger that is named: its newest entry is what the
/// signer swears to have seen.
ledger::BatchFile batch_of_events(const Context& context, std::istream& lines,
                                  const std::string& file) {
  std::vector<ledger::Event> events;
  std::int64_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    auto event = ledger::read_event(line);
    if (!event) {
      Problem problem = problem_of(event.error(), "the batch is not signed: this line");
      problem.file = file;
      problem.line = number;
      throw Stop(problem);
    }
    events.push_back(std::move(*event));
  }
  if (events.empty() || events.size() > ledger::batch_events_max)
    misused("there are " + grouped(std::ssize(events)) + " events in " + file,
            "a batch has 1 to 4096");
  const auto ledger = open_ledger(context, Access::read);
  return ledger::unsigned_batch(ledger->info().origin, std::move(events), ledger->newest());
}

/// Without a signer the reader of tables takes no sealed text: a batch file holds no openings.
ledger::BatchFile batch_of_table(Context& context, const std::string& file,
                                 const std::string& operator_id) {
  OpeningsFile none;
  CsvInputs tables(context, {operator_id, nullptr, std::nullopt}, none, nullptr);
  const Input table = tables.read(file);
  if (tables.problems() > 0)
    throw Stop(Problem{
        .exit = ExitCode::refused,
        .name = "csv",
        .what = counted(tables.problems(), "problem", "problems") + " in CSV; nothing is signed",
        .hint = "mend the file; a table with sealed text is for `celltrail record`, "
                "which sends the text along",
        .parts = tables.unsaid()});
  return batch_of_events(context, *table.stream, file);
}

/// A batch file is canonical JSON, and no event begins like one.
ledger::BatchFile read_batch(Context& context, const std::string& file, const std::string& owner) {
  const std::string text = read_file(file, "the batch file");
  if (text.starts_with("{\"events\":[")) return read_batch_file_at(file);
  if (is_csv(file)) return batch_of_table(context, file, owner);
  std::istringstream lines(text);
  return batch_of_events(context, lines, file);
}

std::string owner_of(const ledger::VerifierKey& key) {
  return key.name.substr(0, key.name.find('/'));
}

/// Said before anybody types a passphrase.
void require_own_key(const ledger::BatchFile& batch, const ledger::VerifierKey& key,
                     const std::string& file) {
  const std::string owner = owner_of(key);
  for (const ledger::Event& event : batch.events) {
    if (event.operator_id == owner) continue;
    const std::string reporter(event.operator_id);
    ledger::Error error{ledger::Refusal::wrong_operator, "/operator", {}, -1, {}};
    error.detail = file + " holds " + key.name + ", a key of " + owner + ", and " + reporter +
                   " reports the event";
    Problem problem = problem_of(error, "the batch is not signed");
    problem.hint = "sign with a key of " + reporter;
    throw Stop(problem);
  }
}

ExitCode run(Context& context, const Options& options) {
  const ledger::KeyFileInfo key = look_at_key(options.key);
  ledger::BatchFile batch = read_batch(context, options.file, owner_of(key.verifier));
  if (std::filesystem::exists(options.output))
    misused("there is a file " + options.output + " already", "name another with -o");
  require_own_key(batch, key.verifier, options.key);
  show(context.streams.err, batch, key.verifier.text());
  const ledger::Signer signer =
      read_signer(context, options.key, read_passphrase(options.passphrase));
  auto made = sign_batch_file(std::move(batch), signer);
  if (!made) return complain(context, problem_of(made.error(), "the batch is not signed"));
  ledger::BatchFile signed_batch;
  signed_batch.head = std::move(made->head);
  signed_batch.events = std::move(made->events);
  replace_file(options.output, write_batch_file(signed_batch));
  if (context.globals.json)
    context.streams.out << json{{"file", options.output},
                                {"events", signed_batch.events.size()},
                                {"key", key.verifier.text()}}
                               .dump()
                        << '\n';
  else
    context.streams.out << "Signed: "
                        << counted(static_cast<std::int64_t>(signed_batch.events.size()), "event",
                                   "events")
                        << " in " << options.output << '\n';
  return ExitCode::ok;
}

}  // namespace

Command sign_command() {
  return {.name = "sign",
          .summary = "sign a batch that another machine made, or events for another to send",
          .details =
              "Shows what is signed first. A batch file needs no ledger: for a machine that never\n"
              "is on a network and has nothing but the key. Events need one (--ledger, --server):\n"
              "its newest entry is what the signer has seen. The signed file is the body of\n"
              "`POST /v1/batches`.",
          .examples = {"celltrail sign my-ledger/founding --key authority.key -o signed-founding",
                       "celltrail sign events.jsonl --key office.key -o batch.json \\\n"
                       "      --server https://ledger.example"},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
