#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sockaddr_storage;

namespace api {

/// Where a connection comes from. IPv4 is kept as IPv6 maps it, so that one address is one value.
class ClientAddress {
 public:
  using Bytes = std::array<unsigned char, 16>;

  ClientAddress() = default;
  explicit ClientAddress(const sockaddr_storage& address);
  /// A numeric address, nothing else.
  [[nodiscard]] static std::optional<ClientAddress> read(std::string_view text);

  [[nodiscard]] std::string text() const;
  /// What is counted as one client: of IPv6 the /64, since whoever has one address there has all.
  [[nodiscard]] Bytes network() const;
  [[nodiscard]] bool is_loopback() const;
  /// Of a server that listens on every address the machine has.
  [[nodiscard]] bool is_any() const;
  bool operator==(const ClientAddress&) const = default;

 private:
  [[nodiscard]] bool is_v4() const;

  Bytes bytes_{};
};

/// Whom the last proxy names in X-Forwarded-For: the last hop, since whatever stands before it the
/// client itself may have written. Nothing when that is no address.
[[nodiscard]] std::optional<ClientAddress> last_hop(std::string_view forwarded_for);

/// The names that a request may ask for: a page elsewhere that has its own name point here would
/// otherwise read what only this machine may read.
class HostNames {
 public:
  /// `listening` is the address as configured. Names are taken with any port.
  HostNames(const std::string& listening, const std::vector<std::string>& names, bool takes_any);
  /// `host` is a Host header's value.
  [[nodiscard]] bool know(std::string_view host) const;

 private:
  std::vector<std::string> names_;
  bool takes_addresses_ = false, takes_any_;
};

}  // namespace api
