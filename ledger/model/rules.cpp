#include "ledger/model/rules.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/encoding/time.hpp"
#include "ledger/model/case.hpp"

namespace ledger::model {
namespace {

constexpr std::int64_t future_max_s = 86'400;

Verdict judge_frame(const Case& c) {
  if (c.event.type != EventType::establish && !c.world.is_founded())
    return refuse(Refusal::not_founded, "/type", "entry 0 of a ledger is its founding");
  if (c.event.at_s > c.recorded_at_ms / 1000 + future_max_s)
    return refuse(Refusal::at_in_future, "/at",
                  fmt::format("{} lies more than 24 h after the recording at {}", c.event.at,
                              encoding::recorded_at_text(c.recorded_at_ms)));
  if (c.event.site.empty()) return {};
  const auto& sites = c.sender().sites;
  const bool is_registered = std::any_of(
      sites.begin(), sites.end(), [&](const SiteState& s) { return s.site == c.event.site; });
  if (is_registered) return {};
  return refuse(Refusal::unknown_site, "/site",
                fmt::format("{} has no registered site {}", c.sender().id, c.event.site));
}

Verdict judge(Case& c) {
  switch (c.event.type) {
    case EventType::establish:
      return judge_establish(c);
    case EventType::adopt_rules:
      return judge_adopt_rules(c);
    case EventType::enroll:
      return judge_enroll(c);
    case EventType::grant_key:
      return judge_grant_key(c);
    case EventType::revoke_key:
      return judge_revoke_key(c);
    case EventType::suspend:
      return judge_suspend(c);
    case EventType::reinstate:
      return judge_reinstate(c);
    case EventType::set_target:
      return judge_set_target(c);
    case EventType::rotate_ledger_key:
      return judge_rotate_ledger_key(c);
    case EventType::restored:
      return judge_restored(c);
    case EventType::scrap_vehicle:
      return judge_scrap_vehicle(c);
    case EventType::retire:
      return judge_retire(c);
    case EventType::bring_in:
      return judge_bring_in(c);
    case EventType::identify:
      return judge_identify(c);
    case EventType::weigh:
      return judge_weigh(c);
    case EventType::inspect:
      return judge_inspect(c);
    case EventType::dispatch:
      return judge_dispatch(c);
    case EventType::receive:
      return judge_receive(c);
    case EventType::dismantle:
    case EventType::repurpose:
    case EventType::process:
      return judge_transformation(c);
    case EventType::deliver:
      return judge_deliver(c);
    case EventType::dispose:
      return judge_dispose(c);
    case EventType::report_missing:
      return judge_report_missing(c);
    case EventType::correct:
    case EventType::approve:
    case EventType::object:
    case EventType::attest:
    case EventType::redact:
    case EventType::close_year:
    case EventType::succeed:
    case EventType::snapshot:
    case EventType::carry:
      break;
  }
  return refuse(Refusal::not_supported, "/type",
                fmt::format("{} is not supported as yet", text(c.event.type)));
}

}  // namespace

Result<void> apply(World& world, const Event& event, Index index, std::int64_t recorded_at_ms) {
  Case c(world, event, index, recorded_at_ms);
  if (auto framed = judge_frame(c); !framed) return framed;
  if (auto judged = judge(c); !judged) return judged;
  c.require_balance();
  return {};
}

}  // namespace ledger::model
