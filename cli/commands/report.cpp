#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/ledger_at.hpp"
#include "cli/output_file.hpp"
#include "cli/problem.hpp"
#include "cli/progress.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using ledger::LedgerReader;

struct Options {
  std::int64_t year = 0;
  std::string rule = "net/1", language = "en";
  std::optional<std::string> format, file;
  std::optional<std::int64_t> at;
};

std::vector<Parameter> parameters(Options& options) {
  return {
      {"YEAR", "", "the calendar year, e.g. 2024", &options.year, true},
      {"--rule", "NAME", "how to count", &options.rule, false, {"net/1", "gross/1", "received/1"}},
      {"--at", "SIZE", "as the ledger stood at a checkpoint of this size", &options.at},
      {"--format",
       "NAME",
       "text when absent",
       &options.format,
       false,
       {"text", "json", "csv", "xlsx", "html"}},
      {"--lang", "LANG", "of text, page and workbook", &options.language, false, {"en", "zh"}},
      {"-o,--output", "FILE", "write there", &options.file}};
}

ledger::ReportRequest request(const Context& context, const Options& options) {
  const std::string format = options.format.value_or(context.globals.json ? "json" : "text");
  return {options.year, ledger::listed<ledger::CountingRule>(options.rule).value(), options.at,
          ledger::listed<ledger::ReportFormat>(format).value(),
          options.language == "zh" ? ledger::Language::zh : ledger::Language::en};
}

Problem refused(const ledger::Error& error, std::int64_t size) {
  Problem problem = problem_of(error, "the report is refused");
  problem.exit = exit_code_of_question(error);
  if (error.refusal != ledger::Refusal::out_of_range) return problem;
  // The refusal's own hint is for numbers in events.
  problem.pointer.clear();
  problem.hint = "the newest checkpoint is at " + grouped(size) +
                 "; leave --at out for it, or give the size in a checkpoint that was kept";
  return problem;
}

ExitCode run(Context& context, const Options& options) {
  if (options.year < 1990 || options.year > 2199)
    misused("there is no report for the year " + std::to_string(options.year),
            "give a year such as 2024");
  const ledger::ReportRequest asked = request(context, options);
  if (ledger::is_binary(asked.format) && !options.file && context.environment.out_is_terminal)
    misused("a workbook is nothing to read on a terminal",
            "write it to a file: -o " + std::to_string(options.year) + ".xlsx");
  const auto opened = open_ledger(context, Access::read);
  const LedgerReader& ledger = *opened;
  ProgressLine progress(context, "replay");
  const auto report = ledger.written_report(asked, progress.teller());
  progress.clear();
  if (!report) return complain(context, refused(report.error(), ledger.info().size));
  if (options.file)
    replace_file(*options.file, *report);
  else
    context.streams.out << *report;
  return ExitCode::ok;
}

}  // namespace

Command report_command() {
  return {.name = "report",
          .summary = "a year's tonnage against its target",
          .details = "The same head and rule give the same bytes, whoever computes them.",
          .examples = {"celltrail report 2024", "celltrail report 2024 --format json -o 2024.json",
                       "celltrail report 2024 --format html --lang zh -o 2024.html",
                       "celltrail report 2024 --rule gross/1 --at 80000 --lang zh"},
          .prepare = with_options<Options>(parameters, run)};
}

}  // namespace cli
