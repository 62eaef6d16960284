#include <filesystem>
#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/batch_file.hpp"
#include "cli/commands/all.hpp"
#include "cli/output_file.hpp"
#include "cli/problem.hpp"
#include "cli/signing.hpp"
#include "cli/text.hpp"
#include "ledger/ledger.hpp"

namespace cli {
namespace {

using nlohmann::json;

struct Options {
  std::string file, key, output;
  PassphraseFrom passphrase;
};

std::vector<Parameter> parameters(Options& options) {
  std::vector<Parameter> list{{"FILE", "", "the batch file to sign", &options.file, true},
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

ExitCode run(Context& context, const Options& options) {
  ledger::BatchFile batch = read_batch_file_at(options.file);
  if (std::filesystem::exists(options.output))
    misused("there is a file " + options.output + " already", "name another with -o");
  const ledger::KeyFileInfo key = look_at_key(options.key);
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
          .summary = "sign a batch that another machine made",
          .details =
              "Shows what is signed first. Needs no ledger: for a machine that never is on a\n"
              "network and has nothing but the key.",
          .examples = {"celltrail sign my-ledger/founding --key authority.key -o signed-founding"},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
