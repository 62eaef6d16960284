#include <filesystem>
#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/batch_file.hpp"
#include "cli/commands/init.hpp"
#include "cli/text.hpp"

namespace cli {

using ledger::Ledger;
using nlohmann::json;

Ledger::Founding founding_of(const InitOptions& options) {
  Ledger::Founding founding;
  founding.origin = options.origin;
  founding.authority_name = options.name.value_or(options.authority);
  founding.mass_tolerance_ppm = options.mass_tolerance_ppm;
  founding.batch_window_s = options.batch_window_days * 86'400;
  founding.at = options.at;
  founding.recovery_key = options.recovery_key.value_or("");
  return founding;
}

Problem refused_founding(const ledger::Error& error) {
  Problem problem = problem_of(error, "the founding is refused");
  // The refusals' own hints are for companies and their events.
  if (error.pointer == "/origin") problem.hint = "choose another --origin";
  if (error.pointer == "/recovery_key")
    problem.hint =
        "make a key of its own with `celltrail key new`, named AUTHORITY/LABEL, and keep it away "
        "from the others";
  if (error.refusal == ledger::Refusal::batch_malformed)
    problem.hint = "give the file that `celltrail sign` wrote, not the one it read";
  return problem;
}

namespace {

ledger::VerifierKey authority_key(const InitOptions& options) {
  auto key = ledger::read_vkey(*options.authority_key);
  if (!key)
    misused("--authority-key is no public key: " + key.error().detail,
            "give the whole line that `celltrail key show FILE` prints where the key is");
  if (key->name.substr(0, key->name.find('/')) != options.authority)
    misused("the key is of " + key->name + ", not of the authority " + options.authority,
            "celltrail key new FILE --name " + options.authority + "/LABEL");
  return std::move(*key);
}

}  // namespace

ExitCode prepare_founding(Context& context, const InitOptions& options) {
  const ledger::VerifierKey key = authority_key(options);
  const auto prepared =
      Ledger::prepare(options.directory, founding_of(options), key, *context.environment.clock);
  if (!prepared) return complain(context, refused_founding(prepared.error()));
  const std::string file = (std::filesystem::path(options.directory) / "founding").string();
  if (context.globals.json) {
    context.streams.out << json{{"directory", options.directory},
                                {"founding", file},
                                {"authority_key", key.text()},
                                {"ledger_key", prepared->events.at(0).ledger_key}}
                               .dump()
                        << '\n';
    return ExitCode::ok;
  }
  context.streams.out << "Prepared in " << options.directory
                      << "; it is no ledger before the authority signs.\n"
                      << "\nNext, where " << key.name << " is:\n"
                      << "  celltrail sign " << file << " --key FILE -o signed-founding\n"
                      << "and back here:\n"
                      << "  celltrail init " << options.directory
                      << " --founding signed-founding\n";
  return ExitCode::ok;
}

ExitCode finish_founding(Context& context, const InitOptions& options) {
  if (!options.origin.empty() || !options.authority.empty() || options.authority_key)
    misused("--founding takes no other word about the founding",
            "what the authority signed says it all: celltrail init DIR --founding FILE");
  if (!Ledger::is_prepared(options.directory))
    misused("nothing was prepared in " + options.directory,
            "name the directory that `celltrail init … --authority-key VKEY` made");
  ledger::BatchFile read = read_batch_file_at(*options.founding);
  const auto made =
      Ledger::finish(options.directory, {std::move(read.head), std::move(read.events), {}},
                     *context.environment.clock);
  if (!made) return complain(context, refused_founding(made.error()));
  const ledger::LedgerInfo info = made->info();
  if (context.globals.json) {
    context.streams.out << json{{"directory", options.directory},
                                {"origin", info.origin},
                                {"identity", base64(info.identity)},
                                {"ledger_key", info.ledger_key},
                                {"authority", info.authority},
                                {"checkpoint", info.checkpoint}}
                               .dump()
                        << '\n';
    return ExitCode::ok;
  }
  context.streams.out << "A new ledger in " << options.directory << '\n'
                      << "  origin          " << info.origin << '\n'
                      << "  identity        " << base64(info.identity) << '\n'
                      << "  ledger key      " << info.ledger_key << '\n'
                      << "  authority       " << info.authority << '\n'
                      << "\nPublish the identity: who knows it can check every copy of this "
                         "ledger.\n";
  return ExitCode::ok;
}

}  // namespace cli
