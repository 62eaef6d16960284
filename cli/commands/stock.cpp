#include <ostream>

#include <nlohmann/json.hpp>

#include "api/wire/views.hpp"
#include "cli/commands/all.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/table.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using ledger::LedgerReader;
using ledger::StockLine;
using nlohmann::json;

struct Options {
  std::optional<std::string> id;
};

std::vector<Parameter> parameters(Options& options) {
  return {{"OPERATOR", "", "whose stock, line by line (totals of all when absent)", &options.id}};
}

ExitCode totals(Context& context, const LedgerReader& ledger) {
  json lines = json::array();
  Table table({{"operator"}, {"tonnes", Table::Align::right}, {"name"}});
  std::int64_t sum_g = 0;
  for (const auto& [id, mass_g] : ledger.stock_totals()) {
    const auto state = ledger.find_operator(id);
    const std::string name = state ? state->name : "";
    lines.push_back({{"operator", id}, {"name", name}, {"mass_g", mass_g}});
    table.add({id, ledger::tonnes_text(mass_g), name});
    sum_g += mass_g;
  }
  table.add({"all", ledger::tonnes_text(sum_g), ""});
  if (context.globals.json)
    context.streams.out << json{{"stock", lines}, {"mass_g", sum_g}}.dump() << '\n';
  else
    table.write(context.streams.out, context.environment.columns);
  return ExitCode::ok;
}

/// One object a line, so that a stock of a million units needs no memory.
void write_json_lines(Context& context, const LedgerReader& ledger, const std::string& id) {
  ledger.each_stock_line(id, {}, [&](const StockLine& line) {
    context.streams.out << api::wire::view(line).dump() << '\n';
    return context.streams.out.good();
  });
}

void write_table(Context& context, const LedgerReader& ledger, const std::string& id) {
  Table table({{"unit or lot"},
               {"kg", Table::Align::right},
               {"what"},
               {"chemistry"},
               {"origin"},
               {"last entry", Table::Align::right}});
  std::int64_t lines = 0;
  std::int64_t sum_g = 0;
  constexpr std::int64_t shown_max = 1000;
  ledger.each_stock_line(id, {}, [&](const StockLine& line) {
    sum_g += line.mass_g;
    if (++lines > shown_max) return true;
    const std::string kg = kilograms(line.mass_g);
    table.add({line.id, kg.substr(0, kg.size() - 3),
               std::string(line.is_lot ? text(line.material) : text(line.level)),
               std::string(text(line.chemistry)), std::string(text(line.origin)),
               grouped(line.last)});
    return true;
  });
  table.write(context.streams.out, context.environment.columns);
  context.streams.out << counted(lines, "line", "lines") << ", " << ledger::tonnes_text(sum_g)
                      << " t in stock\n";
  if (lines > shown_max)
    context.streams.err << "Only the first " << grouped(shown_max)
                        << " lines are shown; --json gives all of them.\n";
}

ExitCode run(Context& context, const Options& options) {
  const auto opened = open_ledger(context, Access::read);
  const LedgerReader& ledger = *opened;
  if (!options.id) return totals(context, ledger);
  if (!ledger.find_operator(*options.id))
    not_found("no entry names an operator " + shown(*options.id),
              "`celltrail operator list` lists those known");
  if (context.globals.json)
    write_json_lines(context, ledger, *options.id);
  else
    write_table(context, ledger, *options.id);
  return ExitCode::ok;
}

}  // namespace

Command stock_command() {
  return {.name = "stock",
          .summary = "what is in whose stock now",
          .details = "With --json and an OPERATOR: one object a line.",
          .examples = {"celltrail stock", "celltrail stock VATTEST1"},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
