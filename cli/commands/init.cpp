#include <filesystem>
#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/commands/all.hpp"
#include "cli/problem.hpp"
#include "cli/signing.hpp"
#include "cli/text.hpp"
#include "ledger/ledger.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;
using ledger::Ledger;

struct Options {
  std::string directory, origin, authority;
  std::optional<std::string> name, key_file, at;
  std::int64_t mass_tolerance_ppm = 5000, batch_window_days = 7;
  PassphraseFrom passphrase;
};

std::vector<Parameter> parameters(Options& options) {
  std::vector<Parameter> list{
      {"DIR", "", "the directory to make", &options.directory, true},
      {"--origin", "NAME", "the ledger's name in the world, e.g. ledger.example/trail",
       &options.origin, true},
      {"--authority", "ID", "the operator that enrolls the others", &options.authority, true},
      {"--name", "TEXT", "the authority's name (its id when absent)", &options.name},
      {"--authority-key-file", "FILE", "its key (made beside DIR when absent)", &options.key_file},
      {"--mass-tolerance-ppm", "N", "how far a weighing may be off", &options.mass_tolerance_ppm},
      {"--batch-window-days", "N", "how long a signed batch may travel",
       &options.batch_window_days},
      {"--at", "TIME", "the founding's time (now when absent)", &options.at}};
  for (Parameter& parameter : passphrase_parameters(options.passphrase))
    list.push_back(std::move(parameter));
  return list;
}

/// Beside the ledger and not in it: whoever copies the ledger must not copy this key with it.
fs::path default_key_file(const fs::path& directory) {
  const fs::path whole = fs::absolute(directory).lexically_normal();
  const fs::path named = whole.has_filename() ? whole : whole.parent_path();
  return named.parent_path() / (named.filename().string() + "-authority.key");
}

struct AuthorityKey {
  fs::path file;
  ledger::Signer signer;
  bool is_new;
};

AuthorityKey authority_key(const Context& context, const Options& options) {
  const auto passphrase = read_passphrase(options.passphrase);
  const fs::path file =
      options.key_file ? fs::path(*options.key_file) : default_key_file(options.directory);
  // One made by an earlier try that then failed is as good as a new one.
  if (options.key_file || fs::exists(file))
    return {file, read_signer(context, file, passphrase), false};
  ledger::Signer made = ledger::new_signer(options.authority + "/authority");
  ledger::write_key_file(file, made, passphrase);
  return {file, std::move(made), true};
}

void check(const Options& options) {
  if (fs::exists(options.directory) && !fs::is_empty(options.directory))
    misused(options.directory + " holds something already",
            "name a directory that is absent or empty; a ledger is never overwritten");
  if (options.batch_window_days < 1 || options.batch_window_days > 366)
    misused("--batch-window-days is out of range", "give 1 to 366");
  if (options.mass_tolerance_ppm < 0 || options.mass_tolerance_ppm > 1'000'000)
    misused("--mass-tolerance-ppm is out of range", "give 0 to 1000000");
}

void say(Context& context, const Options& options, const AuthorityKey& key,
         const ledger::LedgerInfo& info) {
  std::ostream& out = context.streams.out;
  if (context.globals.json) {
    out << nlohmann::json{{"directory", options.directory},
                          {"origin", info.origin},
                          {"identity", base64(info.identity)},
                          {"ledger_key", info.ledger_key},
                          {"authority", info.authority},
                          {"authority_key", key.signer.verifier().text()},
                          {"authority_key_file", key.file.string()},
                          {"checkpoint", info.checkpoint}}
               .dump()
        << '\n';
    return;
  }
  out << "A new ledger in " << options.directory << '\n'
      << "  origin          " << info.origin << '\n'
      << "  identity        " << base64(info.identity) << '\n'
      << "  ledger key      " << info.ledger_key << '\n'
      << "  authority       " << info.authority << '\n'
      << "  authority key   " << key.file.string() << (key.is_new ? " (new)" : "") << '\n'
      << "\nPublish the identity: who knows it can check every copy of this ledger.\n"
      << "Back up " << key.file.string() << " and the directory " << options.directory
      << "; nobody can make these keys again.\n"
      << "\nNext: celltrail operator enroll ID --name NAME --roles recycler --region CN-FJ \\\n"
      << "        --vkey VKEY --key " << key.file.string() << " --ledger " << options.directory
      << '\n';
}

ExitCode run(Context& context, const Options& options) {
  check(options);
  const AuthorityKey key = authority_key(context, options);
  const std::string& key_name = key.signer.verifier().name;
  if (key_name.substr(0, key_name.find('/')) != options.authority)
    misused("the key " + key.file.string() + " is of " + key_name + ", not of the authority " +
                options.authority,
            "celltrail key new FILE --name " + options.authority + "/LABEL");
  const ledger::Result<Ledger> made =
      Ledger::create(options.directory,
                     Ledger::Founding{.origin = options.origin,
                                      .authority_name = options.name.value_or(options.authority),
                                      .authority = &key.signer,
                                      .mass_tolerance_ppm = options.mass_tolerance_ppm,
                                      .batch_window_s = options.batch_window_days * 86'400,
                                      .at = options.at},
                     *context.environment.clock);
  if (!made) return complain(context, problem_of(made.error(), "the founding is refused"));
  say(context, options, key, made->info());
  return ExitCode::ok;
}

}  // namespace

Command init_command() {
  return {.name = "init",
          .summary = "a new ledger; prints its identity; never overwrites",
          .details = "",
          .examples = {"celltrail init my-ledger --origin ledger.example/trail \\\n"
                       "      --authority VATTEST0 --name \"Test authority\""},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
