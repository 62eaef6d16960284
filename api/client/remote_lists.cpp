#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "api/client/problem_details.hpp"
#include "api/client/read_json.hpp"
#include "api/client/remote_ledger.hpp"
#include "api/wire/answers.hpp"
#include "ledger/elsewhere.hpp"

namespace api::client {
namespace {

using nlohmann::json;

bool is_lot_name(std::string_view id) {
  return id.find('/') != std::string_view::npos;
}

std::string lot_target(std::string_view name) {
  const std::size_t slash = name.find('/');
  return "/v1/lots/" + encoded(name.substr(0, slash)) + '/' + encoded(name.substr(slash + 1));
}

/// The number that a page's next address goes on at.
std::optional<ledger::Index> next_index(const json& page) {
  const json* next = Members(page).find("next");
  if (next == nullptr) return std::nullopt;
  const std::string target = text_of(*next);
  const std::size_t at = std::max(target.find("?from="), target.find("&from="));
  if (at == std::string::npos) strange("its next page begins nowhere");
  ledger::Index index = 0;
  const char* const first = target.data() + at + 6;
  if (std::from_chars(first, target.data() + target.size(), index).ec != std::errc())
    strange("its next page begins nowhere");
  return index;
}

std::string list_from(std::string_view path, std::int64_t from) {
  return std::string(path) + "?limit=500" + (from == 0 ? "" : "&from=" + std::to_string(from));
}

std::string query_of(const ledger::EntryQuery& query) {
  std::string target =
      "/v1/entries?limit=" +
      std::to_string(std::min<std::size_t>(500, std::max<std::size_t>(1, query.entries_max)));
  if (query.type) target += "&type=" + std::string(ledger::text(*query.type));
  if (!query.operator_id.empty()) target += "&operator=" + encoded(query.operator_id);
  if (!query.about.empty()) target += "&about=" + encoded(query.about);
  // Seconds on the wire: the wider span is asked for, and what is too much left out.
  if (query.recorded_from_ms)
    target += "&from_time=" + std::to_string(*query.recorded_from_ms / 1000);
  if (query.recorded_before_ms)
    target += "&before_time=" + std::to_string((*query.recorded_before_ms + 999) / 1000);
  if (query.from) target += "&from=" + std::to_string(*query.from);
  return target + (query.newest_first ? "&order=newest" : "&order=oldest");
}

}  // namespace

ledger::Result<ledger::EntryPage> RemoteLedger::entries(const ledger::EntryQuery& query) const {
  const auto found = exchange_.find(query_of(query));
  if (!found) return tl::unexpected(found.error());
  if (!*found)
    return ledger::refuse(ledger::Refusal::unknown_unit, "", "nothing is about " + query.about);
  const json said = read_json(**found);
  ledger::EntryPage page;
  page.size = Members(said).whole("size");
  page.next = next_index(said);
  for (const json& item : Members(said).list("items")) {
    ledger::Entry entry = read_leaf(item);
    const std::int64_t at_ms = entry.batch.recorded_at_ms;
    if (query.recorded_from_ms && at_ms < *query.recorded_from_ms) continue;
    if (query.recorded_before_ms && at_ms >= *query.recorded_before_ms) continue;
    page.entries.push_back(std::move(entry));
  }
  return page;
}

std::string RemoteLedger::trail_target(std::string_view id) const {
  if (is_lot_name(id)) return lot_target(id) + "/trail";
  if (find_operator(id)) return "/v1/operators/" + encoded(id) + "/trail";
  return "/v1/units/" + encoded(id) + "/trail";
}

std::optional<std::vector<ledger::Entry>> RemoteLedger::trail(std::string_view id,
                                                              std::size_t entries_max) const {
  const std::string limit = "?limit=" + std::to_string(std::min<std::size_t>(500, entries_max));
  const std::string target = trail_target(id) + limit;
  std::vector<ledger::Entry> entries;
  std::string trail_id;
  std::optional<ledger::Index> expected;
  const bool has_gaps = exchange_.client().has_token() && target.starts_with("/v1/operators/");
  const bool is_known = exchange_.each_page(target, [&](const json& page) {
    trail_id = Members(page).text("id");
    for (const json& item : Members(page).list("items")) {
      ledger::Entry entry = read_leaf(item);
      const auto link =
          std::find_if(entry.trail.begin(), entry.trail.end(),
                       [&](const ledger::TrailLink& at) { return at.id == trail_id; });
      // Each entry names the one before: a server that leaves one out shows itself. Of another's
      // trail an operator is shown only what it is party to.
      const bool follows =
          !expected || entry.index == *expected || (has_gaps && entry.index < *expected);
      if (link == entry.trail.end() || !follows)
        throw ledger::Damage("the server's trail of " + std::string(id) +
                             " does not follow the links in its entries; ask another server");
      expected = link->prev;
      entries.push_back(std::move(entry));
      if (entries.size() == entries_max) return false;
    }
    return !expected || *expected >= 0;
  });
  if (!is_known) return std::nullopt;
  return entries;
}

std::optional<ledger::UnitView> RemoteLedger::unit(std::string_view code) const {
  if (code.empty() || is_lot_name(code)) return std::nullopt;
  const auto found = exchange_.find("/v1/units/" + encoded(code));
  if (!found) throw refused_unasked(found.error(), "a unit");
  if (!*found) return std::nullopt;
  return read_unit(Members(read_json(**found)).of("unit"));
}

std::optional<ledger::LotState> RemoteLedger::lot(std::string_view name) const {
  if (!is_lot_name(name)) return std::nullopt;
  const auto found = exchange_.find(lot_target(name));
  if (!found) throw refused_unasked(found.error(), "a lot");
  if (!*found) return std::nullopt;
  return read_lot(Members(read_json(**found)).of("lot"), operators());
}

std::optional<ledger::OperatorState> RemoteLedger::find_operator(std::string_view id) const {
  if (id.empty() || is_lot_name(id)) return std::nullopt;
  const auto found = exchange_.find("/v1/operators/" + encoded(id));
  if (!found) throw refused_unasked(found.error(), "an operator");
  if (!*found) return std::nullopt;
  return read_operator(Members(read_json(**found)).of("operator"));
}

std::vector<ledger::OperatorState> RemoteLedger::operators() const {
  std::vector<ledger::OperatorState> all;
  exchange_.each_item("/v1/operators?limit=500", [&](const json& item) {
    all.push_back(read_operator(item));
    all.back().no = static_cast<std::int64_t>(all.size());
    return true;
  });
  return all;
}

std::vector<ledger::TargetState> RemoteLedger::targets() const {
  std::vector<ledger::TargetState> all;
  exchange_.each_item("/v1/targets", [&](const json& item) {
    all.push_back(read_target(item));
    return true;
  });
  return all;
}

void RemoteLedger::each_stock_line(
    std::string_view operator_id, const ledger::StockKey& from,
    const std::function<bool(const ledger::StockLine&)>& take) const {
  const bool is_whole = from.no == 0 && !from.is_lot;
  const std::string begin = is_whole ? "" : "&from=" + wire::cursor(from);
  exchange_.each_item("/v1/operators/" + encoded(operator_id) + "/stock?limit=500" + begin,
                      [&](const json& item) { return take(read_stock_line(item)); });
}

std::map<std::string, std::int64_t> RemoteLedger::stock_totals() const {
  std::map<std::string, std::int64_t> totals;
  exchange_.each_item("/v1/stock", [&](const json& item) {
    totals[Members(item).text("operator")] = Members(item).whole("mass_g");
    return true;
  });
  return totals;
}

void RemoteLedger::each_transfer(
    bool open_only, std::int64_t from,
    const std::function<bool(const ledger::TransferView&)>& take) const {
  exchange_.each_item(list_from("/v1/transfers", from) + (open_only ? "&open=true" : ""),
                      [&](const json& item) { return take(read_transfer(item)); });
}

void RemoteLedger::each_finding_by(std::int64_t from,
                                   const std::function<bool(const FoundBy&)>& take) const {
  exchange_.each_item(list_from("/v1/findings", from),
                      [&](const json& item) { return take(read_finding(item)); });
}

void RemoteLedger::each_finding(std::int64_t from,
                                const std::function<bool(const ledger::Finding&)>& take) const {
  each_finding_by(from, [&](const FoundBy& found) { return take(found.finding); });
}

void RemoteLedger::each_checkpoint(
    std::int64_t from, const std::function<bool(const ledger::Checkpoint&)>& take) const {
  exchange_.each_item(list_from("/v1/checkpoints", from),
                      [&](const json& item) { return take(read_head(item)); });
}

std::vector<ledger::OpenedText> RemoteLedger::openings(ledger::Index entry) const {
  const auto found = exchange_.find("/v1/entries/" + std::to_string(entry) + "/openings");
  if (!found) throw refused_unasked(found.error(), "sealed texts");
  // To whom an entry is not shown it is not there.
  if (!*found) throw Withheld("the service shows no texts of entry " + std::to_string(entry));
  const json said = read_json(**found);
  std::vector<ledger::OpenedText> texts;
  for (const json& item : Members(said).list("items")) texts.push_back(read_opened(item));
  return texts;
}

}  // namespace api::client
