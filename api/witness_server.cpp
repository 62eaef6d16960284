#include "api/witness_server.hpp"

#include <utility>

#include "api/guarded_server.hpp"

namespace api {
namespace {

using ledger::WitnessAnswer;

ServerLimits limits() {
  ServerLimits limits;
  limits.request.body_bytes = ledger::Witness::body_bytes_max;
  return limits;
}

}  // namespace

struct WitnessServer::Impl {
  Impl(ledger::Witness& served, const std::string& address, int port, Report told)
      : witness(served), report(std::move(told)), server(address, port, limits()) {}

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

  ledger::Witness& witness;
  Report report;
  GuardedServer server;
};

WitnessServer::WitnessServer(ledger::Witness& witness, const std::string& address, int port,
                             Report report)
    : impl_(std::make_unique<Impl>(witness, address, port, std::move(report))) {
  Impl& impl = *impl_;
  impl.server.Post(
      "/add-checkpoint", [&impl](const httplib::Request& request, httplib::Response& response) {
        impl.answer(response, [&] { return impl.witness.add_checkpoint(request.body); });
      });
  impl.server.Get("/([0-9a-f]{64})/checkpoint", [&impl](const httplib::Request& request,
                                                        httplib::Response& response) {
    impl.answer(response, [&] { return impl.witness.checkpoint(request.matches[1].str()); });
  });
}

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
