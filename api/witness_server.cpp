#include "api/witness_server.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "api/guard/guarded_server.hpp"
#include "api/request.hpp"

namespace api {
namespace {

using ledger::WitnessAnswer;

constexpr std::string_view add_checkpoint = "/add-checkpoint", checkpoint_end = "/checkpoint";

/// The log's id in `/HEX/checkpoint`; nothing for any other path.
std::optional<std::string> log_of(std::string_view path) {
  if (path.size() != 1 + 64 + checkpoint_end.size() || !path.ends_with(checkpoint_end))
    return std::nullopt;
  const std::string_view log = path.substr(1, 64);
  const bool is_hex = std::all_of(log.begin(), log.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
  return is_hex ? std::optional(std::string(log)) : std::nullopt;
}

ServerOptions options(const std::string& address, int port) {
  ServerOptions options;
  options.address = address;
  options.port = port;
  // What a witness says is for everybody, and it does nothing for a browser's sake.
  options.takes_any_host = true;
  options.limits.connections = 512;
  options.limits.connections_of_a_client = 16;
  options.limits.counts_loopback = true;
  options.limits.threads = 4;
  options.body_bytes_max = [](std::string_view path) {
    return path == add_checkpoint ? ledger::Witness::body_bytes_max : 0;
  };
  options.allowed = [](std::string_view path) -> std::string_view {
    if (path == add_checkpoint) return "POST";
    return log_of(path) ? "GET, HEAD" : "";
  };
  return options;
}

WitnessAnswer ask(ledger::Witness& witness, const Request& request) {
  const auto log = log_of(request.path);
  const bool is_adding = request.path == add_checkpoint;
  if (!log && !is_adding) return {404, "text/plain; charset=utf-8", "there is nothing here\n"};
  if (is_adding != (request.method == "POST"))
    return {405, "text/plain; charset=utf-8", "this path takes another method\n"};
  return is_adding ? witness.add_checkpoint(request.body) : witness.checkpoint(*log);
}

}  // namespace

struct WitnessServer::Impl {
  Impl(ledger::Witness& served, const std::string& address, int port, Report told)
      : witness(served),
        report(std::move(told)),
        server(options(address, port), [this](auto& asked) { return answer(asked); }) {}

  Response answer(const Request& request) const {
    WitnessAnswer said{500, "text/plain; charset=utf-8", "the witness cannot answer now\n"};
    try {
      said = ask(witness, request);
    } catch (const std::exception& failed) {
      report(failed.what());
    }
    Response response;
    response.status = said.status;
    response.content_type = said.content_type;
    response.body = said.body;
    if (said.status == 405)
      response.headers.emplace_back("Allow", request.method == "POST" ? "GET, HEAD" : "POST");
    return response;
  }

  ledger::Witness& witness;
  Report report;
  GuardedServer server;
};

WitnessServer::WitnessServer(ledger::Witness& witness, const std::string& address, int port,
                             Report report)
    : impl_(std::make_unique<Impl>(witness, address, port, std::move(report))) {}

WitnessServer::~WitnessServer() = default;

int WitnessServer::port() const {
  return impl_->server.port();
}

void WitnessServer::run() {
  impl_->server.run();
}

void WitnessServer::stop() {
  impl_->server.stop();
}

}  // namespace api
