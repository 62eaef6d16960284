#include "api/client/server_url.hpp"

#include <algorithm>
#include <charconv>

namespace api::client {
namespace {

bool consists_of(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           others.find(c) != std::string_view::npos;
  });
}

std::optional<int> read_port(std::string_view text) {
  int port = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool is_port =
      read.ec == std::errc() && read.ptr == text.data() + text.size() && port > 0 && port < 65'536;
  return is_port ? std::optional(port) : std::nullopt;
}

}  // namespace

std::optional<ServerUrl> read_url(std::string_view text) {
  ServerUrl url;
  url.is_https = text.starts_with("https://");
  if (!url.is_https && !text.starts_with("http://")) return std::nullopt;
  text.remove_prefix(url.is_https ? 8 : 7);

  std::string_view place = text.substr(0, text.find('/'));
  std::string_view prefix = text.substr(place.size());
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  if (!consists_of(prefix, "/._~-%") || text.size() > 255) return std::nullopt;
  url.prefix = prefix;

  const bool is_v6 = place.starts_with('[');
  const std::size_t end = is_v6 ? place.find(']') : place.find(':');
  if (is_v6 && end == std::string_view::npos) return std::nullopt;
  url.host = place.substr(is_v6 ? 1 : 0, is_v6 ? end - 1 : end);
  if (url.host.empty() || !consists_of(url.host, is_v6 ? ":." : ".-")) return std::nullopt;
  place.remove_prefix(std::min(place.size(), is_v6 ? end + 1 : end));
  url.port = url.is_https ? 443 : 80;
  if (place.empty()) return url;
  const auto port = place.starts_with(':') ? read_port(place.substr(1)) : std::nullopt;
  if (!port) return std::nullopt;
  url.port = *port;
  return url;
}

std::string ServerUrl::text() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  std::string said = is_https ? "https://" : "http://";
  said += is_v6 ? '[' + host + ']' : host;
  if (port != (is_https ? 443 : 80)) said += ':' + std::to_string(port);
  return said + prefix;
}

bool ServerUrl::is_loopback() const {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

}  // namespace api::client
