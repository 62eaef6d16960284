#include <filesystem>
#include <ostream>
#include <utility>

#include <nlohmann/json.hpp>

#include "api/access/token_file.hpp"
#include "api/service.hpp"
#include "cli/commands/all.hpp"
#include "cli/config/settings.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/serving.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using nlohmann::json;

struct ServeOptions {
  SettingsAsked asked;
};

std::vector<Parameter> serve_parameters(ServeOptions& options) {
  return setting_parameters(options.asked);
}

std::optional<std::filesystem::path> token_file(const Configuration& configuration) {
  const std::string& file = configuration.text("tokens");
  if (file.empty()) return std::nullopt;
  if (!std::filesystem::exists(file))
    not_found(
        "there is no token file " + file,
        "make it with the first token: celltrail token new NAME --for regulator --tokens " + file);
  return file;
}

api::ServiceOptions service_options(const Configuration& configuration, const Place& place,
                                    std::filesystem::path ledger) {
  const auto count = [&](std::string_view name) {
    return static_cast<std::size_t>(configuration.number(name));
  };
  api::ServiceOptions options;
  options.tokens = token_file(configuration);
  options.ledger = std::move(ledger);
  options.address = place.address;
  options.port = place.port;
  options.read_only = configuration.is_on("read_only");
  options.accept_clock_jump = configuration.is_on("accept_clock_jump");
  options.public_tiles = configuration.is_on("public_tiles");
  options.log_paths = configuration.is_on("log_paths");
  options.hosts = configuration.texts("host");
  options.proxies = configuration.texts("proxy");
  options.connections_max = count("connections");
  options.connections_of_a_client_max = count("connections_of_a_client");
  options.threads = count("threads");
  options.readers = count("readers");
  options.waiting_batches_max = count("waiting_batches");
  options.witness_every = std::chrono::seconds(configuration.number("witness_every_s"));
  return options;
}

/// Without tokens everybody who reaches the port reads everything: only this machine may.
void require_readers_known(const Place& place, const api::ServiceOptions& options) {
  if (options.tokens || (place.is_loopback() && options.proxies.empty())) return;
  misused((place.is_loopback() ? "a proxy is named" : place.address + " is not loopback") +
              std::string(" and there is no token file: anybody could read everything"),
          "say who may read: celltrail token new NAME --for regulator (or operator:ID); or listen "
          "on 127.0.0.1");
}

void announce(Context& context, const api::ServiceOptions& options, const std::string& url) {
  const auto info =
      ledger::Ledger::open(options.ledger, ledger::Ledger::Access::read, *context.environment.clock)
          .info();
  if (context.globals.json) {
    context.streams.out << json{{"url", url},
                                {"origin", info.origin},
                                {"size", info.size},
                                {"writes", !options.read_only},
                                {"tokens",
                                 options.tokens ? json(options.tokens->string()) : json()},
                                {"public_tiles", options.public_tiles}}
                               .dump()
                        << std::endl;
    return;
  }
  context.streams.out << "ledger " << info.origin << ", " << counted(info.size, "entry", "entries")
                      << "\nrecording "
                      << (options.read_only ? "nothing (read only)" : "what operators sign")
                      << "\nreading by "
                      << (options.tokens
                              ? "token (" + options.tokens->string() + ")"
                              : "everybody on this machine; `celltrail token new` changes that")
                      << "\nlistening on " << url << std::endl;
}

ExitCode serve(Context& context, const ServeOptions& options) {
  const Configuration configuration(context, options.asked);
  const Place place = read_place(configuration.text("listen")).value();
  if (!configuration.text("ledger").empty()) context.globals.ledger = configuration.text("ledger");
  const api::ServiceOptions service =
      service_options(configuration, place, ledger_directory(context));
  require_readers_known(place, service);
  api::share_pools_of_memory();
  api::Service server(service, *context.environment.clock, ledger_passphrase(context),
                      context.environment.log);
  warn_of_strangers(context, place);
  // From the first question on an interrupt ends nothing by itself: who reads the announcement may
  // interrupt at once.
  if (context.environment.interrupted()) return ExitCode::ok;
  announce(context, service, place.url(server.port()));
  run_until_interrupted(
      context, [&] { server.run(); }, [&] { server.stop(); });
  return ExitCode::ok;
}

}  // namespace

Command serve_command() {
  return {
      .name = "serve",
      .summary = "answer over HTTP (docs/http.md) until interrupted",
      .details =
          "Every setting is an option, a variable CELLTRAIL_NAME or a line of --config FILE, in\n"
          "this order. Prints where it answers; one JSON line for each request goes to stderr.\n"
          "Ctrl-C or SIGTERM finishes what was asked and ends; a second one ends at once.",
      .examples = {"celltrail serve --ledger my-ledger",
                   "celltrail serve --config /etc/celltrail.toml --read-only"},
      .prepare = with_options<ServeOptions>(serve_parameters, serve)};
}

}  // namespace cli
