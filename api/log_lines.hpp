#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>

#include "ledger/clock.hpp"

namespace api {

/// A log whose reader may stop reading: nobody who says something waits for it. What is not taken
/// is kept and told later, in order; beyond a bound new lines are dropped and counted, and the next
/// line that is taken says how many. Threads: any.
class LogLines {
 public:
  /// Writes a line, or answers false without having written any of it, since it would have to wait.
  using Take = std::function<bool(const std::string& line)>;

  LogLines(Take take, const ledger::Clock& clock,
           std::size_t kept_bytes_max = std::size_t{1} << 20U);

  void say(std::string line);
  /// Lines that nobody will read.
  [[nodiscard]] std::int64_t dropped() const;
  /// Waits until everything is told, but no longer than that.
  void finish(std::chrono::milliseconds at_most);

 private:
  bool tell_kept();

  const Take take_;
  const ledger::Clock& clock_;
  const std::size_t kept_bytes_max_;
  mutable std::mutex guard_;
  std::deque<std::string> kept_;
  std::size_t kept_bytes_ = 0;
  std::int64_t dropped_ = 0, untold_ = 0;  ///< untold: dropped since a line last said so
};

}  // namespace api
