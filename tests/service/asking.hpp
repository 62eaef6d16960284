#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "ledger/batch.hpp"

/// A client's side of HTTP, as short as it can be: one connection a request, whole answers only.
namespace service {

struct Answer {
  int status{};
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
};

/// Nothing when the server cannot be reached, or goes away before its answer is whole.
[[nodiscard]] std::optional<Answer> ask(int port, const std::string& method,
                                        const std::string& target, const std::string& body = {},
                                        const std::string& more_headers = {});
[[nodiscard]] std::optional<Answer> get(int port, const std::string& target);
[[nodiscard]] std::optional<Answer> post(int port, const std::string& target,
                                         const std::string& body);

/// The body of POST /v1/batches.
[[nodiscard]] std::string batch_body(const ledger::SignedBatch& batch);

/// A connection that is held, to be dripped into.
class Held {
 public:
  explicit Held(int port);
  Held(Held&& other) noexcept;
  Held& operator=(Held&&) = delete;
  ~Held();
  /// False when the other side has closed.
  bool send(const std::string& bytes) const;
  /// What comes until the other side closes, nothing when that takes longer.
  [[nodiscard]] std::optional<std::string> rest(std::chrono::milliseconds within) const;

 private:
  int socket_;
};

}  // namespace service
