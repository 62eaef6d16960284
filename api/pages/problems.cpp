#include "api/pages/problems.hpp"

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

#include "api/guard/refusals.hpp"
#include "api/pages/texts.hpp"
#include "api/wire/problem.hpp"

namespace api {
namespace {

using nlohmann::json;

void add(std::vector<ProblemRow>& rows, ProblemRow row) {
  const auto is_same = [&](const ProblemRow& other) { return other.name == row.name; };
  if (std::none_of(rows.begin(), rows.end(), is_same)) rows.push_back(row);
}

std::vector<ProblemRow> collect(const json& zh) {
  const auto in_zh = [&](std::string_view name) -> std::string_view {
    const auto found = zh.find(name);
    return found == zh.end() ? std::string_view()
                             : std::string_view(found->get_ref<const std::string&>());
  };
  std::vector<ProblemRow> rows;
  for (std::size_t i = 0; i < ledger::refusal_count; ++i) {
    const auto refusal = static_cast<ledger::Refusal>(i);
    const ledger::RefusalText& text = ledger::describe(refusal);
    add(rows, {text.name, wire::status_of(refusal),
               wire::read_problem_of({refusal, "", "", -1, ""}).status, text.sentence,
               in_zh(text.name), text.source, text.hint});
  }
  for (std::size_t i = 0; i < wire::trouble_count; ++i) {
    const wire::TroubleText& text = wire::describe(static_cast<wire::Trouble>(i));
    add(rows, {text.name, text.status, text.status, text.title, in_zh(text.name), "", text.hint});
  }
  for (const HttpRefusal& refusal : refusals::all)
    add(rows, {refusal.name, refusal.status, refusal.status, refusal.title, in_zh(refusal.name), "",
               refusal.hint});
  return rows;
}

}  // namespace

const std::vector<ProblemRow>& problem_rows() {
  static const json zh = json::parse(page_text("problems_zh"));
  static const std::vector<ProblemRow> rows = collect(zh);
  return rows;
}

}  // namespace api
