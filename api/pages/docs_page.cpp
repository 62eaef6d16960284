#include "api/pages/docs_page.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/pages/html.hpp"
#include "api/pages/openapi.hpp"
#include "api/pages/pretty.hpp"
#include "api/pages/texts.hpp"

namespace api {
namespace {

using html::escaped;
using html::prose;
using Json = nlohmann::ordered_json;

constexpr std::size_t example_width = 100;
constexpr std::size_t example_lines_max = 60;
constexpr std::size_t example_line_max = 400;

/// Stands in the page for the service's own address.
constexpr std::string_view place_of_url = "{service}";

struct Who {
  std::string_view needs, en, zh;
};
constexpr std::array<Who, 6> who{{
    {"nothing", "Everybody.", "公开"},
    {"tiles", "Everybody when the ledger is configured public, else regulators and auditors.",
     "账本设为公开时公开，否则须监管令牌"},
    {"figures", "Everybody; rows of single operators need a token.", "公开；分企业数据须令牌"},
    {"code",
     "Everybody who knows the code of a unit; of lots and operators, with a token, who may read "
     "it.",
     "知道电池编码者均可；批次和企业须令牌"},
    {"own", "With a token: operators what they are party to, regulators and auditors everything.",
     "须令牌：企业见与己有关者，监管者见全部"},
    {"metrics", "With a metrics token.", "须指标令牌"},
}};

std::string who_may(const std::string& needs) {
  for (const Who& row : who)
    if (row.needs == needs)
      return fmt::format("<p class=\"who\">{} <span lang=\"zh\">{}</span></p>\n", row.en, row.zh);
  return "";
}

/// Follows a reference into the document's components.
const Json& resolved(const Json& value) {
  if (!value.contains("$ref")) return value;
  return openapi().at(Json::json_pointer(value["$ref"].get<std::string>().substr(1)));
}

std::string parameters_of(const Json& operation) {
  if (!operation.contains("parameters")) return "";
  std::string out = "<div class=\"wide\"><table>\n";
  for (const Json& reference : operation["parameters"]) {
    const Json& parameter = resolved(reference);
    out += fmt::format(
        "<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
        escaped(parameter["name"].get<std::string>()), escaped(parameter["in"].get<std::string>()),
        html::form_of(parameter["schema"]), prose(parameter["description"].get<std::string>()));
  }
  return out + "</table></div>\n";
}

std::string body_of(const Json& operation) {
  if (!operation.contains("requestBody")) return "";
  const Json& content = operation["requestBody"]["content"]["application/json"];
  return fmt::format("<p>The body: <code>application/json</code>, at most {} MiB. {}</p>\n",
                     operation["x-body-bytes-max"].get<std::int64_t>() / (1024 * 1024),
                     prose(content["schema"].value("description", ""))) +
         html::members_of(content["schema"]);
}

std::string answers_of(const Json& operation) {
  std::string out = "<ul>\n";
  for (const auto& [status, reference] : operation["responses"].items()) {
    const Json& answer = resolved(reference);
    out += fmt::format("<li><b>{}</b> {}", status, prose(answer["description"].get<std::string>()));
    if (answer.contains("content"))
      for (const auto& [type, content] : answer["content"].items())
        if (type != "application/problem+json")
          out += fmt::format("; <code>{}</code>: {}", type, html::form_of(content["schema"]));
    out += "</li>\n";
  }
  return out + "</ul>\n";
}

/// Long answers are cut: the whole of them is in openapi.json.
std::string shortened(std::string_view text) {
  std::string out;
  for (std::size_t lines = 0; !text.empty(); ++lines) {
    if (lines == example_lines_max) return out + "…\n";
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const bool is_long = line.size() > example_line_max;
    // Not in the middle of a character.
    std::size_t end = std::min(line.size(), example_line_max);
    while (is_long && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
    out += std::string(line.substr(0, end)) + (is_long ? "…\n" : "\n");
  }
  return out;
}

std::string shown(const Json& body) {
  return escaped(
      shortened(body.is_string() ? body.get<std::string>() : pretty(body, example_width)));
}

bool shows_token(const Json& operation) {
  const std::string needs = operation["x-needs"];
  const std::string target = operation["x-example"]["target"];
  // Heads are for everybody, the entries between them are not.
  return needs == "own" || needs == "tiles" || needs == "metrics" ||
         target.find("entries=true") != std::string::npos;
}

std::string example_of(const Json& operation) {
  if (!operation.contains("x-example")) return "";
  const Json& example = operation["x-example"];
  const bool is_post = example["method"] == "POST";
  std::string out = fmt::format("<pre>curl -sS '{}{}'", place_of_url,
                                escaped(example["target"].get<std::string>()));
  if (shows_token(operation)) out += " -H 'Authorization: Bearer TOKEN'";
  if (is_post) out += " -H 'Content-Type: application/json' --data-binary @body.json";
  out += "</pre>\n";
  if (is_post) {
    const Json& content = operation["requestBody"]["content"]["application/json"];
    out += fmt::format("<p>body.json:</p><pre>{}</pre>\n", shown(content["example"]));
  }
  for (const auto& [type, content] :
       resolved(operation["responses"][example["status"].dump()])["content"].items())
    if (content.contains("example"))
      out += fmt::format("<pre>{} <span>{}</span>\n\n{}</pre>\n", example["status"].dump(), type,
                         shown(content["example"]));
  return out;
}

std::string section(const std::string& path, const std::string& method, const Json& operation) {
  std::string upper = method;
  for (char& c : upper) c = static_cast<char>(c - 'a' + 'A');
  return fmt::format(
             "<section id=\"{}\"><h3><code>{} {}</code></h3>\n<p>{} · "
             "<span lang=\"zh\">{}</span></p>\n",
             operation["operationId"].get<std::string>(), upper, escaped(path),
             prose(operation["summary"].get<std::string>()),
             operation["x-summary-zh"].get<std::string>()) +
         who_may(operation["x-needs"]) +
         (operation.contains("description")
              ? fmt::format("<p>{}</p>\n", prose(operation["description"].get<std::string>()))
              : "") +
         parameters_of(operation) + body_of(operation) + answers_of(operation) +
         example_of(operation) + "</section>\n";
}

/// Calls `each` with path, method and operation of a group's routes.
template <class Each>
void each_route_of(const Json& tag, const Each& each) {
  for (const auto& [path, methods] : openapi()["paths"].items())
    for (const auto& [method, operation] : methods.items())
      if (operation["tags"][0] == tag["name"]) each(path, method, operation);
}

std::string contents() {
  std::string out = "<nav><ul>\n";
  for (const Json& tag : openapi()["tags"])
    each_route_of(tag, [&](const std::string& path, const std::string&, const Json& operation) {
      out += fmt::format("<li><a href=\"#{}\"><code>{}</code></a></li>\n",
                         operation["operationId"].get<std::string>(), escaped(path));
    });
  return out +
         "<li><a href=\"#shapes\">Shapes</a></li>\n<li><a href=\"#problems\">Problems "
         "<span lang=\"zh\">问题一览</span></a></li>\n</ul></nav>\n";
}

std::string routes_by_group() {
  std::string out;
  for (const Json& tag : openapi()["tags"]) {
    const std::string name = tag["name"];
    out += fmt::format("<h2>{}{} <span lang=\"zh\">{}</span></h2>\n",
                       static_cast<char>(name[0] - 'a' + 'A'), name.substr(1),
                       tag["x-name-zh"].get<std::string>());
    each_route_of(tag, [&](const std::string& path, const std::string& method,
                           const Json& operation) { out += section(path, method, operation); });
  }
  return out;
}

std::string shapes() {
  std::string out =
      "<h2 id=\"shapes\">Shapes <span lang=\"zh\">数据结构</span></h2>\n<p>A question mark: it is "
      "absent where nothing is stated. What events hold is in docs/rules.md, their exact shapes in "
      "<a href=\"/openapi.json\">/openapi.json</a> under <code>event.…</code></p>\n";
  for (const auto& [name, shape] : openapi()["components"]["schemas"].items()) {
    if (name == "Event" || name.starts_with("event.")) continue;
    out += fmt::format("<section id=\"shape-{0}\"><h3>{0}</h3>\n<p>{1}</p>\n", escaped(name),
                       prose(shape.value("description", "")));
    out += shape.contains("properties") ? html::members_of(shape)
                                        : fmt::format("<p>{}</p>\n", html::form_of(shape));
    out += "</section>\n";
  }
  return out;
}

/// `[::1]` has none, `[::1]:8787` has one.
bool has_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  return colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos;
}

std::string made() {
  return fmt::format(
             "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<title>Celltrail: the HTTP service</title>\n<style>{}</style></head><body>\n",
             page_text("docs")) +
         std::string(page_text("docs_intro")) + contents() + routes_by_group() + shapes() +
         "<h2 id=\"problems\">Problems <span lang=\"zh\">问题一览</span></h2>\n"
         "<p>The <code>type</code> of a problem is the address of its row.</p>\n" +
         html::problem_table() + "</body></html>\n";
}

}  // namespace

std::string docs_page(std::string_view host) {
  static const std::string page = made();
  // Whoever is not asked at a port of its own stands behind a proxy that speaks TLS.
  const std::string url =
      host.empty() ? "http://127.0.0.1:8787"
                   : fmt::format("{}://{}", has_port(host) ? "http" : "https", escaped(host));
  std::string out;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t found = std::min(page.find(place_of_url, at), page.size());
    out.append(page, at, found - at);
    if (found < page.size()) out += url;
    at = found + place_of_url.size();
  }
  return out;
}

std::string_view docs_page_policy() {
  // SHA-256 of docs.css; a test says what it must be.
  return "default-src 'none'; style-src 'sha256-UPG8DRQIwXcYSwkDnzt8IATicXCCsUdHuzzXNjhABLA='; "
         "base-uri 'none'; form-action 'none'; "
         "frame-ancestors 'none'";
}

}  // namespace api
