#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/guard/client_address.hpp"
#include "api/guard/refusals.hpp"
#include "api/guard/server_options.hpp"

namespace api {

/// What is known of one connection's client and of what it asks.
struct Visit {
  std::uint64_t number{};  ///< of the connection; later ones have larger numbers
  ClientAddress peer;
  std::optional<ClientAddress::Bytes> counted;  ///< as whose it is counted
  std::size_t body_bytes = 0;                   ///< that follow the head
  bool awaits_go_on = false;                    ///< before it sends them
  std::string detail, header;                   ///< of its refusal, where this request makes them
  Exchange exchange;

  [[nodiscard]] bool is_head_only() const { return exchange.method == "HEAD"; }
};

/// Who may ask, and for what, before anything is made of it. Threads: the server's own.
class Admission {
 public:
  /// Throws Failure when a proxy is no address.
  explicit Admission(const ServerOptions& options);

  /// Of a new connection: its number and its request's id. It is not counted yet.
  [[nodiscard]] Visit visit(std::uint64_t number, const ClientAddress& peer);
  /// As whom a client counts that connects; nothing for loopback and proxies, which speak for many.
  [[nodiscard]] std::optional<ClientAddress::Bytes> counted_as(const ClientAddress& peer) const;
  /// Connections counted as this client's, the oldest first.
  [[nodiscard]] const std::set<std::uint64_t>& connections_of(
      const ClientAddress::Bytes& client) const;
  void count(Visit& visit, const ClientAddress::Bytes& client);
  void forget(Visit& visit);

  /// Judges a whole head, and sets what the visit then knows. A refusal's texts last as long as
  /// the visit.
  [[nodiscard]] std::optional<HttpRefusal> judge(std::string_view head, Visit& visit);

 private:
  /// A refusal that depends on what the path takes, with that in it.
  [[nodiscard]] HttpRefusal told(const HttpRefusal& refusal, const RequestHead& head,
                                 Visit& visit) const;
  [[nodiscard]] bool is_proxy(const ClientAddress& peer) const;
  [[nodiscard]] std::optional<HttpRefusal> believe_proxy(const RequestHead& head, Visit& visit);
  [[nodiscard]] std::uint64_t random();

  const ServerOptions& options_;
  HostNames hosts_;
  std::vector<ClientAddress> proxies_;
  std::map<ClientAddress::Bytes, std::set<std::uint64_t>> clients_;
  std::array<std::uint64_t, 32> drawn_{};  ///< so few bytes come at once and whole
  std::size_t used_ = drawn_.size();
};

}  // namespace api
