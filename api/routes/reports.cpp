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
  constexpr std::array<ReportFormat, 3> formats{ReportFormat::json, ReportFormat::csv,
                                                ReportFormat::text};
  asked.format = formats.at(wire::word_in(query, "format", {"json", "csv", "text"}));
  asked.language = static_cast<Language>(wire::word_in(query, "lang", {"en", "zh"}));
  return asked;
}

/// The report with the size of the ledger that made it. One of an earlier head replays all entries
/// up to it, which takes long.
std::pair<ledger::Result<Report>, std::int64_t> make(const Call& call, ReportRequest asked) {
  {
    const auto ledger = call.core.readers.lend(call.waited);
    const std::int64_t size = ledger->info().size;
    if (asked.at_size == size) asked.at_size.reset();
    if (!asked.at_size) return {ledger->report(asked.year, asked.rule), size};
  }
  const auto ledger = lend_long(call);
  return {(*ledger)->report(asked.year, asked.rule, asked.at_size), (*ledger)->info().size};
}

/// Takes out what is one operator's alone, but for the caller's own row. How many rows that were.
std::size_t withhold(const Call& call, Report& report) {
  return std::erase_if(report.by_operator, [&](const ledger::Share& share) {
    return call.caller.operator_id.empty() || share.key != call.caller.operator_id;
  });
}

/// Says so in the report itself: it may be passed on.
std::string with_note(std::string text, std::size_t rows, const ReportRequest& asked) {
  switch (asked.format) {
    case ReportFormat::json:
      text.resize(text.rfind('}'));
      while (text.ends_with('\n')) text.pop_back();
      return text + fmt::format(",\n  \"withheld\": {{\"by_operator\": {}}}\n}}\n", rows);
    case ReportFormat::csv:
      return text + fmt::format("withheld,by_operator,,rows,{},\r\n", rows);
    case ReportFormat::text:
      break;
  }
  return text + (asked.language == Language::zh
                     ? fmt::format("\n按企业：{} 行未列出，需监管令牌\n", rows)
                     : fmt::format("\nBy operator: {} rows are withheld; they need a regulator's "
                                   "token.\n",
                                   rows));
}

std::string content_type(ReportFormat format) {
  if (format == ReportFormat::json) return "application/json";
  return format == ReportFormat::csv ? "text/csv; charset=utf-8" : "text/plain; charset=utf-8";
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
  const std::size_t rows = sees_all(call) ? 0 : withhold(call, *report);
  std::string text = written(*report, asked.format, asked.language);
  if (rows > 0) text = with_note(std::move(text), rows, asked);
  return wire::text_answer(content_type(asked.format), std::move(text));
}

}  // namespace api
