#include <algorithm>

#include <fmt/format.h>

#include "ledger/recorder.hpp"

namespace ledger {

std::vector<std::optional<Error>> Recorder::dry_run(const std::vector<Event>& events) {
  std::vector<std::optional<Error>> answers;
  const auto before = world_.mark();
  const std::int64_t now_ms = std::max(clock_.now_ms(), last_recorded_at_ms_);
  Index index = tree_.size();
  for (const Event& event : events) {
    const auto mark = world_.mark();
    const OperatorState* sender = world_.find_operator(event.operator_id);
    Result<void> judged =
        sender && sender->enrolled
            ? model::judge_sender(*sender, KeyState{}, event)
            : Result<void>(refuse(Refusal::unknown_operator, "/operator",
                                  fmt::format("{} is not enrolled", event.operator_id)));
    if (judged && sender) {
      if (const auto known = find_index(*sender, event.id)) {
        judged = judge_same(event, 0, *known);
        answers.push_back(judged ? std::nullopt : std::optional(judged.error()));
        continue;
      }
    }
    if (judged) judged = model::apply(world_, event, index, now_ms);
    if (judged) {
      (void)model::link_trails(world_, event, index++);
      answers.push_back(std::nullopt);
    } else {
      world_.rollback(mark);
      Error error = judged.error();
      error.event_id = event.id;
      answers.push_back(std::move(error));
    }
  }
  world_.rollback(before);
  return answers;
}

}  // namespace ledger
