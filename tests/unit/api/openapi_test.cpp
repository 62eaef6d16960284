#include "api/pages/openapi.hpp"

#include <algorithm>
#include <fstream>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/pages/problems.hpp"
#include "api/pages/texts.hpp"
#include "api/routes/route.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/served.hpp"

using namespace api;
using namespace made_up;
using Json = nlohmann::ordered_json;

namespace {

const Json& resolved(const Json& value) {
  if (!value.contains("$ref")) return value;
  return openapi().at(Json::json_pointer(value["$ref"].get<std::string>().substr(1)));
}

/// Calls `each` with path, method and operation.
template <class Each>
void each_operation(const Each& each) {
  for (const auto& [path, methods] : openapi().at("paths").items())
    for (const auto& [method, operation] : methods.items()) each(path, method, operation);
}

/// As openapi.json writes a route's pattern: it has no sign for "the rest of the path".
std::string path_of(const Route& route) {
  std::string path(route.pattern);
  const std::size_t rest = path.find("…");
  return rest == std::string::npos ? path : path.substr(0, rest) + "{path}";
}

std::string method_of(const Route& route) {
  return route.method == "GET" ? "get" : "post";
}

std::string_view name_of(Needs needs) {
  switch (needs) {
    case Needs::nothing:
      return "nothing";
    case Needs::tiles:
      return "tiles";
    case Needs::figures:
      return "figures";
    case Needs::code:
      return "code";
    case Needs::own:
      return "own";
    case Needs::everything:
      return "everything";
    case Needs::metrics:
      return "metrics";
  }
  return "";
}

std::set<std::string> parameters_of(const Json& operation, const std::string& where) {
  std::set<std::string> names;
  for (const Json& reference : operation.value("parameters", Json::array()))
    if (resolved(reference).at("in") == where)
      CHECK(names.insert(resolved(reference).at("name")).second);
  return names;
}

std::set<std::string> parts_of(const std::string& path) {
  std::set<std::string> names;
  for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1))
    names.insert(path.substr(at + 1, path.find('}', at) - at - 1));
  return names;
}

bool lets_in_without_token(const Json& operation) {
  const Json& security = operation.at("security");
  return std::find(security.begin(), security.end(), Json::object()) != security.end();
}

void check_statuses(const Json& operation, const Route& route) {
  const Json& answers = operation.at("responses");
  CAPTURE(route.operation);
  const bool leads_on = route.operation == "go_to_docs";
  CHECK((answers.contains(leads_on ? "303" : "200") && answers.contains("400") &&
         answers.contains("default")));
  CHECK(answers.contains("304") ==
        (route.method == "GET" && route.operation != "stream" && !leads_on));
  const bool may_need_token = !lets_in_without_token(operation) || route.needs == Needs::tiles;
  // Of a lot's trail, a report of an earlier head, a stream of entries, and ids without their
  // events it is what is asked for.
  const bool depends = route.needs == Needs::code || route.needs == Needs::figures ||
                       route.operation == "stream" || route.operation == "find_known";
  // Recording needs none, and one that is no good is refused there too.
  CHECK(answers.contains("401") ==
        (may_need_token || depends || route.operation == "record_batch"));
  CHECK(answers.contains("403") ==
        (may_need_token || depends || route.operation == "record_batch"));
  CHECK(answers.contains("413") == (route.body_bytes_max > 0));
  if (route.pattern.find('{') != std::string_view::npos) CHECK(answers.contains("404"));
}

void collect_references(const Json& value, std::set<std::string>& found) {
  if (value.is_object() && value.contains("$ref") && value["$ref"].is_string())
    found.insert(value["$ref"].get<std::string>());
  for (const Json& member : value)
    if (member.is_structured()) collect_references(member, found);
}

}  // namespace

TEST_CASE("every route is in openapi.json as the route table has it") {
  for (const Route& route : routes()) {
    const std::string path = path_of(route);
    CAPTURE(path);
    REQUIRE(openapi().at("paths").contains(path));
    REQUIRE(openapi()["paths"][path].contains(method_of(route)));
    const Json& operation = openapi()["paths"][path][method_of(route)];
    CHECK(operation.at("operationId") == route.operation);
    CHECK(operation.at("x-needs") == name_of(route.needs));
    CHECK(parameters_of(operation, "query") ==
          std::set<std::string>(route.query.begin(), route.query.end()));
    CHECK(parameters_of(operation, "path") == parts_of(path));
    CHECK(operation.value("x-body-bytes-max", std::size_t{0}) == route.body_bytes_max);
    CHECK(operation.contains("requestBody") == (route.body_bytes_max > 0));
    CHECK_FALSE(operation.at("summary").get<std::string>().empty());
    CHECK_FALSE(operation.at("x-summary-zh").get<std::string>().empty());
    check_statuses(operation, route);
  }
}

TEST_CASE("openapi.json has no route that is not there") {
  each_operation([](const std::string& path, const std::string& method, const Json& operation) {
    CAPTURE(path);
    CHECK(std::any_of(routes().begin(), routes().end(), [&](const Route& route) {
      return path_of(route) == path && method_of(route) == method;
    }));
    const Json& tags = openapi().at("tags");
    CHECK(std::any_of(tags.begin(), tags.end(), [&](const Json& tag) {
      return tag.at("name") == operation.at("tags").at(0);
    }));
  });
}

TEST_CASE("openapi.json says who may call a route as the access table does") {
  for (const Route& route : routes()) {
    const Json& operation = openapi().at("paths").at(path_of(route)).at(method_of(route));
    CAPTURE(route.operation);
    AccessPolicy policy;
    policy.public_tiles = true;
    const bool lets_in = judge(policy, Caller{}, route.needs) == Verdict::allowed;
    CHECK(lets_in_without_token(operation) == lets_in);
  }
}

TEST_CASE("what is no answer is a problem, in every route") {
  each_operation([](const std::string& path, const std::string&, const Json& operation) {
    for (const auto& [status, reference] : operation.at("responses").items()) {
      const bool is_answer = status[0] == '2' || status[0] == '3';
      // It has one answer for both cases.
      if (is_answer || path == "/readyz") continue;
      CAPTURE(path, status);
      const Json& content = resolved(reference).at("content");
      REQUIRE(content.contains("application/problem+json"));
      CHECK(content["application/problem+json"].at("schema").at("$ref") ==
            "#/components/schemas/Problem");
    }
  });
}

TEST_CASE("every reference in openapi.json leads somewhere, and every shape is used") {
  std::set<std::string> found;
  collect_references(openapi(), found);
  for (const std::string& reference : found) {
    CAPTURE(reference);
    REQUIRE(reference.starts_with("#/"));
    CHECK(openapi().contains(Json::json_pointer(reference.substr(1))));
  }
  for (const char* group : {"schemas", "parameters", "responses"})
    for (const auto& [name, _] : openapi().at("components").at(group).items())
      CHECK(found.contains(std::string("#/components/") + group + "/" + name));
}

TEST_CASE("every problem is told in both languages, and none that is not there") {
  const Json zh = Json::parse(page_text("problems_zh"));
  std::set<std::string> names;
  for (const ProblemRow& row : problem_rows()) {
    CAPTURE(row.name);
    names.emplace(row.name);
    CHECK_FALSE(row.title.empty());
    CHECK_FALSE(row.title_zh.empty());
    CHECK_FALSE(row.hint.empty());
    CHECK((row.status >= 400 && row.status < 600));
  }
  for (const auto& [name, _] : zh.items()) CHECK(names.contains(name));
  CHECK(openapi()["components"]["schemas"]["Problem"]["properties"]["name"]["enum"].size() ==
        names.size());
}

TEST_CASE("every route has an example that was really asked and answered") {
  const Json examples = Json::parse(page_text("openapi_examples"));
  std::set<std::string> operations;
  for (const Route& route : routes()) {
    operations.emplace(route.operation);
    CAPTURE(route.operation);
    CHECK(examples.contains(route.operation));
  }
  for (const auto& [operation, _] : examples.items()) CHECK(operations.contains(operation));
}

TEST_CASE("findings can be chosen by each name that docs/rules.md lists") {
  Served served([](TempLedger& book) {
    book.accept({retire(collector, "R-1"),
                 dispatch(collector, "D-1", recycler, "T-1").items({Thing(pack(1), 400'000)}),
                 receive(recycler, "E-1", collector, "T-1").items({accepted(pack(1), 390'000)})});
  });
  const Json& names = openapi()["components"]["parameters"]["finding_name"]["schema"]["enum"];
  std::ifstream page(SOURCE_DIR "/docs/rules.md");
  std::size_t listed = 0;
  bool is_below = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) is_below = line == "## Findings";
    if (!is_below || !line.starts_with("| `")) continue;
    const std::string name = line.substr(3, line.find('`', 3) - 3);
    CAPTURE(name);
    ++listed;
    CHECK(std::find(names.begin(), names.end(), name) != names.end());
    CHECK(served.all("/v1/findings?name=" + name).size() == (name == "received_mass_differs"));
  }
  CHECK(listed == names.size());
  CHECK(served.all(fmt::format("/v1/findings?operator={}", recycler)).size() == 1);
  CHECK(served.all(fmt::format("/v1/findings?operator={}", collector)).empty());
  served.stop_and_check();
}
