#include "cli/commands/init.hpp"

#include <filesystem>
#include <ostream>
#include <utility>

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

using Options = InitOptions;

std::vector<Parameter> parameters(Options& options) {
  std::vector<Parameter> list{
      {"DIR", "", "the directory to make", &options.directory, true},
      {"--origin", "NAME", "the ledger's name in the world, e.g. ledger.example/trail",
       &options.origin},
      {"--authority", "ID", "the operator that enrolls the others", &options.authority},
      {"--name", "TEXT", "the authority's name (its id when absent)", &options.name},
      {"--authority-key-file", "FILE", "its key (made beside DIR when absent)", &options.key_file},
      {"--authority-key", "VKEY", "its key is elsewhere: write the founding for it to sign",
       &options.authority_key},
      {"--founding", "FILE", "finish what --authority-key began, with the founding signed",
       &options.founding},
      {"--recovery-key", "VKEY",
       "a key kept elsewhere that can only grant and revoke the authority's keys",
       &options.recovery_key},
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

bool is_absent_or_empty(const fs::path& directory) {
  std::error_code failed;
  if (!fs::exists(directory, failed)) return !failed;
  return fs::is_directory(directory, failed) && fs::is_empty(directory, failed);
}

/// The authority's key. One made here goes again with a founding that came to nothing, but never
/// from beside a ledger that stands: nobody could make it again.
class AuthorityKey {
 public:
  /// Nothing is made before the founding has what it needs.
  AuthorityKey(const Context& context, const Options& options)
      : directory_(options.directory),
        file_(options.key_file ? fs::path(*options.key_file) : default_key_file(options.directory)),
        passphrase_(read_passphrase(options.passphrase)),
        is_new_(!options.key_file && !fs::exists(file_)),
        signer_(is_new_ ? ledger::new_signer(options.authority + "/authority")
                        : read_signer(context, file_, passphrase_)) {}
  AuthorityKey(const AuthorityKey&) = delete;
  AuthorityKey& operator=(const AuthorityKey&) = delete;
  ~AuthorityKey() {
    std::error_code failed;
    if (is_written_ && is_absent_or_empty(directory_)) fs::remove(file_, failed);
  }

  /// Before the ledger: a crash between the two leaves a key too many, not a ledger nobody can
  /// sign for.
  void write() {
    if (!is_new_) return;
    ledger::write_key_file(file_, signer_, passphrase_);
    is_written_ = true;
  }

  [[nodiscard]] const fs::path& file() const { return file_; }
  [[nodiscard]] const ledger::Signer& signer() const { return signer_; }
  [[nodiscard]] bool is_new() const { return is_new_; }

 private:
  fs::path directory_, file_;
  std::optional<std::string> passphrase_;
  bool is_new_, is_written_ = false;
  ledger::Signer signer_;
};

void check(const Options& options) {
  if (options.origin.empty() || options.authority.empty())
    misused("--origin or --authority is missing",
            "name the ledger with --origin NAME and who enrolls the others with --authority ID");
  if (options.authority_key && options.key_file)
    misused("--authority-key and --authority-key-file are both given",
            "give the first when the key is on another machine, the second when it is here");
  if (!is_absent_or_empty(options.directory))
    misused(options.directory + " holds something already",
            "name a directory that is absent or empty; a ledger is never overwritten");
  if (!is_key_name(options.authority + "/authority"))
    misused(shown(options.authority) + " is no operator's id", operator_id_rule);
  const fs::path home = default_key_file(options.directory).parent_path();
  if (!fs::is_directory(home))
    not_found("there is no directory " + home.string() + " to make the ledger in",
              "make it first, or look for a slip in the path");
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
                          {"authority_key", key.signer().verifier().text()},
                          {"authority_key_file", key.file().string()},
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
      << "  authority key   " << key.file().string() << (key.is_new() ? " (new)" : "") << '\n'
      << "\nPublish the identity: who knows it can check every copy of this ledger.\n"
      << "Back up " << key.file().string() << " and the directory " << options.directory
      << "; nobody can make these keys again.\n"
      << "\nNext: celltrail operator enroll ID --name NAME --roles recycler --region CN-FJ \\\n"
      << "        --vkey VKEY --key " << key.file().string() << " --ledger " << options.directory
      << '\n';
}

ExitCode run(Context& context, const Options& options) {
  if (options.founding) return finish_founding(context, options);
  check(options);
  if (options.authority_key) return prepare_founding(context, options);
  AuthorityKey key(context, options);
  const std::string& key_name = key.signer().verifier().name;
  if (key_name.substr(0, key_name.find('/')) != options.authority)
    misused("the key " + key.file().string() + " is of " + key_name + ", not of the authority " +
                options.authority,
            "celltrail key new FILE --name " + options.authority + "/LABEL");
  key.write();
  Ledger::Founding founding = founding_of(options);
  founding.authority = &key.signer();
  const ledger::Result<Ledger> made =
      Ledger::create(options.directory, founding, *context.environment.clock);
  if (!made) return complain(context, refused_founding(made.error()));
  say(context, options, key, made->info());
  return ExitCode::ok;
}

}  // namespace

Command init_command() {
  return {
      .name = "init",
      .summary = "a new ledger; prints its identity; never overwrites",
      .details =
          "With --authority-key the authority's key never comes near this machine: DIR/founding\n"
          "is signed where the key is (`celltrail sign`), then `init DIR --founding` ends it.",
      .examples = {"celltrail init my-ledger --origin ledger.example/trail \\\n"
                   "      --authority VATTEST0 --name \"Test authority\"",
                   "celltrail init my-ledger --founding signed-founding"},
      .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
