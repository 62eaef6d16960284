#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

/// What every measurement of this program is made with.
namespace bench {

using nlohmann::json;

/// Wall and CPU seconds between start and stop, added up: of all threads of this process, and of
/// the calling one alone.
class Stopwatch {
 public:
  void start();
  void stop();
  [[nodiscard]] double wall_s() const { return wall_s_; }
  [[nodiscard]] double cpu_s() const { return cpu_s_; }
  [[nodiscard]] double thread_cpu_s() const { return thread_cpu_s_; }

 private:
  std::chrono::steady_clock::time_point wall_started_{};
  double cpu_started_ = 0, thread_cpu_started_ = 0;
  double wall_s_ = 0, cpu_s_ = 0, thread_cpu_s_ = 0;
};

/// What a child process answered, and what the kernel says it used.
struct Outcome {
  json answer;
  double cpu_s = 0;           ///< user and system, of its whole life
  std::int64_t peak_kib = 0;  ///< resident memory
};

/// Runs `work` in a process of its own, so that its memory and its caches are its own; `name` (at
/// most 15 characters) is what a profiler calls it. Throws Failure with what it threw, or when it
/// ended otherwise.
[[nodiscard]] Outcome in_child(const char* name, const std::function<json()>& work);

/// The average, and the value below which this part (permille) of the values lies.
[[nodiscard]] double mean(const std::vector<double>& values);
[[nodiscard]] double quantile(std::vector<double> values, int permille);

}  // namespace bench
