#include "tests/e2e/api_fuzz_requests.hpp"

#include "tests/e2e/api_fuzz_harm.hpp"

namespace e2e {
namespace {

using Json = nlohmann::ordered_json;
using property::Dice;

/// What may stand in a path or query without being encoded.
std::string percent_encoded(const std::string& text, Dice& dice) {
  std::string out;
  const bool is_overdone = dice.percent(5);
  for (const char c : text) {
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                          (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' || c == ':';
    if (is_plain && !is_overdone) {
      out += c;
      continue;
    }
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', digits[byte >> 4U], digits[byte & 15U]};
  }
  return out;
}

std::string headers_of(bool has_body, Dice& dice) {
  static const std::vector<std::string> odd{
      "Accept: application/xml",
      "Accept: ;;;,,,q=2",
      "Accept-Language: zh-CN, *;q=0",
      "If-None-Match: *",
      "If-None-Match: W/\"a\", \"b\",,",
      "Authorization: Bearer ct_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      "Authorization: Basic Og==",
      "Authorization:",
      "Last-Event-ID: 3",
      "Last-Event-ID: -1",
      "Last-Event-ID: 9223372036854775807",
      "X-Forwarded-For: 203.0.113.9, garbage",
      "X-Request-Id: mine",
      "Cookie: a=b; c",
      "Range: bytes=0-1,2-3",
      "Expect: 100-continue",
      "Content-Encoding: gzip",
      "Transfer-Encoding: chunked",
      "Connection: keep-alive, Upgrade",
      "Upgrade: websocket",
      "Origin: null",
      "X: \xff\xfe"};
  std::string headers;
  if (has_body && !dice.percent(10)) headers += "Content-Type: application/json\r\n";
  static const std::vector<std::string> types{"text/plain",
                                              "application/x-www-form-urlencoded",
                                              "multipart/form-data; boundary=x",
                                              "application/json; charset=utf-16",
                                              "",
                                              "a/b/c"};
  if (dice.percent(8)) headers += "Content-Type: " + dice.pick(types) + "\r\n";
  while (dice.percent(12)) headers += dice.pick(odd) + "\r\n";
  return headers;
}

std::string method_for(const std::string& described, Dice& dice) {
  static const std::vector<std::string> others{"GET",   "POST",    "HEAD",  "PUT", "DELETE",
                                               "PATCH", "OPTIONS", "TRACE", "get", "CONNECT"};
  if (dice.percent(6)) return dice.pick(others);
  if (described == "get" && dice.percent(6)) return "HEAD";
  return described == "get" ? "GET" : "POST";
}

}  // namespace

FuzzRequests::FuzzRequests(const HttpSchema& schema,
                           std::map<std::string, std::vector<std::string>> known,
                           std::map<std::string, std::vector<std::string>> bodies)
    : schema_(schema), known_(std::move(known)), bodies_(std::move(bodies)) {
  for (const auto& [path, methods] : schema_.document().at("paths").items())
    for (const auto& [method, operation] : methods.items())
      (method == "post" ? posts_ : gets_).push_back({path, method, &operation});
}

std::string FuzzRequests::good_value(const Json& parameter, Dice& dice) const {
  const std::string name = parameter.at("name");
  const Json& schema = schema_.resolved(parameter.at("schema"));
  if (schema.contains("enum")) {
    const auto at = dice.between(0, static_cast<std::int64_t>(schema["enum"].size()) - 1);
    return schema["enum"][static_cast<std::size_t>(at)].get<std::string>();
  }
  const auto found = known_.find(name);
  if (found != known_.end() && dice.percent(80)) return dice.pick(found->second);
  if (schema.value("type", "") != "integer") return "nothing";
  // Bounds, and one beyond them.
  const std::int64_t least = schema.value("minimum", std::int64_t{0});
  const std::int64_t most = schema.value("maximum", std::int64_t{20});
  return std::to_string(dice.percent(30) ? dice.pick(std::vector{least, most, least - 1, most + 1})
                                         : dice.between(least, most));
}

std::string FuzzRequests::path_of(const Operation& operation, Dice& dice) const {
  std::string path = operation.path;
  for (const Json& reference : operation.described->value("parameters", Json::array())) {
    const Json& parameter = schema_.resolved(reference);
    if (parameter.at("in") != "path") continue;
    const std::string hole = "{" + parameter.at("name").get<std::string>() + "}";
    std::string value = good_value(parameter, dice);
    // The rest of a tile's path has slashes of its own.
    if (operation.path != "/tile/{path}") value = percent_encoded(value, dice);
    if (dice.percent(25)) value = harm::target_part(dice);
    path.replace(path.find(hole), hole.size(), value);
  }
  if (dice.percent(4)) path = harm::bytes(path, dice);
  if (dice.percent(2)) path += dice.percent(50) ? "/" : "//../x";
  return path;
}

std::string FuzzRequests::query_of(const Operation& operation, Dice& dice) const {
  std::string query;
  const auto add = [&](const std::string& name, const std::string& value) {
    query += (query.empty() ? "?" : "&") + name + "=" + value;
  };
  for (const Json& reference : operation.described->value("parameters", Json::array())) {
    const Json& parameter = schema_.resolved(reference);
    if (parameter.at("in") != "query" || !dice.percent(40)) continue;
    const bool is_harmed = dice.percent(25);
    add(parameter.at("name"),
        is_harmed ? harm::target_part(dice) : percent_encoded(good_value(parameter, dice), dice));
    if (dice.percent(3)) add(parameter.at("name"), "1");
  }
  if (dice.percent(5)) add(harm::target_part(dice), harm::target_part(dice));
  if (dice.percent(3)) query += "&&=&";
  return query;
}

std::string FuzzRequests::body_of(const std::string& operation, Dice& dice) const {
  const auto found = bodies_.find(operation);
  if (found == bodies_.end()) return "";
  std::string body = dice.pick(found->second);
  if (dice.percent(10)) return body;
  if (dice.percent(65)) {
    Json value = Json::parse(body);
    do harm::json(value, dice);
    while (dice.percent(30));
    body = value.dump(dice.percent(20) ? 1 : -1, ' ', false, Json::error_handler_t::replace);
  }
  while (dice.percent(35)) body = harm::bytes(body, dice);
  return dice.percent(3) ? harm::large(dice) : body;
}

FuzzRequest FuzzRequests::make(Dice& dice) const {
  const Operation& operation = dice.pick(dice.percent(35) ? posts_ : gets_);
  FuzzRequest request;
  request.operation = operation.described->at("operationId");
  request.method = method_for(operation.method, dice);
  request.target = path_of(operation, dice) + query_of(operation, dice);
  std::string body = body_of(request.operation, dice);
  if (body.empty() && dice.percent(3)) body = "{}";
  request.is_stream = request.operation == "stream";
  const bool has_length = request.method == "POST" || !body.empty();
  request.bytes = request.method + ' ' + request.target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" +
                  headers_of(!body.empty(), dice) +
                  (has_length ? "Content-Length: " + std::to_string(body.size()) + "\r\n" : "") +
                  "\r\n" + body;
  return request;
}

}  // namespace e2e
