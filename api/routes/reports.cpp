#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/core.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/scope.hpp"
#include "api/wire/answers.hpp"
#include "api/wire/problem.hpp"
#include "api/wire/target.hpp"

namespace api {
namespace {

using ledger::Language;
using ledger::Report;
using ledger::ReportFormat;
using ledger::ReportRequest;
using wire::Stop;
using wire::Trouble;

ReportRequest read_request(const Call& call) {
  const Fields& query = call.query;
  ReportRequest asked;
  asked.year = wire::read_number("year", call.parts.at(0), 1990, 2199);
  const auto& rules = ledger::Names<ledger::CountingRule>::values;
  asked.rule =
      static_cast<ledger::CountingRule>(wire::word_in(query, "rule", {rules.begin(), rules.end()}));
  asked.at_size = wire::number_in(query, "size", 1, std::int64_t{1} << 53U);
  constexpr std::array<ReportFormat, 5> formats{ReportFormat::json, ReportFormat::csv,
                                                ReportFormat::text, ReportFormat::xlsx,
                                                ReportFormat::html};
  asked.format =
      formats.at(wire::word_in(query, "format", {"json", "csv", "text", "xlsx", "html"}));
  asked.language = static_cast<Language>(wire::word_in(query, "lang", {"en", "zh"}));
  return asked;
}

/// Two heads next to each other differ by one operator's batch, and so do their reports.
void require_may_look_back(Call& call) {
  try {
    require_needs(call, Needs::everything,
                  "a report of another head than the newest, from which it differs by what single "
                  "operators reported,");
  } catch (const Stop& stop) {
    wire::Problem problem = stop.problem();
    problem.pointer = "size";
    problem.hint =
        "leave `size` (`--at` of the program) out for the newest head, or ask with a regulator's "
        "token";
    throw Stop(std::move(problem));
  }
}

/// The report with the size of the ledger that made it. One of an earlier head replays all entries
/// up to it, which takes long.
std::pair<ledger::Result<Report>, std::int64_t> make(Call& call, ReportRequest asked) {
  {
    const auto ledger = call.core.readers.lend(call.waited);
    const std::int64_t size = ledger->info().size;
    if (asked.at_size == size) asked.at_size.reset();
    if (!asked.at_size) return {ledger->report(asked.year, asked.rule), size};
  }
  require_may_look_back(call);
  const auto ledger = lend_long(call);
  return {(*ledger)->report(asked.year, asked.rule, asked.at_size), (*ledger)->info().size};
}

/// Takes out what is one operator's alone, but for the caller's own row. The report itself says so:
/// it may be passed on.
void withhold(const Call& call, Report& report) {
  const std::size_t rows = std::erase_if(report.by_operator, [&](const ledger::Share& share) {
    return call.caller.operator_id.empty() || share.key != call.caller.operator_id;
  });
  report.withheld_operators = static_cast<std::int64_t>(rows);
  withhold_doubtful(report, call.caller.operator_id);
}

Response answer(const Report& report, const ReportRequest& asked) {
  std::string type(wire::media_type(asked.format));
  if (!ledger::is_binary(asked.format) && asked.format != ReportFormat::json)
    type += "; charset=utf-8";
  Response out = wire::text_answer(std::move(type), written(report, asked.format, asked.language));
  if (asked.format == ReportFormat::html)
    out.headers.emplace_back("Content-Security-Policy", fmt::format("{}; frame-ancestors 'none'",
                                                                    ledger::report_html_policy()));
  if (asked.format == ReportFormat::xlsx)
    out.headers.emplace_back("Content-Disposition",
                             fmt::format("attachment; filename=\"report-{}.xlsx\"", report.year));
  return out;
}

}  // namespace

Response get_report(Call& call) {
  const ReportRequest asked = read_request(call);
  auto [report, size] = make(call, asked);
  if (!report) {
    wire::Problem problem = wire::read_problem_of(report.error());
    problem.pointer = "size";
    problem.hint = fmt::format(
        "leave `size` out for the newest head ({}), or give the size of one "
        "that /v1/checkpoints lists",
        size);
    throw Stop(std::move(problem));
  }
  if (!sees_all(call)) withhold(call, *report);
  return answer(*report, asked);
}

}  // namespace api
