#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/commands/all.hpp"
#include "cli/input_file.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/progress.hpp"
#include "cli/statement.hpp"
#include "cli/text.hpp"
#include "ledger/backup.hpp"

namespace cli {
namespace {

using ledger::Restored;
using nlohmann::json;

struct Options {
  std::string backup, directory;
  std::optional<std::string> instead_of, checkpoint, ledger_key, key, id, at;
  bool newest_head_unknown = false, record = false, new_ledger_key = false,
       accept_clock_jump = false;
  std::optional<std::int64_t> lose_entries;
  PassphraseFrom passphrase;
};

std::vector<Parameter> parameters(Options& options) {
  std::vector<Parameter> list{
      {"BACKUP", "", "a directory that `celltrail backup` made", &options.backup},
      {"DIR", "", "the directory to make", &options.directory},
      {"--instead-of", "OLD_DIR", "the ledger that it takes the place of", &options.instead_of},
      {"--checkpoint", "FILE", "the newest signed head kept elsewhere, or a receipt that has it",
       &options.checkpoint},
      {"--newest-head-unknown", "", "nobody can say how far the ledger had come",
       &options.newest_head_unknown},
      {"--lose-entries", "N", "as many entries are lost, and that is meant", &options.lose_entries},
      {"--ledger-key", "FILE", "the ledger's own key, when the backup does not hold it",
       &options.ledger_key},
      {"--record", "", "sign the entry that says what was restored (with --key)", &options.record},
      {"--key", "FILE", "the authority's key file, to sign that entry", &options.key},
      {"--new-ledger-key", "", "and put a new key of the ledger in force, when the old one is lost",
       &options.new_ledger_key},
      {"--id", "ID", "that entry's id (made up when absent)", &options.id},
      {"--at", "TIME", "when it was restored (now when absent)", &options.at},
      {"--accept-clock-jump", "", "this machine's clock is right, however long the ledger slept",
       &options.accept_clock_jump}};
  for (Parameter& parameter : passphrase_parameters(options.passphrase))
    list.push_back(std::move(parameter));
  return list;
}

/// The authority says what was lost; from then on everything goes on.
ExitCode record(Context& context, const Options& options) {
  if (!options.backup.empty() || !options.key)
    misused("--record signs the entry of a ledger restored before",
            "celltrail restore --record --key AUTHORITY.key --ledger DIR");
  const auto restoration = ledger::restoration_to_record(ledger_directory(context));
  if (!restoration)
    not_found("this ledger has no restoration to record", "nothing is left to do: record as ever");
  StatementOptions statement;
  statement.key = *options.key;
  statement.id = options.id;
  statement.at = options.at;
  statement.accept_clock_jump = options.accept_clock_jump;
  statement.passphrase = options.passphrase;
  // It says itself what witnesses know better.
  statement.despite_witnesses = true;
  std::vector<Statement> statements{{{{"type", "restored"},
                                      {"size", restoration->size},
                                      {"root", base64(restoration->root)},
                                      {"lost_size", restoration->lost_size}},
                                     "restored"}};
  if (options.new_ledger_key) statements.push_back(rotation_statement(context));
  return record_statements(context, statement, std::move(statements));
}

std::string moment(std::int64_t ms) {
  return local_time(ms / 1000, 480);
}

void write_json(std::ostream& out, const Options& options, const Restored& restored) {
  const auto& what = restored.restoration;
  json answer{{"done", restored.done},
              {"directory", options.directory},
              {"size", what.size},
              {"root", base64(what.root)},
              {"lost_size", what.lost_size},
              {"lost_entries", what.lost()},
              {"last_recorded_at", moment(restored.last_recorded_at_ms)},
              {"must_record", restored.must_record},
              {"witnesses", restored.has_witnesses},
              {"ledger_key", restored.has_ledger_key}};
  if (restored.first_lost_at_ms) {
    answer["first_lost_at"] = moment(*restored.first_lost_at_ms);
    answer["last_lost_at"] = moment(*restored.last_lost_at_ms);
  }
  out << answer.dump() << '\n';
}

void write_loss(std::ostream& out, const Options& options, const Restored& restored) {
  const auto& what = restored.restoration;
  out << "backup    " << counted(what.size, "entry", "entries") << ", the last recorded at "
      << moment(restored.last_recorded_at_ms) << '\n';
  if (what.lost() > 0) {
    out << "LOST      " << counted(what.lost(), "entry", "entries") << ": " << grouped(what.size);
    if (what.lost() > 1) out << " to " << grouped(what.lost_size - 1);
    if (restored.first_lost_at_ms)
      out << ", recorded from " << moment(*restored.first_lost_at_ms) << " to "
          << moment(*restored.last_lost_at_ms);
    out << '\n';
  } else if (options.instead_of) {
    out << "lost      nothing: the backup has the last head that was answered\n";
  } else {
    out << "lost      nothing that is known; heads beyond the backup may have been signed\n";
  }
}

ExitCode refuse_loss(Context& context, const Options& options, const Restored& restored) {
  const std::string lost = std::to_string(restored.restoration.lost());
  return complain(
      context,
      {.exit = ExitCode::refused,
       .name = "entries_lost",
       .what = "nothing was restored: " + counted(restored.restoration.lost(), "entry", "entries") +
               " would be lost",
       .why = options.lose_entries
                  ? "--lose-entries says " + std::to_string(*options.lose_entries)
                  : "companies hold receipts for them, and whoever has seen a later head will call "
                    "the restored ledger a fork",
       .hint = restored.restoration.lost() == 0
                   ? "leave out --lose-entries"
                   : "look for a newer backup or a mirror; if there is none, say --lose-entries " +
                         lost});
}

ExitCode run(Context& context, const Options& options) {
  if (options.record) return record(context, options);
  if (options.backup.empty() || options.directory.empty())
    misused("a backup and a directory are needed", "celltrail restore --help");
  ledger::RestoreOptions how;
  how.instead_of = options.instead_of;
  how.newest_head_unknown = options.newest_head_unknown;
  how.lose_entries = options.lose_entries;
  how.ledger_key = options.ledger_key;
  if (options.checkpoint) how.checkpoint = read_kept_head(*options.checkpoint);
  ProgressLine progress(context, "restore");
  const Restored restored =
      ledger::restore_ledger(options.backup, options.directory, how, progress.teller());
  progress.clear();
  if (context.globals.json)
    write_json(context.streams.out, options, restored);
  else
    write_loss(context.streams.out, options, restored);
  if (!restored.done) return refuse_loss(context, options, restored);
  if (context.globals.json) return ExitCode::ok;
  context.streams.out << "OK: restored to " << options.directory << ", audited in full\n";
  if (!restored.has_ledger_key)
    context.streams.err << "The ledger's secret key is not in it: put it there as "
                        << options.directory
                        << "/ledger.key before anything is recorded. If it is lost, the authority "
                           "names another: add --new-ledger-key where it records the restoration, "
                           "or run `celltrail key rotate-ledger` where there is none to record.\n";
  if (restored.must_record)
    context.streams.err << "Before anything else the authority records the restoration:\n  "
                           "celltrail restore --record --key AUTHORITY.key --ledger "
                        << options.directory << '\n';
  return ExitCode::ok;
}

}  // namespace

Command restore_command() {
  return {
      .name = "restore",
      .summary = "make a ledger from a backup, and say what is lost",
      .details =
          "Compares the backup with the newest head known, audits it, and makes DIR of it. What\n"
          "is lost must be said in so many words (--lose-entries N). If heads beyond the backup\n"
          "were signed, or may have been, the authority records that first (--record); until\n"
          "then nothing else is written. If the ledger's own key is lost too, --new-ledger-key\n"
          "replaces it in the same batch. Nothing is ever written over.",
      .examples = {"celltrail restore backup new --instead-of broken",
                   "celltrail restore --record --key authority.key --ledger new",
                   "celltrail restore --record --new-ledger-key --key authority.key --ledger new"},
      .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
