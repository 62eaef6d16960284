#include <filesystem>
#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/commands/all.hpp"
#include "cli/problem.hpp"
#include "cli/signing.hpp"
#include "cli/text.hpp"
#include "ledger/cosigner.hpp"
#include "ledger/witness.hpp"

namespace cli {
namespace {

using nlohmann::json;

struct NewOptions {
  std::string file, name;
  bool passphrase = false;
  PassphraseFrom from;
};

std::vector<Parameter> new_parameters(NewOptions& options) {
  std::vector<Parameter> parameters{
      {"FILE", "", "the key file to make", &options.file, true},
      {"--name", "OPERATOR/LABEL", "whose key it is, and a label of your choice", &options.name,
       true},
      {"--passphrase", "", "ask for a passphrase on the terminal", &options.passphrase}};
  for (Parameter& parameter : passphrase_parameters(options.from))
    parameters.push_back(std::move(parameter));
  return parameters;
}

std::optional<std::string> new_passphrase(const Context& context, const NewOptions& options) {
  if (auto given = read_passphrase(options.from)) return given;
  if (!options.passphrase) return std::nullopt;
  std::string first = ask_passphrase(context, options.file);
  if (first.empty()) misused("an empty passphrase protects nothing", "leave --passphrase out");
  if (context.environment.ask_secret("Once more") != first)
    misused("the two passphrases differ", "start again");
  return first;
}

void check(const NewOptions& options) {
  if (!is_key_name(options.name))
    misused(shown(options.name) + " is no key name",
            "write OPERATOR/LABEL, e.g. VATTEST1/office; " + std::string(operator_id_rule) +
                "; a label is up to 31 letters, figures and ._-");
  if (std::filesystem::exists(options.file))
    misused("there is a file " + options.file + " already", "a key is never overwritten");
  const auto home = std::filesystem::absolute(options.file).parent_path();
  if (!std::filesystem::is_directory(home))
    not_found("there is no directory " + home.string() + " to make the key file in",
              "make it first, or look for a slip in the path");
}

ExitCode make(Context& context, const NewOptions& options) {
  check(options);
  const auto passphrase = new_passphrase(context, options);
  const ledger::Signer signer = ledger::new_signer(options.name);
  ledger::write_key_file(options.file, signer, passphrase);
  const std::string vkey = signer.verifier().text();
  if (context.globals.json)
    context.streams.out << json{{"file", options.file},
                                {"name", options.name},
                                {"vkey", vkey},
                                {"encrypted", passphrase.has_value()}}
                               .dump()
                        << '\n';
  else
    context.streams.out << vkey << '\n';
  if (!context.globals.json)
    context.streams.err << "The line above is the public half: give it to the authority.\n"
                        << "Back up " << options.file
                        << " where only you can read it; nobody can make it again.\n";
  return ExitCode::ok;
}

struct ShowOptions {
  std::string file;
};

std::vector<Parameter> show_parameters(ShowOptions& options) {
  return {{"FILE", "", "a key file", &options.file, true}};
}

bool is_witness_key(const std::string& file) {
  namespace fs = std::filesystem;
  const fs::path home = fs::absolute(file).parent_path();
  std::error_code none;
  return fs::equivalent(file, ledger::Witness::key_file(home), none);
}

ExitCode show(Context& context, const ShowOptions& options) {
  const ledger::KeyFileInfo info = look_at_key(options.file);
  const bool is_witness = is_witness_key(options.file);
  const std::string vkey = is_witness ? ledger::cosigner_vkey(info.verifier) : info.verifier.text();
  if (context.globals.json)
    context.streams.out << json{{"file", options.file},
                                {"name", info.verifier.name},
                                {"vkey", vkey},
                                {"witness", is_witness},
                                {"encrypted", info.encrypted}}
                               .dump()
                        << '\n';
  else {
    // The key alone on stdout, as `key new` prints it, for whoever puts it into another command.
    context.streams.out << vkey << '\n';
    context.streams.err << (is_witness ? "the vkey of a witness, for `witness` lines\n" : "")
                        << (info.encrypted ? "encrypted with a passphrase\n" : "not encrypted\n");
  }
  return ExitCode::ok;
}

}  // namespace

Command key_new_command() {
  return {
      .name = "key new",
      .summary = "a new signing key in a file of its own",
      .details = "Prints the public half (the vkey). The file has mode 0600.",
      .examples = {"celltrail key new office.key --name VATTEST1/office --passphrase",
                   "celltrail key new batch.key --name VATTEST1/batch --passphrase-file secret"},
      .prepare = with_options<NewOptions>(new_parameters, make)};
}

Command key_show_command() {
  return {.name = "key show",
          .summary = "the public half of a key file",
          .details = "Of a witness's key (DIR/witness.key) the vkey that others know it by.",
          .examples = {"celltrail key show office.key", "celltrail key show w1/witness.key"},
          .prepare = with_options<ShowOptions>(show_parameters, show)};
}

}  // namespace cli
