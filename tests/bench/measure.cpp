#include "tests/bench/measure.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <numeric>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger/result.hpp"

namespace bench {
namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

double seconds_of(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

[[noreturn]] void answer_and_end(int pipe, const std::function<json()>& work) {
  json answer;
  try {
    answer = work();
  } catch (const std::exception& failure) {
    answer = {{"failure", failure.what()}};
  }
  const std::string text = answer.dump(-1, ' ', false, json::error_handler_t::replace);
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t written = ::write(pipe, rest.data(), rest.size());
    if (written <= 0) break;
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  std::fflush(nullptr);
  ::_exit(0);
}

std::string read_all(int pipe) {
  std::string text;
  std::array<char, 4096> block{};
  for (;;) {
    const ssize_t got = ::read(pipe, block.data(), block.size());
    if (got <= 0) return text;
    text.append(block.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

void Stopwatch::start() {
  cpu_started_ = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
  thread_cpu_started_ = seconds_of(CLOCK_THREAD_CPUTIME_ID);
  wall_started_ = std::chrono::steady_clock::now();
}

void Stopwatch::stop() {
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - wall_started_;
  wall_s_ += wall.count();
  cpu_s_ += seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_started_;
  thread_cpu_s_ += seconds_of(CLOCK_THREAD_CPUTIME_ID) - thread_cpu_started_;
}

Outcome in_child(const char* name, const std::function<json()>& work) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw ledger::Failure("a pipe to a child could not be made");
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child < 0) throw ledger::Failure("a child process could not be made");
  if (child == 0) {
    ::close(ends[0]);
    ::prctl(PR_SET_NAME, name);
    answer_and_end(ends[1], work);
  }
  ::close(ends[1]);
  const std::string text = read_all(ends[0]);
  ::close(ends[0]);
  int status = 0;
  rusage used{};
  ::wait4(child, &status, 0, &used);
  Outcome outcome{json::parse(text, nullptr, false),
                  seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss};
  if (outcome.answer.is_discarded())
    throw ledger::Failure("a child process ended without an answer, status " +
                          std::to_string(status));
  if (outcome.answer.is_object() && outcome.answer.contains("failure"))
    throw ledger::Failure(outcome.answer["failure"].get<std::string>());
  return outcome;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double quantile(std::vector<double> values, int permille) {
  std::sort(values.begin(), values.end());
  return values.at(
      std::min(values.size() - 1, values.size() * static_cast<std::size_t>(permille) / 1000));
}

}  // namespace bench
