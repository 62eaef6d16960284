#include "ledger/witness.hpp"

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <ostream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "api/witness_server.hpp"
#include "cli/commands/all.hpp"
#include "cli/problem.hpp"
#include "cli/serving.hpp"
#include "cli/signing.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using ledger::Witness;
using nlohmann::json;

struct NewOptions {
  std::string directory, name;
  PassphraseFrom from;
};

std::vector<Parameter> new_parameters(NewOptions& options) {
  std::vector<Parameter> list{
      {"DIR", "", "the directory to make", &options.directory, true},
      {"--name", "NAME", "an address of yours, e.g. witness.example/w1", &options.name, true}};
  for (Parameter& parameter : passphrase_parameters(options.from))
    list.push_back(std::move(parameter));
  return list;
}

std::string create(const NewOptions& options) {
  namespace fs = std::filesystem;
  const bool is_there = fs::exists(options.directory);
  if (is_there && !(fs::is_directory(options.directory) && fs::is_empty(options.directory)))
    misused(options.directory + " holds something already",
            "name a directory that is absent or empty; a witness is never overwritten");
  try {
    return Witness::create(options.directory, options.name, read_passphrase(options.from));
  } catch (const ledger::Failure& failure) {
    // Nothing was begun: it is the name.
    if (is_there || fs::exists(options.directory)) throw;
    misused(failure.what(), "celltrail witness new w1 --name witness.example/w1");
  }
}

ExitCode make(Context& context, const NewOptions& options) {
  const std::string vkey = create(options);
  if (context.globals.json)
    context.streams.out << json{{"directory", options.directory}, {"vkey", vkey}}.dump() << '\n';
  else
    context.streams.out << vkey << '\n';
  if (!context.globals.json)
    context.streams.err << "The line above is what others know this witness by: publish it.\n"
                        << "Key and memory lie in " << options.directory
                        << "; never run it from a copy or a backup of that directory: it could "
                           "sign two histories.\n";
  return ExitCode::ok;
}

struct ServeOptions {
  std::string directory, listen = "127.0.0.1:2025";
  std::vector<std::string> logs;
  std::optional<std::string> policy;
  PassphraseFrom from;
};

std::vector<Parameter> serve_parameters(ServeOptions& options) {
  std::vector<Parameter> list{
      {"DIR", "", "the witness's directory", &options.directory, true},
      {"--log", "VKEY", "a log it knows, once for each key", &options.logs},
      {"--logs", "FILE", "a policy file whose log lines it knows", &options.policy},
      {"--listen", "ADDRESS:PORT", "where to answer (127.0.0.1:2025); port 0: any free one",
       &options.listen}};
  for (Parameter& parameter : passphrase_parameters(options.from))
    list.push_back(std::move(parameter));
  return list;
}

std::string policy_of(const ServeOptions& options) {
  if (options.policy && !options.logs.empty())
    misused("both --log and --logs are given", "put all logs into the file");
  std::string text;
  for (const std::string& vkey : options.logs) {
    if (const auto key = ledger::read_vkey(vkey); !key)
      misused("--log " + shown(vkey) + " is no key of a log: " + key.error().detail,
              "give the ledger key that `celltrail checkpoint --json` of the log prints");
    text += "log " + vkey + "\n";
  }
  if (!options.policy) return text + "quorum none\n";
  std::ifstream file(*options.policy, std::ios::binary);
  if (!file) not_found("there is no file " + *options.policy, "look for a slip in the path");
  std::ostringstream read;
  read << file.rdbuf();
  return read.str();
}

void announce(Context& context, const Witness& witness, const std::string& url) {
  if (context.globals.json) {
    context.streams.out
        << json{{"url", url}, {"vkey", witness.vkey()}, {"origins", witness.origins()}}.dump()
        << std::endl;
    return;
  }
  context.streams.out << "witness " << witness.vkey() << "\n";
  for (const std::string& origin : witness.origins())
    context.streams.out << "log " << origin << '\n';
  context.streams.out << "listening on " << url << std::endl;
}

std::unique_ptr<api::WitnessServer> listen_at(
    Witness& witness, const Place& place,
    const std::function<void(const std::string& what)>& report) {
  try {
    return std::make_unique<api::WitnessServer>(witness, place.address, place.port, report);
  } catch (const ledger::Failure& failure) {
    misused(failure.what(), "name another --listen ADDRESS:PORT, or end what listens there");
  }
}

ExitCode serve(Context& context, const ServeOptions& options) {
  const std::optional<Place> place = read_place(options.listen);
  if (!place)
    misused(shown(options.listen) + " is no address to listen on",
            "write ADDRESS:PORT, e.g. 127.0.0.1:2025");
  const std::string policy = policy_of(options);
  const auto passphrase = read_passphrase(options.from);
  const auto key = Witness::key_file(options.directory);
  if (!std::filesystem::exists(key))
    not_found("there is no witness in " + options.directory,
              "look for a slip in the path; `celltrail witness new` makes one");
  Witness witness(options.directory, read_signer(context, key, passphrase), policy,
                  *context.environment.clock);
  if (witness.origins().empty())
    misused("no log is named, so there is nothing to witness", "add --log VKEY or --logs FILE");
  std::mutex saying;
  const auto report = [&](const std::string& what) {
    const std::lock_guard guard(saying);
    context.streams.err << "celltrail witness: " << what << std::endl;
  };
  const auto server = listen_at(witness, *place, report);
  warn_of_strangers(context, *place);
  // From the first question on an interrupt ends nothing by itself: who reads the announcement may
  // interrupt at once.
  if (context.environment.interrupted()) return ExitCode::ok;
  announce(context, witness, place->url(server->port()));
  run_until_interrupted(
      context, [&] { server->run(); }, [&] { server->stop(); });
  return ExitCode::ok;
}

}  // namespace

Command witness_new_command() {
  return {.name = "witness new",
          .summary = "a new witness: its key and its memory in one directory",
          .details = "Prints the witness's vkey. Whoever loses the directory makes a new witness.",
          .examples = {"celltrail witness new w1 --name witness.example/w1"},
          .prepare = with_options<NewOptions>(new_parameters, make)};
}

Command witness_serve_command() {
  return {.name = "witness serve",
          .summary = "cosign the heads of other ledgers (C2SP tlog-witness)",
          .details =
              "Answers POST /add-checkpoint and GET /SHA256-OF-ORIGIN/checkpoint until it is\n"
              "interrupted or terminated. Any log of C2SP tlog-checkpoint can be witnessed.",
          .examples = {"celltrail witness serve w1 --log VKEY",
                       "celltrail witness serve w1 --logs known.policy --listen 127.0.0.1:2025"},
          .prepare = with_options<ServeOptions>(serve_parameters, serve)};
}

}  // namespace cli
