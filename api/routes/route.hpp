#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/access/policy.hpp"
#include "api/request.hpp"

namespace api {

struct Core;

/// One request on its way through a route.
struct Call {
  const Request& request;
  Core& core;
  Caller caller;
  Verdict verdict{};               ///< allowed or own_only
  std::vector<std::string> parts;  ///< what stands for the {…} of the pattern, decoded, in order
  Fields query;                    ///< decoded; only names that the route lists, each once
  std::chrono::microseconds& waited;  ///< for readers, until now
};

/// A line of the route table (docs/http.md and openapi.json list the same).
struct Route {
  std::string_view method;     ///< GET answers HEAD too
  std::string_view pattern;    ///< "/v1/units/{code}/trail"; {…} is one segment, … the rest
  std::string_view operation;  ///< its name in openapi.json, the log and the metrics
  Needs needs{};
  std::vector<std::string_view> query = {};  ///< the names it takes
  std::size_t body_bytes_max = 0;
  Response (*answer)(Call&) = nullptr;
};

/// Every route there is.
[[nodiscard]] const std::vector<Route>& routes();

/// The route for a request, with what stands for the pattern's parts.
struct Found {
  const Route* route = nullptr;    ///< null: no such path
  bool wrong_method = false;       ///< the path is there for another method: `route` is that one
  std::string_view malformed;      ///< the part that is no percent-encoded text in its one spelling
  std::vector<std::string> parts;  ///< decoded
};
[[nodiscard]] Found find_route(std::string_view method, std::string_view path);
/// For the header Allow: a path is of one route. "" when it is of none.
[[nodiscard]] std::string_view allowed_methods(std::string_view path);

}  // namespace api
