#include <optional>

#include "api/routes/route.hpp"
#include "api/wire/target.hpp"

namespace api {
namespace {

constexpr std::string_view rest = "…";

/// Takes the first segment off a path that begins with a slash.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

struct Part {
  std::string_view name, text;  ///< "path" is the name of the rest; the text is still encoded
};

/// What stands for the pattern's parts; nothing when the path is not of the pattern.
/// A path has one spelling: what is written out in the pattern is never encoded, and no segment is
/// empty.
std::optional<std::vector<Part>> match(std::string_view pattern, std::string_view path) {
  std::vector<Part> parts;
  while (!pattern.empty()) {
    if (!path.starts_with('/')) return std::nullopt;
    const std::string_view expected = take_segment(pattern);
    if (expected == rest) {
      parts.push_back({"path", path.substr(1)});
      return parts;
    }
    const std::string_view found = take_segment(path);
    if (expected.starts_with('{')) {
      if (found.empty()) return std::nullopt;
      parts.push_back({expected.substr(1, expected.size() - 2), found});
    } else if (found != expected) {
      return std::nullopt;
    }
  }
  return path.empty() ? std::optional(parts) : std::nullopt;
}

}  // namespace

Found find_route(std::string_view method, std::string_view path) {
  if (method == "HEAD") method = "GET";
  Found found;
  for (const Route& route : routes()) {
    const auto parts = match(route.pattern, path);
    if (!parts) continue;
    found.route = &route;
    found.wrong_method = route.method != method;
    found.parts.clear();
    found.malformed = {};
    for (const Part& part : *parts) {
      auto text = wire::decoded(part.text);
      if (!text || !wire::is_spelled_plainly(part.text)) found.malformed = part.name;
      found.parts.push_back(text.value_or(""));
    }
    if (!found.wrong_method) return found;
  }
  return found;
}

std::string_view allowed_methods(std::string_view path) {
  const Route* route = find_route("", path).route;
  if (route == nullptr) return "";
  return route->method == "GET" ? "GET, HEAD" : route->method;
}

}  // namespace api
