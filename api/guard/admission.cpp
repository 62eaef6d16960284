#include "api/guard/admission.hpp"

#include <algorithm>
#include <sys/random.h>

#include <fmt/format.h>

#include "ledger/result.hpp"

namespace api {
namespace {

/// Taken everywhere, so that the routes can say that there is no such path, or no POST to it.
constexpr std::size_t small_body = 16'384;

}  // namespace

Admission::Admission(const ServerOptions& options)
    : options_(options), hosts_(options.address, options.hosts, options.takes_any_host) {
  for (const std::string& proxy : options.proxies) {
    const auto address = ClientAddress::read(proxy);
    if (!address)
      throw ledger::Failure(
          fmt::format("\"{}\" is not the address of a proxy: give a numeric "
                      "address such as 10.0.0.2",
                      proxy));
    proxies_.push_back(*address);
  }
}

Visit Admission::visit(std::uint64_t number, const ClientAddress& peer) {
  Visit visit;
  visit.number = number;
  visit.peer = peer;
  visit.exchange.client = peer.text();
  visit.exchange.id = fmt::format("{:016x}", random());
  return visit;
}

std::uint64_t Admission::random() {
  if (options_.random) return options_.random();
  if (used_ == drawn_.size()) {
    const ssize_t got = ::getrandom(drawn_.data(), sizeof drawn_, 0);
    ledger::require(got == sizeof drawn_, "the machine gives random bytes");
    used_ = 0;
  }
  return drawn_[used_++];
}

bool Admission::is_proxy(const ClientAddress& peer) const {
  return std::find(proxies_.begin(), proxies_.end(), peer) != proxies_.end();
}

std::optional<ClientAddress::Bytes> Admission::counted_as(const ClientAddress& peer) const {
  if (is_proxy(peer) || (peer.is_loopback() && !options_.limits.counts_loopback))
    return std::nullopt;
  return peer.network();
}

const std::set<std::uint64_t>& Admission::connections_of(const ClientAddress::Bytes& client) const {
  static const std::set<std::uint64_t> none;
  const auto found = clients_.find(client);
  return found == clients_.end() ? none : found->second;
}

void Admission::count(Visit& visit, const ClientAddress::Bytes& client) {
  clients_[client].insert(visit.number);
  visit.counted = client;
}

void Admission::forget(Visit& visit) {
  if (!visit.counted) return;
  const auto client = clients_.find(*visit.counted);
  client->second.erase(visit.number);
  if (client->second.empty()) clients_.erase(client);
  visit.counted.reset();
}

std::optional<HttpRefusal> Admission::judge(std::string_view head, Visit& visit) {
  RequestHead found;
  const auto malformed = judge_head(head, options_.limits.request, found);
  visit.exchange.method = found.method;
  visit.exchange.path = found.path;
  if (is_proxy(visit.peer))
    if (const auto refused = believe_proxy(found, visit)) return refused;
  if (malformed) return told(*malformed, found, visit);
  if (!hosts_.know(found.host)) return refusals::unknown_host;
  visit.body_bytes = found.body_bytes;
  visit.awaits_go_on = found.awaits_go_on;
  if (visit.body_bytes > small_body && visit.body_bytes > options_.body_bytes_max(found.path))
    return told(refusals::too_large, found, visit);
  return std::nullopt;
}

HttpRefusal Admission::told(const HttpRefusal& refusal, const RequestHead& head,
                            Visit& visit) const {
  HttpRefusal told = refusal;
  if (refusal.name == refusals::method.name) {
    const std::string_view allowed = options_.allowed(head.path);
    if (allowed.empty()) return refusals::not_found;
    visit.detail = fmt::format("this path takes {}", allowed);
    visit.header = fmt::format("Allow: {}\r\n", allowed);
    told.header = visit.header;
  } else if (refusal.name == refusals::too_large.name) {
    const std::string found = visit.body_bytes > 0
                                  ? std::to_string(visit.body_bytes)
                                  : std::string("a number of more than 12 digits of");
    visit.detail = fmt::format("the body has {} bytes, and this path takes at most {}", found,
                               options_.body_bytes_max(head.path));
  } else {
    return told;
  }
  told.detail = visit.detail;
  return told;
}

std::optional<HttpRefusal> Admission::believe_proxy(const RequestHead& head, Visit& visit) {
  if (is_request_id(head.request_id)) visit.exchange.id = head.request_id;
  const auto client = last_hop(head.forwarded_for);
  if (!client) return std::nullopt;
  visit.exchange.client = client->text();
  const auto counted = counted_as(*client);
  if (!counted) return std::nullopt;
  if (connections_of(*counted).size() >= options_.limits.connections_of_a_client)
    return refusals::too_many;
  count(visit, *counted);
  return std::nullopt;
}

}  // namespace api
