#include "cli/statement.hpp"

#include <ostream>
#include <utility>

#include <nlohmann/json.hpp>

#include "api/client/exchange.hpp"
#include "cli/cosigning.hpp"
#include "cli/key_hint.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using ledger::Ledger;
using nlohmann::json;

std::string unused_id(const ledger::LedgerReader& ledger, const std::string& operator_id,
                      const std::string& stem, std::int64_t now_ms) {
  try {
    for (std::int64_t n = 1;; ++n) {
      std::string id = stem + '-' + std::to_string(n);
      if (!ledger.find_event(operator_id, id)) return id;
    }
  } catch (const api::client::NotAllowed&) {
    // Who records through a service without a token cannot ask which ids are taken.
    return stem + '-' + std::to_string(now_ms);
  }
}

void complete(Statement& statement, const Context& context, const StatementOptions& options,
              const ledger::LedgerReader& ledger, const std::string& operator_id,
              const std::optional<std::string>& id) {
  const std::int64_t now_s = context.environment.clock->now_ms() / 1000;
  json& event = statement.event;
  event["v"] = 1;
  event["operator"] = operator_id;
  event["id"] =
      id ? *id
         : unused_id(ledger, operator_id, statement.id_stem, context.environment.clock->now_ms());
  event["at"] =
      options.at ? *options.at : local_time(now_s, ledger.info().constitution.utc_offset_min);
}

void say_recorded(Context& context, const ledger::Appended& appended, const json& event,
                  std::size_t position, const ledger::LedgerReader& ledger) {
  const ledger::LedgerInfo info = ledger.info();
  const ledger::Index index = appended.receipt.first + static_cast<ledger::Index>(position);
  if (context.globals.json) {
    const json answer{{"index", index},
                      {"id", event["id"]},
                      {"leaf", base64(appended.receipt.leaves.at(position))},
                      {"repeated", appended.repeated},
                      {"size", info.size},
                      {"root", base64(info.root)}};
    context.streams.out << answer.dump() << '\n';
    return;
  }
  context.streams.out << event["type"].get<std::string>() << ' ' << event["id"].get<std::string>()
                      << (appended.repeated ? " is recorded already, as entry "
                                            : " recorded as entry ")
                      << grouped(index) << '\n';
}

/// The refusals' own hints are for events that come out of other programs; here a person typed.
Problem unreadable(const ledger::Error& error, const std::string& what) {
  Problem problem = problem_of(error, what);
  if (error.refusal == ledger::Refusal::out_of_range)
    problem.hint = "give a number within these bounds";
  if (error.pointer == "/key")
    problem.hint = "give the whole line that `celltrail key show FILE` prints";
  return problem;
}

}  // namespace

std::vector<Parameter> statement_parameters(StatementOptions& options) {
  std::vector<Parameter> parameters{
      {"--key", "FILE", "the key file to sign with", &options.key, true},
      {"--id", "ID", "the event's id (made up when absent)", &options.id},
      {"--at", "TIME", "when it happened, 2024-03-05T09:30:00+08:00 (now when absent)",
       &options.at},
      {"--accept-clock-jump", "", "this machine's clock is right, however long the ledger slept",
       &options.accept_clock_jump}};
  for (Parameter& parameter : passphrase_parameters(options.passphrase))
    parameters.push_back(std::move(parameter));
  return parameters;
}

Statement rotation_statement(const Context& context) {
  const Ledger::Rotation rotation =
      Ledger::prepare_rotation(ledger_directory(context), ledger_passphrase(context));
  return {{{"type", "rotate_ledger_key"},
           {"old_key", rotation.old_key},
           {"new_key", rotation.new_key},
           {"proof", rotation.proof}},
          "rotate-ledger-key"};
}

ExitCode record_statement(Context& context, const StatementOptions& options, json event,
                          const std::string& id_stem) {
  return record_statements(context, options, {{std::move(event), id_stem}});
}

ExitCode record_statements(Context& context, const StatementOptions& options,
                           std::vector<Statement> statements) {
  const auto opened = open_ledger(context, Access::write);
  ledger::LedgerWriter& ledger = *opened;
  if (!options.despite_witnesses) ask_before_recording(ledger, false);
  if (options.accept_clock_jump) accept_clock_jump(ledger);
  const ledger::Signer signer =
      read_signer(context, options.key, read_passphrase(options.passphrase));
  const std::string& key_name = signer.verifier().name;
  const std::string operator_id = key_name.substr(0, key_name.find('/'));

  const std::string what = statements.front().event["type"].get<std::string>() + " is refused";
  std::vector<ledger::Event> events;
  std::optional<std::string> id = options.id;
  for (Statement& statement : statements) {
    complete(statement, context, options, ledger, operator_id, id);
    id.reset();
    ledger::Result<ledger::Event> read =
        ledger::read_event(statement.event.dump(-1, ' ', false, json::error_handler_t::replace));
    if (!read) return complain(context, unreadable(read.error(), what));
    events.push_back(std::move(*read));
  }
  const auto appended = ledger.append(
      ledger::sign_batch(ledger.info().origin, std::move(events), ledger.newest(), signer));
  if (!appended) {
    Problem problem = problem_of(appended.error(), what);
    if (appended.error().refusal == ledger::Refusal::unknown_key)
      problem.hint = key_hint(ledger, operator_id, &signer);
    return complain(context, problem);
  }
  for (std::size_t i = 0; i < statements.size(); ++i)
    say_recorded(context, *appended, statements[i].event, i, ledger);
  return options.despite_witnesses ? show_restored(context, ledger)
                                   : cosign_recorded(context, ledger, false);
}

}  // namespace cli
