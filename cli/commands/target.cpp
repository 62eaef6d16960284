#include <ostream>

#include <nlohmann/json.hpp>

#include "api/wire/views.hpp"
#include "cli/commands/all.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/statement.hpp"
#include "cli/table.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using nlohmann::json;

struct SetOptions {
  std::int64_t year = 0, tonnes = 0;
  std::string source, bound = ">=";
  StatementOptions statement;
};

std::vector<Parameter> set_parameters(SetOptions& options) {
  std::vector<Parameter> list{
      {"YEAR", "", "the calendar year, e.g. 2024", &options.year, true},
      {"TONNES", "", "whole tonnes", &options.tonnes, true},
      {"--source", "TEXT", "who set it, and where it is printed", &options.source, true},
      {"--bound", "B", "how it is meant", &options.bound, false, {"=", ">=", ">"}}};
  for (Parameter& parameter : statement_parameters(options.statement))
    list.push_back(std::move(parameter));
  return list;
}

ExitCode set(Context& context, const SetOptions& options) {
  return record_statement(context, options.statement,
                          json{{"type", "set_target"},
                               {"year", options.year},
                               {"mass_t", options.tonnes},
                               {"bound", options.bound},
                               {"source", options.source}},
                          "target-" + std::to_string(options.year));
}

struct ListOptions {};

std::vector<Parameter> list_parameters(ListOptions&) {
  return {};
}

ExitCode list(Context& context, const ListOptions&) {
  const auto targets = open_ledger(context, Access::read)->targets();
  json lines = json::array();
  Table table({{"year", Table::Align::right},
               {"", Table::Align::left},
               {"tonnes", Table::Align::right},
               {"entry", Table::Align::right},
               {"source"}});
  for (const ledger::TargetState& target : targets) {
    lines.push_back(api::wire::view(target));
    table.add({std::to_string(target.year), std::string(text(target.bound)), grouped(target.mass_t),
               grouped(target.entry), target.source});
  }
  if (context.globals.json)
    context.streams.out << json{{"targets", lines}}.dump() << '\n';
  else if (table.empty())
    context.streams.err << "No target is set. `celltrail target set --help` shows how.\n";
  else
    table.write(context.streams.out, context.environment.columns);
  return ExitCode::ok;
}

}  // namespace

Command target_set_command() {
  return {.name = "target set",
          .summary = "the tonnage a year is held against",
          .details = "Again for the same year: replaces it from here on.",
          .examples = {"celltrail target set 2024 260000 --source \"annual plan, page 4\" "
                       "--key authority.key"},
          .prepare = with_options<SetOptions>(set_parameters, set)};
}

Command target_list_command() {
  return {.name = "target list",
          .summary = "the targets set so far",
          .details = "",
          .examples = {"celltrail target list"},
          .prepare = with_options<ListOptions>(list_parameters, list)};
}

}  // namespace cli
