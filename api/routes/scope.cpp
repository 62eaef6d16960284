#include "api/routes/scope.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "api/core.hpp"
#include "api/wire/problem.hpp"

namespace api {
namespace {

/// Of a trail, its newest entries: who has had to do with a thing is among those who did last.
constexpr std::size_t entries_looked_at_max = 10'000;
constexpr std::size_t entries_at_once = 250;

bool trail_names(const ledger::Ledger& ledger, const std::string& id, std::string_view company) {
  ledger::EntryQuery query;
  query.about = id;
  query.newest_first = true;
  query.entries_max = entries_at_once;
  for (std::size_t seen = 0; seen < entries_looked_at_max; seen += entries_at_once) {
    const auto page = ledger.entries(query);
    if (!page) return false;
    for (const ledger::Entry& entry : page->entries)
      if (names(entry, company)) return true;
    if (!page->next) return false;
    query.from = page->next;
  }
  return false;
}

}  // namespace

bool names(const ledger::Entry& entry, std::string_view id) {
  return std::any_of(entry.trail.begin(), entry.trail.end(),
                     [&](const ledger::TrailLink& link) { return link.id == id; });
}

void require_allowed(Verdict verdict, const Caller& caller, Needs needs, std::string_view what) {
  if (verdict == Verdict::needs_token)
    throw wire::Stop(wire::Trouble::needs_token,
                     fmt::format("{} needs {}, and none came", what, token_for(needs)));
  if (verdict == Verdict::not_allowed)
    throw wire::Stop(
        wire::Trouble::not_allowed,
        fmt::format("{} needs {}, and what came is for {}", what, token_for(needs),
                    caller.kind == Caller::Kind::operator_ ? caller.operator_id
                                                           : std::string(kind_name(caller.kind))));
}

void require_needs(Call& call, Needs needs, std::string_view what) {
  call.verdict = judge(call.core.policy, call.caller, needs);
  require_allowed(call.verdict, call.caller, needs, what);
}

bool is_own_only(const Call& call) {
  return call.verdict == Verdict::own_only;
}

bool sees_all(const Call& call) {
  return judge(call.core.policy, call.caller, Needs::everything) == Verdict::allowed;
}

bool may_see(const Call& call, const ledger::Entry& entry) {
  return !is_own_only(call) || names(entry, call.caller.operator_id);
}

bool may_see(const Call& call, std::string_view operator_id) {
  return !is_own_only(call) || operator_id == call.caller.operator_id;
}

std::unique_ptr<Readers::Lease> lend_long(const Call& call) {
  auto lease = call.core.readers.try_lend_long(call.waited);
  if (!lease)
    throw wire::Stop(wire::Trouble::busy,
                     "as many long trails, reports of earlier heads and large dry runs are being "
                     "made as may be");
  return lease;
}

bool is_party(const Call& call, const ledger::Ledger& ledger, const std::string& id) {
  return !is_own_only(call) || trail_names(ledger, id, call.caller.operator_id);
}

void not_found(const Call& call, std::string_view what, std::string_view id) {
  throw wire::Stop(wire::Trouble::not_found,
                   is_own_only(call) ? fmt::format("no {} {} is in an entry that names {}", what,
                                                   id, call.caller.operator_id)
                                     : fmt::format("no entry is about a {} {}", what, id));
}

}  // namespace api
