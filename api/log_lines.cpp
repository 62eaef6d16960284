#include "api/log_lines.hpp"

#include <thread>
#include <utility>

#include <fmt/format.h>

#include "api/log.hpp"

namespace api {

LogLines::LogLines(Take take, const ledger::Clock& clock, std::size_t kept_bytes_max)
    : take_(std::move(take)), clock_(clock), kept_bytes_max_(kept_bytes_max) {}

void LogLines::say(std::string line) {
  const std::lock_guard lock(guard_);
  if (tell_kept() && take_(line)) return;
  // Behind a gap nothing is kept: the line that tells of it stands where it is.
  if (untold_ > 0 || kept_bytes_ + line.size() > kept_bytes_max_) {
    ++dropped_;
    ++untold_;
    return;
  }
  kept_bytes_ += line.size();
  kept_.push_back(std::move(line));
}

std::int64_t LogLines::dropped() const {
  const std::lock_guard lock(guard_);
  return dropped_;
}

void LogLines::finish(std::chrono::milliseconds at_most) {
  constexpr std::chrono::milliseconds again_after{20};
  const auto end = std::chrono::steady_clock::now() + at_most;
  for (;;) {
    {
      const std::lock_guard lock(guard_);
      if (tell_kept()) return;
    }
    if (std::chrono::steady_clock::now() >= end) return;
    std::this_thread::sleep_for(again_after);
  }
}

/// False when some of it is still to be told.
bool LogLines::tell_kept() {
  while (!kept_.empty()) {
    if (!take_(kept_.front())) return false;
    kept_bytes_ -= kept_.front().size();
    kept_.pop_front();
  }
  if (untold_ > 0) {
    if (!take_(event_line(clock_.now_ms(), "log_lines_dropped",
                          fmt::format("{}: nobody read the log", untold_))))
      return false;
    untold_ = 0;
  }
  return true;
}

}  // namespace api
