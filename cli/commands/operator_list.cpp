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
using nlohmann::json;

struct ListOptions {};

/// "collector, recycler"
std::string roles_text(const ledger::OperatorState& state) {
  std::string out;
  for (std::size_t i = 0; i < ledger::list_size<ledger::Role>(); ++i) {
    const auto role = static_cast<ledger::Role>(i);
    if (state.has(role)) out += (out.empty() ? "" : ", ") + std::string(text(role));
  }
  return out;
}

std::vector<Parameter> list_parameters(ListOptions&) {
  return {};
}

std::string_view standing(const ledger::OperatorState& state) {
  if (!state.enrolled) return "only named";
  return state.suspended ? "suspended" : "enrolled";
}

ExitCode list(Context& context, const ListOptions&) {
  const auto opened = open_ledger(context, Access::read);
  const LedgerReader& ledger = *opened;
  const auto operators = ledger.operators();
  if (context.globals.json) {
    json lines = json::array();
    for (const ledger::OperatorState& state : operators) lines.push_back(api::wire::view(state));
    context.streams.out << json{{"operators", lines}}.dump() << '\n';
    return ExitCode::ok;
  }
  Table table({{"id"},
               {"name"},
               {"standing"},
               {"region"},
               {"keys", Table::Align::right},
               {"t/year", Table::Align::right},
               {"roles"}});
  for (const ledger::OperatorState& state : operators)
    table.add({state.id, state.name, std::string(standing(state)), state.region,
               std::to_string(state.keys.size()),
               state.capacity_t < 0 ? "" : grouped(state.capacity_t), roles_text(state)});
  table.write(context.streams.out, context.environment.columns);
  return ExitCode::ok;
}

struct ShowOptions {
  std::string id;
};

std::vector<Parameter> show_parameters(ShowOptions& options) {
  return {{"ID", "", "the operator", &options.id, true}};
}

std::string key_standing(const ledger::KeyState& key, std::int64_t utc_offset_min) {
  std::string said = "since entry " + grouped(key.granted);
  if (key.revoked >= 0) said += ", revoked by entry " + grouped(key.revoked);
  if (key.until_s >= 0) said += ", until " + local_time(key.until_s, utc_offset_min);
  if (!key.holder.empty()) said += ", used by " + key.holder;
  if (key.types != 0) said += ", some events only";
  return said;
}

ExitCode show(Context& context, const ShowOptions& options) {
  const auto opened = open_ledger(context, Access::read);
  const LedgerReader& ledger = *opened;
  const auto state = ledger.find_operator(options.id);
  if (!state)
    not_found("no entry names an operator " + shown(options.id),
              "`celltrail operator list` lists those known");
  std::ostream& out = context.streams.out;
  if (context.globals.json) {
    out << api::wire::view(*state).dump() << '\n';
    return ExitCode::ok;
  }
  out << state->id << "  " << state->name << '\n'
      << "standing  " << standing(*state) << '\n'
      << "roles     " << roles_text(*state) << '\n'
      << "region    " << state->region << '\n';
  if (state->capacity_t >= 0) out << "capacity  " << grouped(state->capacity_t) << " t a year\n";
  for (const ledger::SiteState& site : state->sites)
    out << "site      " << site.site << "  " << site.name << "  " << site.region << '\n';
  const std::int64_t offset = ledger.info().constitution.utc_offset_min;
  for (const ledger::KeyState& key : state->keys)
    out << "key       " << key.name << "  " << key_standing(key, offset) << '\n';
  return ExitCode::ok;
}

}  // namespace

Command operator_list_command() {
  return {.name = "operator list",
          .summary = "every operator that is named in the ledger",
          .details = "",
          .examples = {"celltrail operator list"},
          .prepare = with_options<ListOptions>(list_parameters, list)};
}

Command operator_show_command() {
  return {.name = "operator show",
          .summary = "one operator: standing, roles, sites, keys",
          .details = "",
          .examples = {"celltrail operator show VATTEST1"},
          .prepare = with_options<ShowOptions>(show_parameters, show)};
}

}  // namespace cli
