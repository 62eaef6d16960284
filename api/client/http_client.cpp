#include "api/client/http_client.hpp"

#include <charconv>
#include <httplib.h>
#include <memory>

#include "api/client/socket_watch.hpp"

namespace api::client {
namespace {

/// What the heads of an answer may take beside its body; TLS adds to both.
constexpr std::size_t head_bytes_max = 256 * 1024;

std::unique_ptr<httplib::ClientImpl> connection_to(const ServerUrl& url) {
  if (url.is_https) return std::make_unique<httplib::SSLClient>(url.host, url.port);
  return std::make_unique<httplib::ClientImpl>(url.host, url.port);
}

std::string reason(httplib::Error error) {
  switch (error) {
    case httplib::Error::Connection:
      return "nobody answers there";
    case httplib::Error::SSLConnection:
      return "no TLS connection came about";
    case httplib::Error::SSLLoadingCerts:
      return "this machine's own certificates cannot be read";
    case httplib::Error::SSLServerVerification:
      return "its certificate is not of that name, or nobody known here signed it";
    default:
      return "the connection ended before the answer did, took too long or brought too much";
  }
}

std::string advice(httplib::Error error) {
  if (error == httplib::Error::SSLServerVerification)
    return "look at the URL, and at the certificates that this machine trusts; where an authority "
           "of your own signed it, name the file of its certificate in SSL_CERT_FILE";
  if (error == httplib::Error::SSLConnection)
    return "look at the URL; where the service speaks no TLS it begins with http://";
  return "look at the URL, and whether the service runs: `curl URL/healthz`";
}

std::optional<std::chrono::seconds> read_seconds(const std::string& text) {
  int seconds = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || read.ec != std::errc() || seconds < 0) return std::nullopt;
  return std::chrono::seconds(seconds);
}

HttpAnswer send(const ServerUrl& url, const std::string& token, httplib::Request request,
                const RequestBounds& bounds) {
  const std::unique_ptr<httplib::ClientImpl> client = connection_to(url);
  client->set_connection_timeout(bounds.connect);
  client->set_read_timeout(bounds.read);
  client->set_write_timeout(bounds.read);
  client->set_follow_location(false);
  client->set_keep_alive(false);
  client->set_decompress(false);
  client->set_url_encode(false);
  client->set_tcp_nodelay(true);
  SocketWatch watch(bounds.whole, bounds.answer_bytes + bounds.answer_bytes / 8 + head_bytes_max);
  client->set_socket_options([&](int socket) { watch.look_at(socket); });
  if (!token.empty()) request.set_header("Authorization", "Bearer " + token);
  // What a packed answer would grow to could not be bounded here.
  request.set_header("Accept-Encoding", "identity");
  request.path.insert(0, url.prefix);
  HttpAnswer answer;
  request.content_receiver = [&](const char* bytes, std::size_t size, auto&&...) {
    answer.body.append(bytes, size);
    return answer.body.size() <= bounds.answer_bytes;
  };
  const auto result = client->send(request);
  if (!result)
    throw Unreachable("asking " + url.text() + ": " + reason(result.error()) + "; " +
                      advice(result.error()));
  answer.status = result->status;
  answer.content_type = result->get_header_value("Content-Type");
  answer.content_type.resize(std::min(answer.content_type.size(), answer.content_type.find(';')));
  answer.location = result->get_header_value("Location");
  answer.retry_after = read_seconds(result->get_header_value("Retry-After"));
  return answer;
}

}  // namespace

HttpClient::HttpClient(ServerUrl url, std::string token)
    : url_(std::move(url)), token_(std::move(token)) {}

HttpAnswer HttpClient::get(const std::string& target, const RequestBounds& bounds) const {
  httplib::Request request;
  request.method = "GET";
  request.path = target;
  return send(url_, token_, std::move(request), bounds);
}

HttpAnswer HttpClient::post(const std::string& target, const std::string& json,
                            const RequestBounds& bounds) const {
  httplib::Request request;
  request.method = "POST";
  request.path = target;
  request.body = json;
  request.set_header("Content-Type", "application/json");
  return send(url_, token_, std::move(request), bounds);
}

std::string encoded(std::string_view text) {
  constexpr std::string_view figures = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' || c == '~';
    if (is_plain)
      out += c;
    else
      out += {'%', figures[byte >> 4U], figures[byte & 15U]};
  }
  return out;
}

}  // namespace api::client
