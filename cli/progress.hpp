#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "cli/command.hpp"
#include "ledger/audit.hpp"

namespace cli {

/// "record 41,203/100,000 41 % 12,800/s 5 s left"; without a total, only what is known.
[[nodiscard]] std::string progress_line(std::string_view doing, std::int64_t done,
                                        std::int64_t total, std::chrono::milliseconds passed);

/// One line on stderr that is written over; nothing when stderr is no terminal or answers are for
/// a machine. Threads: one.
class ProgressLine {
 public:
  ProgressLine(Context& context, std::string doing);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void update(std::int64_t done, std::int64_t total);
  /// Takes the line away, so that something else may be said.
  void clear();
  [[nodiscard]] bool is_shown() const { return shown_; }
  /// For the calls of the library that tell their progress. Must not outlive this.
  [[nodiscard]] ledger::Progress teller();

 private:
  using Time = std::chrono::steady_clock;
  std::ostream& err_;
  std::string doing_;
  bool shown_, written_ = false;
  Time::time_point start_, last_;
};

}  // namespace cli
