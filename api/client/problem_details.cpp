#include "api/client/problem_details.hpp"

#include <nlohmann/json.hpp>

#include "api/client/exchange.hpp"
#include "api/client/read_json.hpp"

namespace api::client {
namespace {

using nlohmann::json;

ServiceWords words_of(const Members& problem, const ServerUrl& url, int status) {
  std::string detail = problem.text_or_none("detail");
  if (detail.empty()) detail = problem.text_or_none("title");
  return {url.text(),
          problem.text_or_none("name"),
          std::move(detail),
          problem.text_or_none("hint"),
          problem.text_or_none("pointer"),
          status};
}

template <class Kind>
[[noreturn]] void fail_as(ServiceWords words) {
  std::string said = "the service at " + words.url + " says: " + words.detail;
  if (!words.hint.empty()) said += "; " + words.hint;
  throw Answered<Kind>(said, std::move(words));
}

std::optional<ledger::Refusal> refusal_named(const std::string& name) {
  for (std::size_t i = 0; i < ledger::refusal_count; ++i)
    if (ledger::describe(static_cast<ledger::Refusal>(i)).name == name)
      return static_cast<ledger::Refusal>(i);
  return std::nullopt;
}

}  // namespace

void fail(ServiceWords words) {
  const int status = words.status;
  if (status == 401) fail_as<NotAllowed>(std::move(words));
  if (status == 403) fail_as<Withheld>(std::move(words));
  if (status == 404) fail_as<Absent>(std::move(words));
  if (words.name == "damage") fail_as<ledger::Damage>(std::move(words));
  if (words.name == "disk_full") fail_as<ledger::DiskFull>(std::move(words));
  if (words.name == "write_stopped") fail_as<ledger::WriteStopped>(std::move(words));
  if (status == 429 || status == 503) fail_as<ledger::Busy>(std::move(words));
  fail_as<ledger::Failure>(std::move(words));
}

std::optional<ledger::Error> read_refusal(const json& value) {
  const Members members(value);
  const auto refusal = refusal_named(members.text_or_none("name"));
  if (!refusal) return std::nullopt;
  return ledger::Error{*refusal, members.text_or_none("pointer"), members.text_or_none("detail"),
                       members.whole_or("event", -1), members.text_or_none("event_id")};
}

Judged judge(const HttpAnswer& answer, const HttpClient& client) {
  const ServerUrl& url = client.url();
  if (answer.status == 200 || answer.status == 201) return {};
  const std::string status = std::to_string(answer.status);
  if (answer.status >= 300 && answer.status < 400)
    strange("it sends elsewhere (" + status +
            "), and that is not followed: name the address itself");
  if (answer.content_type != "application/problem+json") {
    // What stands between, a proxy, answers in its own words.
    if (answer.status == 401 || answer.status == 403)
      throw NotAllowed(url.text() + " answers " + status + "; look at the token and at the proxy");
    if (answer.status == 429 || answer.status >= 502)
      throw ledger::Busy(url.text() + " answers " + status + "; try again a little later");
    strange("status " + status + " with content type " +
            (answer.content_type.empty() ? "none" : answer.content_type.substr(0, 60)));
  }
  const json problem = read_json(answer.body);
  Judged judged;
  judged.refusal = read_refusal(problem);
  if (judged.refusal) return judged;
  const Members members(problem);
  judged.absent = words_of(members, url, answer.status);
  const std::string& name = judged.absent->name;
  // An id that no ledger can have is one that this ledger has not.
  if (name != "not_found" && name != "parameter_malformed") fail(std::move(*judged.absent));
  if (client.has_token())
    judged.absent->hint +=
        "; what is not for the token's holder is not there either: name another token with "
        "--token-file FILE if it should be";
  return judged;
}

ledger::Failure refused_unasked(const ledger::Error& error, const std::string& what) {
  return ledger::Failure("asking the service for " + what + ": it refuses, " +
                         std::string(ledger::describe(error.refusal).name) + ": " + error.detail);
}

}  // namespace api::client
