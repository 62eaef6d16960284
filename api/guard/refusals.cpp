#include "api/guard/refusals.hpp"

#include <fmt/format.h>

namespace api {

std::string_view reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    case 507:
      return "Insufficient Storage";
    default:
      return "Status";
  }
}

// The texts are ours and hold nothing that JSON would escape; an id is letters, digits, hyphens.
std::string problem_text(const HttpRefusal& refusal, std::string_view request_id) {
  return fmt::format(
      R"({{"type":"/docs#{}","title":"{}","status":{},"name":"{}","detail":"{}","hint":"{}",)"
      R"("request_id":"{}"}})"
      "\n",
      refusal.name, refusal.title, refusal.status, refusal.name, refusal.detail, refusal.hint,
      request_id);
}

}  // namespace api
