#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/commands/all.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/signing.hpp"
#include "cli/statement.hpp"

namespace cli {
namespace {

using nlohmann::json;

// key passphrase

struct PassphraseOptions {
  std::string file;
  bool remove = false;
  PassphraseFrom old;
  std::optional<std::string> new_file;
  std::optional<std::int64_t> new_descriptor;
};

std::vector<Parameter> passphrase_options(PassphraseOptions& options) {
  std::vector<Parameter> list{
      {"FILE", "", "the key file", &options.file, true},
      {"--remove", "", "leave the key without a passphrase", &options.remove},
      {"--new-passphrase-file", "FILE", "the new passphrase is the first line of FILE",
       &options.new_file},
      {"--new-passphrase-fd", "N", "the same from an open descriptor", &options.new_descriptor}};
  for (Parameter& parameter : passphrase_parameters(options.old))
    list.push_back(std::move(parameter));
  return list;
}

std::optional<std::string> old_passphrase(const Context& context,
                                          const PassphraseOptions& options) {
  if (!look_at_key(options.file).encrypted) return std::nullopt;
  if (auto given = read_passphrase(options.old)) return given;
  return ask_passphrase(context, options.file);
}

std::optional<std::string> next_passphrase(const Context& context,
                                           const PassphraseOptions& options) {
  const auto given = read_passphrase({options.new_file, options.new_descriptor});
  if (given && options.remove)
    misused("--remove and a new passphrase are both given", "give one of them");
  if (given || options.remove) return given;
  if (!context.environment.in_is_terminal)
    misused("no new passphrase is given and nobody is here to ask",
            "give --new-passphrase-file FILE, --new-passphrase-fd N or --remove");
  std::string first = context.environment.ask_secret("New passphrase of " + options.file);
  if (first.empty()) misused("an empty passphrase protects nothing", "say --remove to have none");
  if (context.environment.ask_secret("Once more") != first)
    misused("the two passphrases differ", "start again; the key file is as it was");
  return first;
}

ExitCode change(Context& context, const PassphraseOptions& options) {
  const auto old = old_passphrase(context, options);
  const auto next = next_passphrase(context, options);
  // Opened first, so that a wrong passphrase is told from a disk that fails.
  (void)read_signer(context, options.file, old);
  ledger::change_passphrase(options.file, old, next);
  if (context.globals.json)
    context.streams.out << json{{"file", options.file}, {"encrypted", next.has_value()}}.dump()
                        << '\n';
  else
    context.streams.out << options.file
                        << (next ? " has a new passphrase\n" : " has no passphrase any more\n");
  if (!context.globals.json)
    context.streams.err << "Copies of the file made before still open with what they had.\n";
  return ExitCode::ok;
}

// key rotate-ledger

std::vector<Parameter> rotate_parameters(StatementOptions& options) {
  return statement_parameters(options);
}

ExitCode rotate(Context& context, const StatementOptions& options) {
  const Statement rotation = rotation_statement(context);
  const ExitCode recorded = record_statements(context, options, {rotation});
  if (recorded == ExitCode::ok && !context.globals.json)
    context.streams.err << "The ledger signs with " << rotation.event["new_key"].get<std::string>()
                        << " from here on.\nBack up its ledger.key again, and tell whoever checks "
                           "heads; heads made before keep their key.\n";
  return recorded;
}

}  // namespace

Command key_passphrase_command() {
  return {.name = "key passphrase",
          .summary = "give a key file a new passphrase, or take it away",
          .details =
              "The file is replaced whole or not at all. For the ledger's own key: then\n"
              "commands that write ask for it, or take it from the file that the variable\n"
              "CELLTRAIL_LEDGER_PASSPHRASE_FILE names.",
          .examples = {"celltrail key passphrase office.key",
                       "celltrail key passphrase office.key --passphrase-file old \\\n"
                       "      --new-passphrase-file new"},
          .prepare = with_options<PassphraseOptions>(passphrase_options, change)};
}

Command key_rotate_ledger_command() {
  return {.name = "key rotate-ledger",
          .summary = "put a new key of the ledger in force; the authority signs",
          .details =
              "Needs the authority's key, not the ledger's old one: a lost ledger.key is no\n"
              "dead end. Interrupted, it is run again.",
          .examples = {"celltrail key rotate-ledger --key authority.key --ledger my-ledger"},
          .prepare = with_options<StatementOptions>(rotate_parameters, rotate)};
}

}  // namespace cli
