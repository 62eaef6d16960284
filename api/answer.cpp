#include "api/answer.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "api/core.hpp"
#include "api/log.hpp"
#include "api/routes/route.hpp"
#include "api/routes/scope.hpp"
#include "api/wire/problem.hpp"
#include "api/wire/target.hpp"
#include "ledger/batch.hpp"

namespace api {
namespace {

using wire::Problem;
using wire::Stop;
using wire::Trouble;

bool is_same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

/// What an answer is tagged with: SHA-256 of all that a client would see as the same content. The
/// library's commitment is one, and the service needs no hash of its own.
std::string tag_of(const Response& response) {
  std::string tag =
      ledger::commitment(ledger::Hash{}, response.content_type + '\n' + response.body);
  return '"' + tag.substr(0, 43) + '"';
}

/// Of a list of tags, or `*`. A weak tag says as much here: the same content.
bool is_tagged(std::string_view list, std::string_view tag) {
  return list == "*" || (!list.empty() && list.find(tag) != std::string_view::npos);
}

/// One request on its way to its answer.
class RequestAnswer {
 public:
  RequestAnswer(Core& core, const Request& request) : core_(core), request_(request) {}

  Response answer() {
    try {
      return checked(found());
    } catch (const Stop& stop) {
      return refused(stop.problem());
    } catch (const std::exception& thrown) {
      // The client hears no more than what it can do; the log has the reason.
      core_.log(failure_line(core_.clock.now_ms(), request_.id, thrown.what()));
      return refused(wire::problem_of(thrown));
    }
  }

  [[nodiscard]] const Route* route() const { return route_; }
  [[nodiscard]] const std::string& refusal() const { return refusal_; }
  [[nodiscard]] const Caller& caller() const { return caller_; }
  /// For a thread and for readers.
  [[nodiscard]] std::chrono::microseconds waited() const { return request_.waited + for_readers_; }
  [[nodiscard]] std::chrono::microseconds for_readers() const { return for_readers_; }

 private:
  Response found() {
    Found found = find_route(request_.method, request_.path);
    if (found.route == nullptr)
      throw Stop(Trouble::not_found, "there is no such path; paths have one spelling");
    if (found.wrong_method) {
      allow_ = allowed_methods(request_.path);
      throw Stop(Trouble::method_not_allowed, fmt::format("this path takes {}", allow_));
    }
    route_ = found.route;
    if (!found.malformed.empty())
      throw Stop(wire::parameter_problem(
          Trouble::parameter_malformed, found.malformed,
          fmt::format("`{}` in the path is not percent-encoded UTF-8 without control characters, "
                      "with letters, digits and -._~ as they are and the others in capital hex "
                      "digits",
                      found.malformed)));
    if (request_.body.size() > route_->body_bytes_max)
      throw Stop(Trouble::too_large,
                 fmt::format("the body has {} bytes, and this path takes at most {}",
                             request_.body.size(), route_->body_bytes_max));
    caller_ = find_caller();
    const Verdict verdict = judge(core_.policy, caller_, route_->needs);
    require_allowed(verdict, caller_, route_->needs, "this route");
    Call call{request_,
              core_,
              caller_,
              verdict,
              std::move(found.parts),
              wire::read_query(request_.query, route_->query),
              for_readers_};
    return route_->answer(call);
  }

  Caller find_caller() const {
    const std::string_view shown = request_.header("authorization");
    if (shown.empty() || core_.policy.open) return {};
    constexpr std::string_view scheme = "bearer ";
    if (!is_same_word(shown.substr(0, scheme.size()), scheme))
      throw Stop(Trouble::wrong_token, "the header Authorization is not `Bearer TOKEN`");
    auto caller = core_.tokens.find(shown.substr(scheme.size()), core_.clock.now_ms());
    if (!caller) throw Stop(Trouble::wrong_token, "this token is unknown, expired or revoked");
    return std::move(*caller);
  }

  /// Headers that follow from what is answered.
  Response checked(Response response) {
    if (request_.method == "POST" || response.feed != nullptr || response.status != 200)
      return response;
    const std::string tag = tag_of(response);
    response.headers.emplace_back("ETag", tag);
    if (!is_tagged(request_.header("if-none-match"), tag)) return response;
    response.status = 304;
    response.body.clear();
    return response;
  }

  Response refused(const Problem& problem) {
    refusal_ = problem.name;
    Response response = wire::response(problem, request_.id);
    if (!allow_.empty()) response.headers.emplace_back("Allow", allow_);
    if (problem.status == 401)
      response.headers.emplace_back("WWW-Authenticate",
                                    problem.name == wire::describe(Trouble::wrong_token).name
                                        ? "Bearer error=\"invalid_token\""
                                        : "Bearer");
    if (problem.status == 503) response.headers.emplace_back("Retry-After", "1");
    return response;
  }

  Core& core_;
  const Request& request_;
  const Route* route_ = nullptr;
  Caller caller_;
  std::string refusal_, allow_;
  std::chrono::microseconds for_readers_{};
};

bool has(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& header) { return header.first == name; });
}

void add_common_headers(Response& response, const Request& request) {
  response.headers.emplace_back("X-Request-Id", request.id);
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  if (!has(response, "Cache-Control"))
    response.headers.emplace_back("Cache-Control", "private, no-cache");
  response.headers.emplace_back("Vary", "Authorization");
}

}  // namespace

Response answer(Core& core, const Request& request) {
  const auto begin = std::chrono::steady_clock::now();
  RequestAnswer made(core, request);
  Response response = made.answer();
  add_common_headers(response, request);
  const auto worked = std::chrono::duration_cast<std::chrono::microseconds>(
                          std::chrono::steady_clock::now() - begin) -
                      made.for_readers();
  const Route* route = made.route();
  const std::string_view operation = route != nullptr ? route->operation : "";
  core.metrics.answered(operation, response.status, made.refusal(), made.waited() + worked,
                        response.body.size());
  core.log(request_line({.at_ms = core.clock.now_ms(),
                         .id = request.id,
                         .method = request.method,
                         .route = route != nullptr ? route->pattern : "",
                         .operation = operation,
                         .path = core.log_paths ? std::string_view(request.path) : "",
                         .refusal = made.refusal(),
                         .client = request.client,
                         .token = made.caller().token,
                         .status = response.status,
                         .bytes_in = request.body.size(),
                         .bytes_out = response.body.size(),
                         .waited = made.waited(),
                         .worked = worked}));
  return response;
}

}  // namespace api
