#include "tests/e2e/http_story.hpp"

#include <array>
#include <sstream>

#include "api/pages/pretty.hpp"
#include "api/routes/route.hpp"
#include "ledger/result.hpp"

namespace e2e {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view asks = "--> ", answers = "<-- ", indent = "    ";
constexpr std::size_t width = 100;

/// The headers of an answer that say something of their own.
constexpr std::array<const char*, 8> told_headers{"Content-Type", "Location",         "Link",
                                                  "ETag",         "WWW-Authenticate", "Allow",
                                                  "Retry-After",  "X-Ledger-Size"};

std::string operation_of(const std::string& method, const std::string& target) {
  const api::Found found = api::find_route(method, target.substr(0, target.find('?')));
  return found.route == nullptr ? "" : std::string(found.route->operation);
}

/// What the story's teller wrote, without what the service said.
std::string own_words(const std::string& text) {
  std::string own;
  bool is_answer = false;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && !line.starts_with(indent))
      is_answer = line.starts_with(answers) || line.find(" @") != std::string::npos;
    if (!is_answer) own += line + '\n';
  }
  return own;
}

/// What follows are counts and times of this very run.
std::string begin_of_metrics(const std::string& text) {
  std::size_t end = 0;
  for (int line = 0; line < 5; ++line) end = text.find('\n', end) + 1;
  return text.substr(0, end) + "…\n";
}

bool is_text(const std::string& body) {
  for (const char c : body)
    if (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\r' && c != '\t') return false;
  return true;
}

std::string steady_lines(Steady& steady, const std::string& text, const std::string& prefix) {
  std::string out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with('\r')) line.pop_back();
    Json value = line.starts_with(prefix) ? Json::parse(line.substr(prefix.size()), nullptr, false)
                                          : Json(Json::value_t::discarded);
    if (!value.is_structured()) {
      out += steady.text(line) + '\n';
      continue;
    }
    steady.json(value);
    out += prefix + value.dump() + '\n';
  }
  return out;
}

/// What is shown of an answer's body.
std::string shown_body(Steady& steady, const std::string& operation, const HttpAnswer& answer) {
  const std::string type = answer.header("Content-Type");
  if (operation == "get_openapi" || operation == "get_docs") return "(the document)";
  if (operation == "get_metrics" && answer.status == 200) return begin_of_metrics(answer.body);
  if (type.ends_with("json")) {
    Json value = Json::parse(answer.body);
    steady.json(value);
    return api::pretty(value, width);
  }
  if (!is_text(answer.body) || operation == "get_tile")
    return '(' + std::to_string(answer.body.size()) + " bytes)";
  return steady_lines(steady, answer.body, type == "text/event-stream" ? "data: " : "");
}

}  // namespace

HttpStory::HttpStory(const std::string& text) : steady_(own_words(text)) {
  std::istringstream in(text);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const bool is_inside = line.starts_with(indent) || line.empty();
    if (is_inside && !blocks_.empty())
      blocks_.back().lines.push_back(line.empty() ? "" : line.substr(indent.size()));
    else
      blocks_.push_back({number, line, {}});
  }
  for (Block& block : blocks_)
    for (; !block.lines.empty() && block.lines.back().empty(); block.lines.pop_back())
      block.is_apart = true;
}

void HttpStory::play() {
  for (const Block& block : blocks_) {
    try {
      play(block);
    } catch (const std::exception& failed) {
      throw ledger::Failure("line " + std::to_string(block.line) + ": " + block.head + ": " +
                            failed.what());
    }
  }
}

void HttpStory::play(const Block& block) {
  const std::string& head = block.head;
  // An answer is told when it was asked for.
  if (head.starts_with(answers)) return;
  if (head.starts_with(asks)) return exchange(block);
  tell(head, "", block.is_apart);
  if (head.starts_with("$ ")) return command(head.substr(2));
  if (head.starts_with("file ")) return write_file(block);
  if (head.starts_with("serve")) return serve(head.substr(5));
  if (head == "stop") return stop();
  if (!head.empty() && !head.starts_with("#")) throw ledger::Failure("not understood");
}

void HttpStory::tell(const std::string& head, const std::string& text, bool is_apart) {
  // Words belong to what they are about, commands to each other, an answer to what was asked.
  const bool is_close = (last_ == '#' && !is_apart_) || (last_ == '$' && head[0] == '$') ||
                        (last_ == '-' && head[0] == '<');
  if (!told_.empty() && !is_close) told_ += '\n';
  last_ = head[0];
  is_apart_ = is_apart;
  told_ += head + '\n';
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    told_ += line.empty() ? "\n" : std::string(indent) + line + '\n';
}

std::string HttpStory::filled_in(std::string text) const {
  for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at)) {
    const std::string name = text.substr(at + 2, text.find('}', at) - at - 2);
    std::string value = workshop_.read(name);
    while (value.ends_with('\n')) value.pop_back();
    text.replace(at, name.size() + 3, value);
  }
  return text;
}

void HttpStory::command(std::string line) {
  const std::string server = "SERVER";
  if (const std::size_t at = line.find(server); at != std::string::npos)
    line.replace(at, server.size(), service_->url());
  const Ran ran = run(workshop_, line);
  if (ran.code != 0) throw ledger::Failure(ran.out + ran.err);
}

void HttpStory::write_file(const Block& block) {
  std::string content;
  for (const std::string& line : block.lines) content += line + '\n';
  workshop_.write(block.head.substr(5), content);
  for (const std::string& line : block.lines) told_ += std::string(indent) + line + '\n';
}

void HttpStory::serve(const std::string& options) {
  service_.emplace(workshop_, options);
  schema_.emplace(Json::parse(ask(service_->port(), {.target = "/openapi.json"}).body));
}

void HttpStory::stop() {
  const Ran ended = service_->stop();
  if (ended.code != 0) wrong_ += "the service ended with " + std::to_string(ended.code) + '\n';
  const Ran audit = run(workshop_, "celltrail audit");
  if (audit.code != 0) wrong_ += "the audit found: " + audit.out + audit.err;
}

HttpAsked HttpStory::asked_in(const Block& block, std::string& file) const {
  HttpAsked asked;
  std::istringstream head(block.head.substr(asks.size()));
  head >> asked.method >> asked.target;
  for (std::string word; head >> word;) {
    if (word.starts_with('@')) file = word.substr(1);
    if (word.starts_with('(')) asked.events = std::stoul(word.substr(1));
  }
  auto line = block.lines.begin();
  for (; line != block.lines.end() && !line->empty(); ++line)
    asked.headers.push_back(filled_in(*line));
  for (; file.empty() && line != block.lines.end(); ++line)
    asked.body += asked.body.empty() ? *line : '\n' + *line;
  if (!file.empty()) asked.body = workshop_.read(file);
  return asked;
}

void HttpStory::exchange(const Block& block) {
  std::string file;
  const HttpAsked asked = asked_in(block, file);
  const HttpAnswer answer = ask(service_->port(), asked);
  const std::string operation = operation_of(asked.method, asked.target);
  tell_asked(block, file);
  tell_answer(operation, answer);
  check(asked, operation, answer);
}

/// As it stands in the story: what is filled in is a secret, or differs from run to run.
void HttpStory::tell_asked(const Block& block, const std::string& file) {
  std::string text;
  for (const std::string& line : block.lines) {
    if (line.empty() && !file.empty()) break;
    text += line + '\n';
  }
  if (!file.empty()) {
    Json body = Json::parse(workshop_.read(file));
    steady_.json(body);
    text += '\n' + api::pretty(body, width) + '\n';
  }
  tell(block.head, text);
}

void HttpStory::tell_answer(const std::string& operation, const HttpAnswer& answer) {
  std::string text;
  for (const char* name : told_headers)
    if (const std::string value = answer.header(name); !value.empty())
      text += std::string(name) + ": " + steady_.text(value) + '\n';
  if (!answer.body.empty()) text += '\n' + shown_body(steady_, operation, answer);
  while (text.ends_with('\n')) text.pop_back();
  tell(std::string(answers) + std::to_string(answer.status), text);
}

void HttpStory::check(const HttpAsked& asked, const std::string& operation,
                      const HttpAnswer& answer) {
  std::string wrong;
  if (answer.header("X-Request-Id").empty()) wrong = "there is no X-Request-Id";
  // What no route took, and what the guard refused, is a problem like any other.
  if (wrong.empty() && asked.method != "HEAD")
    wrong = schema_->wrong(operation.empty() ? "get_ledger" : operation, answer.status,
                           answer.header("Content-Type"), answer.body);
  if (!wrong.empty()) wrong_ += asked.method + ' ' + asked.target + ": " + wrong + '\n';
}

}  // namespace e2e
