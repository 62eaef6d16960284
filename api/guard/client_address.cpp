#include "api/guard/client_address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

#include "api/guard/http_request.hpp"

namespace api {
namespace {

constexpr ClientAddress::Bytes mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};
constexpr std::size_t address_bytes_max = 45;

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// `name`, `name:port`, `[IPv6]`, `[IPv6]:port` or a bare IPv6 address; nothing when it is neither.
std::optional<std::string_view> without_port(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view rest = text.substr(end + 1);
    if (!rest.empty() && !(rest.starts_with(':') && is_port(rest.substr(1)))) return std::nullopt;
    return text.substr(1, end - 1);
  }
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos)
    return text;
  if (!is_port(text.substr(colon + 1))) return std::nullopt;
  return text.substr(0, colon);
}

}  // namespace

ClientAddress::ClientAddress(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, &address, sizeof four);
    bytes_ = mapped;
    std::memcpy(bytes_.data() + 12, &four.sin_addr, 4);
  } else {
    sockaddr_in6 six{};
    std::memcpy(&six, &address, sizeof six);
    std::memcpy(bytes_.data(), &six.sin6_addr, 16);
  }
}

std::optional<ClientAddress> ClientAddress::read(std::string_view text) {
  if (text.empty() || text.size() > address_bytes_max) return std::nullopt;
  const std::string whole(text);
  ClientAddress read;
  if (::inet_pton(AF_INET6, whole.c_str(), read.bytes_.data()) == 1) return read;
  read.bytes_ = mapped;
  if (::inet_pton(AF_INET, whole.c_str(), read.bytes_.data() + 12) == 1) return read;
  return std::nullopt;
}

bool ClientAddress::is_v4() const {
  return std::equal(bytes_.begin(), bytes_.begin() + 12, mapped.begin());
}

std::string ClientAddress::text() const {
  std::array<char, address_bytes_max + 1> out{};
  if (is_v4())
    ::inet_ntop(AF_INET, bytes_.data() + 12, out.data(), out.size());
  else
    ::inet_ntop(AF_INET6, bytes_.data(), out.data(), out.size());
  return out.data();
}

ClientAddress::Bytes ClientAddress::network() const {
  Bytes network = bytes_;
  if (!is_v4()) std::fill(network.begin() + 8, network.end(), 0);
  return network;
}

bool ClientAddress::is_loopback() const {
  constexpr Bytes one{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  return bytes_ == one || (is_v4() && bytes_[12] == 127);
}

bool ClientAddress::is_any() const {
  return bytes_ == Bytes{} || bytes_ == mapped;
}

std::optional<ClientAddress> last_hop(std::string_view forwarded_for) {
  const std::size_t comma = forwarded_for.rfind(',');
  if (comma != std::string_view::npos) forwarded_for.remove_prefix(comma + 1);
  const auto address = without_port(trimmed(forwarded_for));
  return address ? ClientAddress::read(*address) : std::nullopt;
}

HostNames::HostNames(const std::string& listening, const std::vector<std::string>& names,
                     bool takes_any)
    : names_{"localhost", lower(listening)}, takes_any_(takes_any) {
  for (const std::string& name : names) names_.push_back(lower(name));
  const auto address = ClientAddress::read(listening);
  takes_addresses_ = listening.empty() || (address && address->is_any());
}

bool HostNames::know(std::string_view host) const {
  const auto name = without_port(host);
  if (!name || name->empty()) return false;
  if (takes_any_ || std::find(names_.begin(), names_.end(), lower(*name)) != names_.end())
    return true;
  // Another's name can be made to point here; an address is nobody's name.
  return takes_addresses_ && ClientAddress::read(*name).has_value();
}

}  // namespace api
