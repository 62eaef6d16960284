#include <unordered_map>

#include <fmt/format.h>

#include "ledger/recording/recorder.hpp"

namespace ledger {
namespace {

Result<const OperatorState*> enrolled(model::World& world, std::string_view id) {
  const OperatorState* sender = world.find_operator(id);
  if (sender && sender->enrolled) return sender;
  return refuse(Refusal::unknown_operator, "/operator", fmt::format("{} is not enrolled", id));
}

}  // namespace

/// Nothing when the event is recorded already, word for word.
Result<bool> Recorder::is_new(const OperatorState& sender, const Event& event) {
  const auto known = find_index(sender, event.id);
  if (!known) return true;
  if (auto same = judge_same(event, 0, *known); !same) return tl::unexpected(same.error());
  return false;
}

Result<void> Recorder::try_event(const Event& event, Index index, std::int64_t now_ms) {
  const auto sender = enrolled(world_, event.operator_id);
  if (!sender) return tl::unexpected(sender.error());
  if (auto may = model::judge_sender(world_.constitution(), **sender, KeyState{}, event); !may)
    return may;
  const auto fresh = is_new(**sender, event);
  if (!fresh) return tl::unexpected(fresh.error());
  if (!*fresh) return {};
  if (auto applied = model::apply(world_, event, index, now_ms); !applied) return applied;
  if (auto judged = judge_beyond_rules(event, 0); !judged) return judged;
  (void)model::link_trails(world_, event, index);
  return {};
}

std::vector<std::optional<Error>> Recorder::dry_run(const std::vector<Event>& events) {
  std::vector<std::optional<Error>> answers;
  const auto time = recording_time();
  std::unordered_map<std::string, std::string_view> tried;
  Index index = tree_.size();
  for (const Event& event : events) {
    const auto mark = world_.mark();
    const auto [before, first_time] =
        tried.emplace(fmt::format("{}/{}", event.operator_id, event.id), event.bytes());
    Result<void> judged;
    if (!time)
      judged = tl::unexpected(time.error());
    else if (first_time)
      judged = try_event(event, index, *time);
    else if (before->second != event.bytes())
      judged = refuse(Refusal::id_reused, "/id", "an event before it has this id, other content");
    if (judged) {
      world_.settle();
      ++index;
      answers.push_back(std::nullopt);
      continue;
    }
    world_.rollback(mark);
    judged.error().event_id = event.id;
    answers.push_back(std::move(judged.error()));
  }
  return answers;
}

}  // namespace ledger
