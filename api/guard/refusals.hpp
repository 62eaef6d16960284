#pragma once

#include <array>
#include <string>
#include <string_view>

namespace api {

/// Why a request goes no further than the guard: RFC 9457 problem details without a request's own
/// words. Names are stable, and shared with the routes where they mean the same.
struct HttpRefusal {
  int status{};
  std::string_view name, title, detail, hint;
  std::string_view header = "";  ///< one more line of the answer's head, with its CRLF
};

/// The same refusal with what was found here.
[[nodiscard]] constexpr HttpRefusal because(HttpRefusal refusal, std::string_view detail) {
  refusal.detail = detail;
  return refusal;
}

namespace refusals {

inline constexpr std::string_view later = "Retry-After: 1\r\n";

inline constexpr HttpRefusal malformed{
    400, "malformed_request", "A request is HTTP/1.1 that can be read in one way only.",
    "the head is not exactly a request's head",
    "send it with an ordinary HTTP client; to this port with http://, not https://, or ask whoever "
    "runs the service for its address with TLS"};
inline constexpr HttpRefusal unknown_host{
    400, "unknown_host", "A request names the server it is for.",
    "the header Host is missing, twice there, or names another server",
    "use the address the server listens on, or have its name added to its hosts"};
inline constexpr HttpRefusal range{400, "range_not_supported", "Answers are given whole.",
                                   "the request has a header Range",
                                   "leave it out; lists have `from` and `limit`"};
inline constexpr HttpRefusal not_found{404, "not_found", "There is nothing here.",
                                       "there is no such path; paths have one spelling",
                                       "check the path for a slip"};
/// With the path's own methods (`Admission`).
inline constexpr HttpRefusal method{405, "method_not_allowed", "This path takes another method.",
                                    "the request has another method", "the header Allow names it"};
inline constexpr HttpRefusal too_late{
    408, "request_timeout", "A request comes whole within its time.",
    "the head did not come within its time, or the body came too slowly", "send it again at once"};
inline constexpr HttpRefusal no_length{
    411, "length_required", "A body's length is told before it.",
    "a POST without Content-Length, or a request with Transfer-Encoding",
    "send Content-Length; with curl: --data-binary @FILE"};
inline constexpr HttpRefusal too_large{
    413, "too_large", "A body is at most as large as its route allows.",
    "the body is larger than this route takes", "send fewer events at a time"};
inline constexpr HttpRefusal long_target{414, "target_too_long",
                                         "A path with its query has at most 512 bytes.",
                                         "the path with its query is longer", "shorten it"};
inline constexpr HttpRefusal encoded{415, "encoding_not_supported", "Bodies come as they are.",
                                     "the request has a header Content-Encoding",
                                     "send the body without compressing it"};
inline constexpr HttpRefusal expects{
    417, "expectation_failed", "The one expectation that is met is 100-continue.",
    "the header Expect has another value", "leave it out, or send Expect: 100-continue"};
inline constexpr HttpRefusal too_many{429,
                                      "too_many_connections",
                                      "One client has so many connections at a time.",
                                      "this client has as many as it may have",
                                      "wait for the answers to what is asked already",
                                      later};
inline constexpr HttpRefusal large_head{431, "headers_too_large",
                                        "A head has at most 16 KiB and 64 headers.",
                                        "the head is larger", "send fewer headers"};
inline constexpr HttpRefusal internal{
    500, "internal", "The service did what it should not.", "the request could not be answered",
    "tell whoever runs the service the request_id: it is in its log"};
inline constexpr HttpRefusal busy{503,
                                  "busy",
                                  "Too much is asked for at once; nothing was done.",
                                  "as many requests wait as may wait",
                                  "send the same again in a little while",
                                  later};
inline constexpr HttpRefusal bodies_full{503,
                                         "bodies_full",
                                         "Bodies share a bounded room; nothing was done.",
                                         "the bodies of other requests fill it",
                                         "send the same again in a little while",
                                         later};
inline constexpr HttpRefusal feeds_full{503,
                                        "streams_full",
                                        "So many streams go on at a time.",
                                        "there are as many as there may be",
                                        "try again later, or ask for the newest page now and then",
                                        "Retry-After: 60\r\n"};

/// Every one of them, for the documentation.
inline constexpr std::array all{malformed,   unknown_host, range,      not_found,   method,
                                too_late,    no_length,    too_large,  long_target, encoded,
                                expects,     too_many,     large_head, internal,    busy,
                                bodies_full, feeds_full};

}  // namespace refusals

/// Of a status: "Not Found". "Status" for those that nobody here gives.
[[nodiscard]] std::string_view reason_of(int status);

/// The body of a refusal's answer.
[[nodiscard]] std::string problem_text(const HttpRefusal& refusal, std::string_view request_id);

}  // namespace api
