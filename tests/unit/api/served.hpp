#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/service.hpp"
#include "ledger/token.hpp"
#include "tests/support/temp_ledger.hpp"
#include "tests/unit/api/client.hpp"

namespace made_up {

struct Reply {
  int status{};
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;

  [[nodiscard]] nlohmann::json json() const;
  /// "" when there is none.
  [[nodiscard]] std::string header(const std::string& name) const;
};
/// Takes apart what a server sent. Demands that it is an HTTP answer.
[[nodiscard]] Reply read_reply(const std::string& bytes);

/// A service over a ledger of made-up companies, asked over real sockets.
class Served {
 public:
  /// `fill` records what is there when the service begins. With `has_tokens` nobody reads without
  /// one.
  explicit Served(const std::function<void(TempLedger&)>& fill = {}, bool has_tokens = false,
                  const std::function<void(api::ServiceOptions&)>& change = {});
  ~Served();

  struct Asked {
    std::string method = "GET", target, body = {}, token = {};
    std::vector<std::string> headers = {};
  };
  [[nodiscard]] Reply ask(const Asked& asked) const;
  [[nodiscard]] Reply get(const std::string& target, const std::string& token = {}) const {
    return ask({.target = target, .token = token});
  }
  [[nodiscard]] Reply post(const std::string& target, const std::string& body) const {
    return ask({.method = "POST", .target = target, .body = body});
  }
  /// The bytes of a request, for who reads the answer by itself.
  [[nodiscard]] static std::string request_text(const Asked& asked);
  [[nodiscard]] int port() const { return service_->port(); }

  /// Tokens of the token file: of an operator, or "regulator", "metrics", "expired", "revoked".
  [[nodiscard]] const std::string& token(std::string_view whose) const;

  /// A batch, signed by the first event's operator after the entry that the service names.
  [[nodiscard]] nlohmann::json batch(const std::vector<Said>& events) const;

  /// Every item of a list, page by page.
  [[nodiscard]] std::vector<nlohmann::json> all(const std::string& target,
                                                const std::string& token = {}) const;

  [[nodiscard]] std::string log() const;
  /// Ends the service, and demands that an audit finds no damage.
  void stop_and_check();

  TempLedger temp;

 private:
  void write_tokens(const std::filesystem::path& file);
  void stop();

  TempFolder folder_;
  std::map<std::string, std::string, std::less<>> tokens_;
  mutable std::mutex logging_;
  std::string log_;
  std::unique_ptr<api::Service> service_;
  std::thread running_;
};

}  // namespace made_up
