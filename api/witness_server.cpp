#include "api/witness_server.hpp"

#include <utility>

#include <fmt/format.h>

#include "api/guarded_server.hpp"
#include "ledger/result.hpp"

namespace api {
namespace {

using ledger::WitnessAnswer;

/// Few: an answer takes milliseconds, and whoever drips holds one for seconds only.
constexpr std::size_t threads = 32;

RequestLimits limits() {
  RequestLimits limits;
  limits.body_bytes = ledger::Witness::body_bytes_max;
  return limits;
}

}  // namespace

struct WitnessServer::Impl {
  Impl(ledger::Witness& served, Report told)
      : server(limits(), threads), witness(served), report(std::move(told)) {}

  void answer(httplib::Response& response, const std::function<WitnessAnswer()>& ask) const {
    WitnessAnswer said{500, "text/plain; charset=utf-8", "the witness cannot answer now\n"};
    try {
      said = ask();
    } catch (const std::exception& failed) {
      report(failed.what());
    }
    response.status = said.status;
    response.set_content(said.body, said.content_type);
  }

  GuardedServer server;
  ledger::Witness& witness;
  Report report;
  int port = 0;
};

WitnessServer::WitnessServer(ledger::Witness& witness, const std::string& address, int port,
                             Report report)
    : impl_(std::make_unique<Impl>(witness, std::move(report))) {
  Impl& impl = *impl_;
  impl.server.Post(
      "/add-checkpoint", [&impl](const httplib::Request& request, httplib::Response& response) {
        impl.answer(response, [&] { return impl.witness.add_checkpoint(request.body); });
      });
  impl.server.Get("/([0-9a-f]{64})/checkpoint", [&impl](const httplib::Request& request,
                                                        httplib::Response& response) {
    impl.answer(response, [&] { return impl.witness.checkpoint(request.matches[1].str()); });
  });
  impl.port = port == 0 ? impl.server.bind_to_any_port(address) : port;
  const bool is_bound = port == 0 ? impl.port > 0 : impl.server.bind_to_port(address, port);
  if (!is_bound)
    throw ledger::Failure(
        fmt::format("listening on {}:{} failed: another program may have the "
                    "port, or this machine not the address",
                    address, port));
}

WitnessServer::~WitnessServer() = default;

int WitnessServer::port() const {
  return impl_->port;
}

void WitnessServer::run() {
  if (!impl_->server.listen_after_bind())
    throw ledger::Failure("listening for requests failed: see the system's log");
}

void WitnessServer::stop() {
  impl_->server.stop();
}

}  // namespace api
