#include "api/client/url_source.hpp"

#include <chrono>
#include <thread>

#include "api/client/exchange.hpp"
#include "api/client/read_json.hpp"

namespace api::client {
namespace {

class UrlSource final : public ledger::LogSource {
 public:
  explicit UrlSource(HttpClient client) : client_(std::move(client)) {}

  std::optional<std::string> fetch(std::string_view path) override {
    RequestBounds bounds;
    bounds.answer_bytes = ledger::log_file_bytes_max;
    for (int attempt = 1;; ++attempt) {
      try {
        HttpAnswer answer = client_.get('/' + std::string(path), bounds);
        has_answered_ = true;
        if (answer.status == 200) return std::move(answer.body);
        if (answer.status == 404 || answer.status == 410) return std::nullopt;
        refuse(answer, path);
        if (attempt == attempts) throw Unreachable(busy(answer, path));
      } catch (const Unreachable&) {
        // A copy of a large log asks ten thousands of times: one lost connection is no reason to
        // begin again, a server that was never there is.
        if (attempt == attempts || !has_answered_) throw;
      }
      std::this_thread::sleep_for(attempt * std::chrono::milliseconds(500));
    }
  }

 private:
  static constexpr int attempts = 4;

  void refuse(const HttpAnswer& answer, std::string_view path) const {
    const std::string said = "reading " + client_.url().text() + '/' + std::string(path) +
                             ": the server answers " + std::to_string(answer.status);
    if (answer.status == 401 && !client_.has_token())
      throw NotAllowed(said +
                       "; tiles hold every entry: name a file with a regulator's token with "
                       "--token-file FILE or CELLTRAIL_TOKEN_FILE");
    if (answer.status == 401)
      throw NotAllowed(said +
                       ", it does not take the token; it may have expired or been revoked: "
                       "ask whoever runs the service for another");
    if (answer.status == 403)
      throw NotAllowed(said +
                       ", the token is not for that; tiles hold every entry: a regulator's "
                       "token is needed");
    if (answer.status < 500 && answer.status != 429)
      throw ledger::Failure(said + "; name the address under which `checkpoint` and `tile` lie");
  }
  std::string busy(const HttpAnswer& answer, std::string_view path) const {
    return "reading " + client_.url().text() + '/' + std::string(path) + ": the server answers " +
           std::to_string(answer.status) + "; try again later, what is verified stays";
  }

  HttpClient client_;
  bool has_answered_ = false;
};

}  // namespace

std::unique_ptr<ledger::LogSource> url_source(HttpClient client) {
  return std::make_unique<UrlSource>(std::move(client));
}

}  // namespace api::client
