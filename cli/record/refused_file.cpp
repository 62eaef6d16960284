#include "cli/record/refused_file.hpp"

#include <cstdint>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "cli/problem.hpp"

namespace cli {

using nlohmann::json;

namespace {

/// Counts brackets, in strings or not. What is nested deeper than any event was refused for it, and
/// may be nested deeper than the stack that would write it.
bool is_deep(const std::string& text) {
  constexpr std::int64_t depth_max = 64;
  std::int64_t depth = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth > depth_max) return true;
  }
  return false;
}

}  // namespace

RefusedFile::RefusedFile(const std::string& file) : name_(file) {
  std::error_code none;
  if (std::filesystem::file_size(file, none) > 0 && !none)
    misused("the file " + file + " holds something already",
            "name a new file for --errors, or move the old one away");
  out_.open(file, std::ios::binary | std::ios::trunc);
  if (!out_)
    throw ledger::Failure("the file " + file +
                          " for refused events cannot be made; look at its directory");
}

void RefusedFile::add(const Place& place, const ledger::Error& error,
                      const std::string& event_text) {
  const ledger::RefusalText& text = ledger::describe(error.refusal);
  json event(json::value_t::discarded);
  if (!is_deep(event_text)) event = json::parse(event_text, nullptr, false);
  if (event.is_discarded()) event = event_text;
  write({{"file", place.file},
         {"line", place.line},
         {"refusal", text.name},
         {"pointer", error.pointer},
         {"detail", error.detail},
         {"hint", text.hint},
         {"event", std::move(event)}});
}

void RefusedFile::add(const std::string& file, const ledger::CsvProblem& problem) {
  write({{"file", file},
         {"line", problem.row},
         {"column", problem.column},
         {"header", problem.header},
         {"refusal", problem.code},
         {"detail", problem.message},
         {"hint", problem.hint}});
}

void RefusedFile::write(const json& line) {
  out_ << line.dump(-1, ' ', false, json::error_handler_t::replace) << '\n' << std::flush;
  if (!out_) throw ledger::Failure("writing the refused events to " + name_ + " failed");
}

}  // namespace cli
