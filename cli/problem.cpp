#include "cli/problem.hpp"

#include <ostream>
#include <utility>

#include <nlohmann/json.hpp>

namespace cli {
namespace {

using nlohmann::json;

json as_json(const Problem& problem) {
  json said{{"refusal", problem.name}, {"message", problem.what},
            {"detail", problem.why},   {"pointer", problem.pointer},
            {"hint", problem.hint},    {"exit", static_cast<int>(problem.exit)}};
  if (!problem.event_id.empty()) said["event_id"] = problem.event_id;
  if (!problem.file.empty()) said["file"] = problem.file;
  if (problem.line > 0) said["line"] = problem.line;
  if (!problem.header.empty()) said["header"] = problem.header;
  for (const Problem& part : problem.parts) said["problems"].push_back(as_json(part));
  return said;
}

void say_json(std::ostream& err, const Problem& problem) {
  err << json{{"error", as_json(problem)}}.dump(-1, ' ', false, json::error_handler_t::replace)
      << '\n';
}

/// What was found in a file must not steer the terminal it is shown on.
std::string printable(std::string text) {
  for (char& c : text)
    if ((static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f') c = '?';
  return text;
}

void say_text(std::ostream& err, const Problem& problem) {
  std::string first;
  if (!problem.file.empty()) first += problem.file + ':';
  if (problem.line > 0) first += std::to_string(problem.line) + ':';
  if (!first.empty()) first += ' ';
  err << "celltrail: " << printable(first + problem.what) << '\n';
  std::string place = problem.pointer.empty() ? "" : problem.pointer + ": ";
  if (!problem.header.empty()) place.insert(0, "column " + problem.header + ", ");
  if (!problem.why.empty()) err << "  why:  " << printable(place + problem.why) << '\n';
  if (!problem.hint.empty()) err << "  next: " << printable(problem.hint) << '\n';
}

}  // namespace

void misused(std::string what, std::string hint) {
  throw Stop(Problem{
      .exit = ExitCode::usage, .name = "usage", .what = std::move(what), .hint = std::move(hint)});
}

void not_found(std::string what, std::string hint) {
  throw Stop(Problem{.exit = ExitCode::not_found,
                     .name = "not_found",
                     .what = std::move(what),
                     .hint = std::move(hint)});
}

Problem problem_of(const ledger::Error& error, std::string what) {
  const ledger::RefusalText& text = ledger::describe(error.refusal);
  const std::string name(text.name);
  return Problem{.exit = exit_code(error.refusal),
                 .name = name,
                 .what = std::move(what) + " (" + name + ")",
                 .why = error.detail.empty() ? std::string(text.sentence) : error.detail,
                 .hint = std::string(text.hint),
                 .pointer = error.pointer,
                 .event_id = error.event_id};
}

void split_hint(Problem& problem) {
  const std::size_t at = problem.what.rfind("; ");
  if (!problem.hint.empty() || at == std::string::npos) return;
  problem.hint = problem.what.substr(at + 2);
  problem.what.resize(at);
}

ExitCode complain(Context& context, const Problem& problem) {
  if (context.globals.json)
    say_json(context.streams.err, problem);
  else
    say_text(context.streams.err, problem);
  return problem.exit;
}

}  // namespace cli
