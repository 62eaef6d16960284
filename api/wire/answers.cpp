#include "api/wire/answers.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/wire/problem.hpp"
#include "api/wire/target.hpp"
#include "api/wire/views.hpp"

namespace api::wire {
namespace {

constexpr std::string_view of_unit = "unit-", of_lot = "lot-";

/// A path as it was sent, fit to stand between angle brackets in a header.
std::string for_header(std::string_view path) {
  std::string out;
  for (const char c : path)
    out += c == '/' || c == '%' ? std::string(1, c) : encoded(std::string_view(&c, 1));
  return out;
}

}  // namespace

std::size_t limit_in(const Fields& query) {
  return static_cast<std::size_t>(
      number_in(query, "limit", 1, list_items_max).value_or(list_items_default));
}

std::string cursor(const ledger::StockKey& key) {
  return fmt::format("{}{}", key.is_lot ? of_lot : of_unit, std::max<std::int64_t>(1, key.no));
}

ledger::StockKey stock_from_in(const Fields& query) {
  const auto from = query.find("from");
  if (from == query.end()) return {};
  const bool is_lot = from->second.starts_with(of_lot);
  if (!is_lot && !from->second.starts_with(of_unit))
    throw Stop(
        parameter_problem(Trouble::parameter_malformed, "from",
                          "`from` is not what `next` of a page of stock says: unit-17, or lot-4"));
  constexpr std::int64_t no_max = std::numeric_limits<std::int64_t>::max();
  const std::size_t number_at = (is_lot ? of_lot : of_unit).size();
  return {is_lot, read_number("from", from->second.substr(number_at), 1, no_max)};
}

Response json_answer(const nlohmann::json& value) {
  return text_answer("application/json", written(value) + '\n');
}

Response text_answer(std::string content_type, std::string body) {
  Response answer;
  answer.content_type = std::move(content_type);
  answer.body = std::move(body);
  return answer;
}

std::string_view media_type(ledger::ReportFormat format) {
  switch (format) {
    case ledger::ReportFormat::json:
      return "application/json";
    case ledger::ReportFormat::csv:
      return "text/csv";
    case ledger::ReportFormat::xlsx:
      return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    case ledger::ReportFormat::html:
      return "text/html";
    case ledger::ReportFormat::text:
      break;
  }
  return "text/plain";
}

void List::add_text(std::string_view json) {
  items_ += json;
  items_ += '\n';
  ++count_;
}

void List::add(const nlohmann::json& value) {
  add_text(written(value));
}

void List::set(std::string_view name, const nlohmann::json& value) {
  members_ += fmt::format(",\"{}\":{}", name, written(value));
}

std::string List::next_target(const Request& request, Fields query) const {
  query["from"] = *next_;
  return for_header(request.path) + write_query(query);
}

Response List::answer(const Request& request, const Fields& query, std::int64_t size) const {
  // The lines are JSON without line feeds in it: each of them ends an item.
  std::string items = items_;
  if (!items.empty()) items.pop_back();
  for (char& c : items)
    if (c == '\n') c = ',';
  std::string body = fmt::format(R"({{"size":{}{},"items":[)", size, members_) + items + ']';
  Response answer = text_answer("application/json", "");
  if (next_) {
    const std::string target = next_target(request, query);
    body += ",\"next\":" + nlohmann::json(target).dump();
    answer.headers.emplace_back("Link", "<" + target + ">; rel=\"next\"");
  }
  answer.body = body + "}\n";
  return answer;
}

Response List::answer_lines(const Request& request, const Fields& query, std::int64_t size) const {
  Response answer = text_answer("application/jsonl", items_);
  answer.headers.emplace_back("X-Ledger-Size", std::to_string(size));
  if (next_)
    answer.headers.emplace_back("Link", "<" + next_target(request, query) + ">; rel=\"next\"");
  return answer;
}

}  // namespace api::wire
