#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "api/client/http_client.hpp"
#include "api/client/problem_details.hpp"
#include "ledger/result.hpp"

namespace api::client {

/// The server knows who asks and says no, or wants to know who asks.
class NotAllowed : public ledger::Failure {
 public:
  using Failure::Failure;
};

/// The server knows who asks, takes the token, and this is not for them.
class Withheld : public NotAllowed {
 public:
  using NotAllowed::NotAllowed;
};

/// The server has no such thing, or does not show it to who asks.
class Absent : public ledger::Failure {
 public:
  using Failure::Failure;
};

/// How long the same is sent again, and how time goes by meanwhile.
struct Patience {
  std::chrono::milliseconds retry_for{5 * 60'000};
  /// Lets time go by; false when nobody wants to wait any longer.
  std::function<bool(std::chrono::milliseconds)> wait;
  /// Any number, each time another: so that many clients do not come back at the same moment.
  std::function<std::uint32_t()> random;
  /// Told before each wait, for a person.
  std::function<void(const std::string&)> tell = [](const std::string&) {};
  /// What is only read is asked for as long, too: for who came to record, from the first request
  /// on.
  bool with_reading = false;
};

/// The content type that the answer must have ("": any), and what it may take.
struct Wanted {
  std::string content_type = "application/json";
  RequestBounds bounds = {};
};

/// Requests to a Celltrail service and what it answers, with refusals and failures as the library
/// has them. Every call throws Unreachable, NotAllowed, StrangeAnswer, and, for what the service
/// says of itself, Busy, DiskFull, WriteStopped, Damage, Failure. What must be there and is not
/// throws Absent.
class Exchange {
 public:
  Exchange(HttpClient client, Patience patience);

  [[nodiscard]] const HttpClient& client() const { return client_; }

  /// The body of what is there; nothing when the service says that there is no such thing. Asks
  /// again for some seconds while the service is busy, or as `Patience` says with reading.
  [[nodiscard]] ledger::Result<std::optional<std::string>> find(const std::string& target,
                                                                const Wanted& wanted = {}) const;
  /// As above, of what must be there.
  [[nodiscard]] ledger::Result<std::string> must_find(const std::string& target,
                                                      const Wanted& wanted = {}) const;
  /// As above, and is not refused.
  [[nodiscard]] std::string get(const std::string& target) const;
  [[nodiscard]] nlohmann::json get_json(const std::string& target) const;

  /// What becomes of a body that may be sent twice. As long as `Patience` says it is sent again
  /// when nobody answers, the connection breaks, or the service is busy or has no room.
  [[nodiscard]] ledger::Result<HttpAnswer> post(const std::string& target,
                                                const std::string& json) const;

  /// Every page of a list from `target` on, until `take` answers false. A page is given whole.
  /// False: there is no such list.
  bool each_page(const std::string& target,
                 const std::function<bool(const nlohmann::json& page)>& take) const;
  /// Every item of every page, in the same way, of a list that must be there.
  void each_item(const std::string& target,
                 const std::function<bool(const nlohmann::json& item)>& take) const;

  /// Throws Absent with the service's words when the thing asked for last was not there and a token
  /// was sent: then it may be there and be another's, and only the service knows what it said.
  void require_not_withheld() const;

 private:
  using Ask = std::function<HttpAnswer()>;
  [[nodiscard]] HttpAnswer persist(const Ask& ask, std::chrono::milliseconds retry_for,
                                   bool though_unreachable) const;
  struct Found {
    std::string body;
    std::optional<ServiceWords> absent;  ///< instead
  };
  [[nodiscard]] Judged judge_and_remember(const HttpAnswer& answer) const;
  [[nodiscard]] ledger::Result<Found> seek(const std::string& target, const Wanted& wanted) const;
  std::optional<ServiceWords> walk(
      const std::string& target, const std::function<bool(const nlohmann::json& page)>& take) const;

  HttpClient client_;
  Patience patience_;
  mutable std::optional<ServiceWords> absent_;  ///< what became of the newest request, if that
  mutable std::mutex guard_;  ///< of whom Patience tells and asks, and of what was absent
};

}  // namespace api::client
