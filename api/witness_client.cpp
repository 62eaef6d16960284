#include "api/witness_client.hpp"

#include <httplib.h>
#include <string_view>
#include <thread>

namespace api {
namespace {

struct Url {
  std::string server;  ///< scheme, host, port
  std::string path;
};

std::optional<Url> split(const std::string& url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string::npos) return std::nullopt;
  const std::string name = url.substr(0, scheme);
  if (name != "http" && name != "https") return std::nullopt;
  const std::size_t path = url.find('/', scheme + 3);
  if (path == std::string::npos || path == scheme + 3) return std::nullopt;
  return Url{url.substr(0, path), url.substr(path)};
}

}  // namespace

std::optional<ledger::WitnessAnswer> HttpWitnessClient::post(const std::string& url,
                                                             const std::string& body) {
  const auto to = split(url);
  if (!to) return std::nullopt;
  httplib::Client client(to->server);
  if (!client.is_valid()) return std::nullopt;
  client.set_connection_timeout(timeout_);
  client.set_read_timeout(timeout_);
  client.set_write_timeout(timeout_);
  client.set_follow_location(false);
  client.set_tcp_nodelay(true);
  httplib::Request request;
  request.method = "POST";
  request.path = to->path;
  request.body = body;
  request.set_header("Content-Type", "application/octet-stream");
  // No compressed answer: what it would grow to could not be bounded here.
  request.set_header("Accept-Encoding", "identity");
  ledger::WitnessAnswer answer;
  const auto end = std::chrono::steady_clock::now() + 2 * timeout_;
  request.content_receiver = [&](const char* bytes, std::size_t size, auto&&...) {
    answer.body.append(bytes, size);
    return answer.body.size() <= ledger::Witness::body_bytes_max &&
           std::chrono::steady_clock::now() < end;
  };
  const auto result = client.send(request);
  if (!result) return std::nullopt;
  answer.status = result->status;
  answer.content_type = result->get_header_value("Content-Type");
  return answer;
}

void HttpWitnessClient::wait(std::chrono::milliseconds time) {
  std::this_thread::sleep_for(time);
}

}  // namespace api
