#include "tests/e2e/http_examples.hpp"

#include <algorithm>
#include <sstream>

#include <nlohmann/json.hpp>

#include "api/pages/pretty.hpp"
#include "api/routes/route.hpp"
#include "ledger/result.hpp"

namespace e2e {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view asks = "--> ", answers = "<-- ", indent = "    ";
constexpr std::string_view content_type_is = "Content-Type: ";
constexpr std::size_t lines_max = 28, line_max = 140;

/// Headers up to an empty line, then the body.
void take(const std::vector<std::string>& lines, std::vector<std::string>& headers,
          std::string& body) {
  auto line = lines.begin();
  for (; line != lines.end() && !line->empty(); ++line) headers.push_back(*line);
  for (; line != lines.end(); ++line)
    if (!line->empty() || !body.empty()) body += *line + '\n';
  while (body.ends_with('\n')) body.pop_back();
}

HttpExample begun(const std::string& head) {
  HttpExample example;
  std::istringstream words(head);
  words >> example.method >> example.target;
  const api::Found found =
      api::find_route(example.method, example.target.substr(0, example.target.find('?')));
  if (found.route != nullptr) example.operation = found.route->operation;
  return example;
}

/// JSON where it is, else text.
Json as_value(const std::string& type, const std::string& body) {
  return type.ends_with("json") ? Json::parse(body) : Json(body + '\n');
}

bool is_shown(const std::string& body) {
  return !body.empty() && !body.starts_with('(');
}

/// No longer than somebody reads.
std::string shortened(const std::string& text) {
  std::string out;
  std::istringstream in(text);
  std::size_t lines = 0;
  for (std::string line; std::getline(in, line);) {
    if (++lines > lines_max) return out + "…\n";
    std::size_t end = std::min(line.size(), line_max);
    while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
    out += line.substr(0, end) + (end < line.size() ? "…\n" : "\n");
  }
  return out;
}

std::string lines_of(const std::string& first, const std::vector<std::string>& headers,
                     const std::string& body) {
  std::string out = first + '\n';
  // Whose token it is, is the story's matter.
  for (const std::string& header : headers)
    out += header.substr(0, header.find("${")) +
           (header.find("${") == std::string::npos ? "\n" : "TOKEN\n");
  return body.empty() ? out : out + '\n' + shortened(body);
}

std::string section(const HttpExample& example, std::string_view pattern) {
  return "### `" + example.method + ' ' + std::string(pattern) + "`\n\n```http\n" +
         lines_of(example.method + ' ' + example.target, example.request_headers,
                  example.request_body) +
         "```\n```http\n" +
         lines_of(std::to_string(example.status), example.answer_headers, example.answer_body) +
         "```\n\n";
}

}  // namespace

std::string HttpExample::content_type() const {
  for (const std::string& header : answer_headers)
    if (header.starts_with(content_type_is))
      return header.substr(content_type_is.size(), header.find(';') - content_type_is.size());
  return "";
}

std::vector<HttpExample> examples_in(const std::string& story) {
  std::vector<HttpExample> examples;
  std::string head;
  std::vector<std::string> lines;
  const auto end_block = [&] {
    if (head.starts_with(asks)) {
      examples.push_back(begun(head.substr(asks.size())));
      take(lines, examples.back().request_headers, examples.back().request_body);
    } else if (head.starts_with(answers)) {
      examples.back().status = std::stoi(head.substr(answers.size()));
      take(lines, examples.back().answer_headers, examples.back().answer_body);
    }
  };
  std::istringstream in(story);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with(indent)) {
      lines.push_back(line.empty() ? "" : line.substr(indent.size()));
      continue;
    }
    end_block();
    head = line;
    lines.clear();
  }
  end_block();
  return examples;
}

std::vector<HttpExample> one_an_operation(const std::vector<HttpExample>& all) {
  std::vector<HttpExample> chosen;
  for (const api::Route& route : api::routes()) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const HttpExample& example) {
      return example.operation == route.operation &&
             (example.status / 100 == 2 || example.status == 303);
    });
    if (found != all.end()) chosen.push_back(*found);
  }
  return chosen;
}

std::string openapi_examples(const std::vector<HttpExample>& examples) {
  Json out = Json::object();
  for (const HttpExample& example : examples) {
    Json& row = out[example.operation];
    row = {{"method", example.method}, {"target", example.target}};
    if (!example.request_body.empty()) row["body"] = Json::parse(example.request_body);
    row["answer"] = {{"status", example.status}, {"content_type", example.content_type()}};
    if (is_shown(example.answer_body))
      row["answer"]["body"] = as_value(example.content_type(), example.answer_body);
  }
  return api::pretty(out, 110) + '\n';
}

std::string with_examples(const std::string& page, const std::vector<HttpExample>& examples) {
  const std::string begin = "<!-- examples -->\n", end = "<!-- end of examples -->";
  const std::size_t from = page.find(begin), to = page.find(end);
  if (from == std::string::npos || to == std::string::npos)
    throw ledger::Failure("the page has no marks for its examples");
  std::string out = page.substr(0, from + begin.size()) + '\n';
  for (const HttpExample& example : examples)
    for (const api::Route& route : api::routes())
      if (route.operation == example.operation) out += section(example, route.pattern);
  return out + page.substr(to);
}

}  // namespace e2e
