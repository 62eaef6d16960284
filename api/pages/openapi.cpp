#include "api/pages/openapi.hpp"

#include <nlohmann/json.hpp>

#include "api/pages/problems.hpp"
#include "api/pages/texts.hpp"

namespace api {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view own_shapes = "#/$defs/";
constexpr std::string_view shapes_here = "#/components/schemas/event.";

/// The shapes of events stand in a file of their own, and refer to each other as in that file.
void move_references(Json& value) {
  for (Json& member : value) {
    if (member.is_structured()) move_references(member);
    if (!member.is_string()) continue;
    const auto& text = member.get_ref<const std::string&>();
    if (text.starts_with(own_shapes))
      member = std::string(shapes_here) + text.substr(own_shapes.size());
  }
}

void add_event_shapes(Json& schemas) {
  Json events = Json::parse(page_text("event"));
  move_references(events);
  schemas["Event"] = {{"description", events.at("description")}, {"oneOf", events.at("oneOf")}};
  for (const auto& [name, shape] : events.at("$defs").items()) schemas["event." + name] = shape;
}

void add_problem_names(Json& document) {
  Json names = Json::array();
  Json& rows = document["x-problems"] = Json::array();
  for (const ProblemRow& row : problem_rows()) {
    names.push_back(row.name);
    rows.push_back({{"name", row.name},
                    {"status", row.status},
                    {"title", row.title},
                    {"title_zh", row.title_zh},
                    {"hint", row.hint}});
    if (row.status_of_parameter != row.status)
      rows.back()["status_of_parameter"] = row.status_of_parameter;
  }
  Json& schemas = document.at("components").at("schemas");
  for (const char* shape : {"Problem", "EventError"})
    schemas.at(shape).at("properties").at("name")["enum"] = names;
}

/// An example is what a scenario asked and what it was answered: the body goes where the document
/// has a place for it, all of it stands under `x-example`.
void add_example(Json& operation, const Json& example) {
  operation["x-example"] = {{"method", example.at("method")}, {"target", example.at("target")}};
  const Json& answer = example.at("answer");
  operation["x-example"]["status"] = answer.at("status");
  if (example.contains("body"))
    operation.at("requestBody").at("content").at("application/json")["example"] =
        example.at("body");
  if (!answer.contains("body")) return;
  Json& content = operation.at("responses").at(answer.at("status").dump()).at("content");
  content.at(answer.at("content_type").get<std::string>())["example"] = answer.at("body");
}

Json joined() {
  Json document = Json::parse(page_text("openapi"));
  add_event_shapes(document.at("components").at("schemas"));
  add_problem_names(document);
  const Json examples = Json::parse(page_text("openapi_examples"));
  for (Json& path : document.at("paths"))
    for (Json& operation : path) {
      const auto found = examples.find(operation.at("operationId").get<std::string>());
      if (found != examples.end()) add_example(operation, *found);
    }
  return document;
}

}  // namespace

const Json& openapi() {
  static const Json document = joined();
  return document;
}

const std::string& openapi_text() {
  static const std::string text = openapi().dump(1) + '\n';
  return text;
}

}  // namespace api
