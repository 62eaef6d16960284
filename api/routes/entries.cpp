#include <limits>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/core.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/scope.hpp"
#include "api/routes/trails.hpp"
#include "api/wire/answers.hpp"
#include "api/wire/base64.hpp"
#include "api/wire/problem.hpp"
#include "api/wire/target.hpp"
#include "api/wire/views.hpp"

namespace api {
namespace {

using ledger::Entry;
using ledger::EntryQuery;
using ledger::Ledger;
using nlohmann::json;
using wire::Stop;
using wire::Trouble;

constexpr std::int64_t index_max = std::numeric_limits<std::int64_t>::max();

std::optional<ledger::EventType> type_in(const Fields& query) {
  const std::string name = wire::text_in(query, "type");
  if (name.empty()) return std::nullopt;
  const auto type = ledger::listed<ledger::EventType>(name);
  if (!type)
    throw Stop(wire::parameter_problem(Trouble::parameter_malformed, "type",
                                       fmt::format("`type` is no type of event: {}", name)));
  return type;
}

EntryQuery read_entry_query(const Call& call) {
  const Fields& query = call.query;
  EntryQuery asked;
  asked.type = type_in(query);
  asked.operator_id = wire::text_in(query, "operator");
  asked.about = wire::text_in(query, "about");
  asked.recorded_from_ms = wire::time_ms_in(query, "from_time");
  asked.recorded_before_ms = wire::time_ms_in(query, "before_time");
  asked.newest_first = wire::word_in(query, "order", {"oldest", "newest"}) == 1;
  asked.from = wire::number_in(query, "from", 0, index_max);
  asked.entries_max = wire::limit_in(query);
  return asked;
}

/// What an operator may see of everybody's entries, or of another operator's, stands in its own
/// trail: a page of theirs would tell by its `next` where theirs go on. The id that the entries
/// must name, too; "" when there is none.
std::string keep_to_own_trail(const Call& call, const Ledger& ledger, EntryQuery& query) {
  if (!is_own_only(call)) return "";
  if (!query.about.empty() && !ledger.find_operator(query.about)) {
    if (!is_party(call, ledger, query.about)) not_found(call, "unit, lot or operator", query.about);
    return "";
  }
  return std::exchange(query.about, call.caller.operator_id);
}

ledger::EntryPage page_of(const Call& call, const Ledger& ledger, EntryQuery query) {
  const std::string also = keep_to_own_trail(call, ledger, query);
  auto page = ledger.entries(query);
  if (!page) {
    wire::Problem problem = wire::read_problem_of(page.error());
    if (page.error().refusal == ledger::Refusal::unknown_unit) problem.pointer = "about";
    throw Stop(std::move(problem));
  }
  std::erase_if(page->entries, [&](const Entry& entry) {
    return !may_see(call, entry) || (!also.empty() && !names(entry, also));
  });
  return std::move(*page);
}

/// Adds as many as a page may hold; the page goes on where it stopped.
void add_entries(wire::List& list, const ledger::EntryPage& page, bool as_leaves) {
  for (const Entry& entry : page.entries) {
    if (list.is_full()) return list.go_on_at(entry.index);
    list.add_text(as_leaves ? entry.bytes : wire::entry_text(entry));
  }
  if (page.next) list.go_on_at(*page.next);
}

Entry entry_at(const Call& call, const Ledger& ledger, std::int64_t index) {
  auto entry = ledger.entry(index);
  if (!entry || !may_see(call, *entry))
    throw Stop(Trouble::not_found, fmt::format("there is no entry {} for you to read; the ledger "
                                               "has {}, counted from 0",
                                               index, ledger.info().size));
  return std::move(*entry);
}

}  // namespace

std::int64_t read_index(std::string_view text) {
  return wire::read_number("index", text, 0, index_max);
}

Response trail_answer(const Call& call, const Ledger& ledger, const std::string& id,
                      bool is_filtered) {
  EntryQuery query;
  query.about = id;
  query.newest_first = true;
  query.from = wire::number_in(call.query, "from", 0, index_max);
  query.entries_max = wire::limit_in(call.query);
  auto page = is_filtered ? page_of(call, ledger, query) : ledger.entries(query);
  if (!page) not_found(call, "unit, lot or operator", id);
  wire::List list(query.entries_max);
  list.set("id", id);
  add_entries(list, *page, false);
  return list.answer(call.request, call.query, page->size);
}

Response get_entries(Call& call) {
  const EntryQuery query = read_entry_query(call);
  const bool as_lines = wire::word_in(call.query, "format", {"json", "jsonl"}) == 1;
  const auto ledger = call.core.readers.lend(call.waited);
  const ledger::EntryPage page = page_of(call, *ledger, query);
  wire::List list(query.entries_max);
  add_entries(list, page, as_lines);
  return as_lines ? list.answer_lines(call.request, call.query, page.size)
                  : list.answer(call.request, call.query, page.size);
}

Response get_entry(Call& call) {
  const std::int64_t index = read_index(call.parts.at(0));
  const auto ledger = call.core.readers.lend(call.waited);
  const Entry entry = entry_at(call, *ledger, index);
  const auto proof = ledger->prove(index);
  ledger::require(proof.has_value(), "an entry that was read has a proof");
  const json batch{{"first", entry.batch.first},
                   {"count", entry.batch.head.count},
                   {"operator", entry.batch.head.operator_id},
                   {"key", entry.batch.head.key},
                   {"recorded_at_ms", entry.batch.recorded_at_ms}};
  // The entry's own bytes, not written anew.
  const std::string both = wire::entry_text(entry);
  return wire::text_answer("application/json",
                           fmt::format(R"({{"size":{},"batch":{},"proof":{},)", ledger->info().size,
                                       batch.dump(), json(proof->proof).dump()) +
                               both.substr(1) + '\n');
}

Response get_openings(Call& call) {
  const std::int64_t index = read_index(call.parts.at(0));
  const auto ledger = call.core.readers.lend(call.waited);
  const Entry entry = entry_at(call, *ledger, index);
  // Free text may be about people: only who wrote it reads it again, and the authorities.
  if (!may_see(call, entry.batch.head.operator_id))
    throw Stop(Trouble::not_allowed,
               "sealed texts are read by the operator who sealed them, regulators and auditors");
  json items = json::array();
  for (const ledger::OpenedText& text : ledger->openings(index)) items.push_back(wire::view(text));
  return wire::json_answer({{"size", ledger->info().size}, {"items", std::move(items)}});
}

Response get_entry_proof(Call& call) {
  const std::int64_t index = read_index(call.parts.at(0));
  const auto ledger = call.core.readers.lend(call.waited);
  (void)entry_at(call, *ledger, index);
  const auto proof = ledger->prove(index);
  ledger::require(proof.has_value(), "an entry that was read has a proof");
  return wire::json_answer(
      {{"size", ledger->info().size}, {"bytes", proof->bytes}, {"proof", proof->proof}});
}

}  // namespace api
