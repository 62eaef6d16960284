#include <array>
#include <limits>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/core.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/scope.hpp"
#include "api/wire/answers.hpp"
#include "api/wire/problem.hpp"
#include "api/wire/target.hpp"
#include "api/wire/views.hpp"

namespace api {
namespace {

using ledger::Finding;
using wire::Stop;

/// docs/rules.md, "Findings"; openapi.json has the same.
constexpr std::array<std::string_view, 8> finding_names{"earlier_than_the_trail",
                                                        "received_mass_differs",
                                                        "weighed_mass_differs",
                                                        "code_chemistry_at_odds",
                                                        "code_date_odd",
                                                        "code_date_after_event",
                                                        "scrapped_without_battery",
                                                        "scrapped_with_a_battery_out_of_service"};

/// A slip in the name must not look like a ledger without such findings.
std::string name_in(const Fields& query) {
  const std::size_t position =
      wire::word_in(query, "name", {finding_names.begin(), finding_names.end()});
  return query.contains("name") ? std::string(finding_names.at(position)) : "";
}

std::string operator_in(const Fields& query, const ledger::Ledger& ledger) {
  const std::string id = wire::text_in(query, "operator");
  if (query.contains("operator") && !ledger.find_operator(id))
    throw Stop(wire::read_problem_of(
        ledger::refuse(ledger::Refusal::unknown_operator, "", fmt::format("no entry names {}", id))
            .value()));
  return id;
}

/// How many findings a page may look at, and for how many entries, to find what it shows.
constexpr int findings_looked_at_max = 20'000, entries_read_max = 2'000;

/// What is asked for, and the entry that the last finding was raised by: several findings of one
/// entry read it once.
class Chosen {
 public:
  Chosen(const Call& call, const ledger::Ledger& ledger)
      : call_(call),
        ledger_(ledger),
        year_(wire::number_in(call.query, "year", 1990, 2199)),
        name_(name_in(call.query)),
        company_(operator_in(call.query, ledger)) {}

  bool is_asked_for(const Finding& finding) {
    ++looked_at_;
    if (year_ && finding.year != *year_) return false;
    if (!name_.empty() && finding.name != name_) return false;
    read(finding.entry);
    return (company_.empty() || entry_->batch.head.operator_id == company_) &&
           may_see(call_, *entry_);
  }
  [[nodiscard]] const std::string& company() const { return entry_->batch.head.operator_id; }
  [[nodiscard]] const std::string& at() const { return at_; }
  [[nodiscard]] bool is_tired() const {
    return read_ >= entries_read_max || looked_at_ >= findings_looked_at_max;
  }

 private:
  void read(ledger::Index index) {
    if (entry_ && entry_->index == index) return;
    entry_ = ledger_.entry(index);
    ++read_;
    const auto event =
        entry_ ? ledger::read_canonical_event(entry_->event) : ledger::Result<ledger::Event>();
    if (!entry_ || !event)
      throw ledger::Damage(fmt::format(
          "reading the findings: entry {} is gone or no event; run `celltrail audit`", index));
    at_ = std::string(event->at);
  }

  const Call& call_;
  const ledger::Ledger& ledger_;
  std::optional<std::int64_t> year_;
  std::string name_, company_;
  std::optional<ledger::Entry> entry_;
  std::string at_;
  int read_ = 0, looked_at_ = 0;
};

}  // namespace

Response get_findings(Call& call) {
  constexpr std::int64_t number_max = std::numeric_limits<std::int64_t>::max() - 1;
  std::int64_t number = wire::number_in(call.query, "from", 0, number_max).value_or(0);
  const auto ledger = call.core.readers.lend(call.waited);
  Chosen chosen(call, *ledger);
  wire::List list(wire::limit_in(call.query));
  ledger->each_finding(number, [&](const Finding& finding) {
    const bool is_tired = chosen.is_tired();
    const bool is_shown = !is_tired && chosen.is_asked_for(finding);
    if (is_tired || (is_shown && list.is_full()))
      list.go_on_at(number);
    else if (is_shown)
      list.add(wire::view(finding, chosen.company(), chosen.at()));
    ++number;
    return !list.goes_on();
  });
  return list.answer(call.request, call.query, ledger->info().size);
}

}  // namespace api
