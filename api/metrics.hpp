#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace api {

/// Writes Prometheus' text format 0.0.4.
class MetricsText {
 public:
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// Opens a family: its samples follow. `type` is counter, gauge or histogram.
  void family(std::string_view name, std::string_view type, std::string_view help);
  void sample(Labels labels, std::int64_t value);
  /// A number of microseconds, written as seconds.
  void seconds(Labels labels, std::int64_t microseconds);
  /// `counts` are not cumulative and have one more than `bounds`; the sum is in the bounds' unit.
  /// `as_seconds`: both are microseconds.
  void histogram(Labels labels, std::span<const std::int64_t> bounds,
                 std::span<const std::int64_t> counts, std::int64_t sum, bool as_seconds);

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void line(std::string_view suffix, Labels labels, std::string_view le, std::string_view value);

  std::string text_;
  std::string name_;
};

/// What the service did since it began (docs/operating.md, "Metrics"). Threads: any; those who
/// count wait for each other only within one operation.
class Metrics {
 public:
  /// `operations`: every name that may stand in a label, of the route table.
  explicit Metrics(std::span<const std::string_view> operations);
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  /// One request answered. `operation` is empty, or unknown, for what no route took; `refusal` is
  /// a name of a closed list (wire/problem.hpp), empty when nothing was refused.
  void answered(std::string_view operation, int status, std::string_view refusal,
                std::chrono::microseconds took, std::size_t bytes);

  /// Further families, asked for when somebody reads. Before the first request.
  using Collector = std::function<void(MetricsText& text)>;
  void add(Collector collector) { collectors_.push_back(std::move(collector)); }

  /// All of it, as text/plain; version=0.0.4.
  [[nodiscard]] std::string text() const;

 private:
  struct Operation {
    explicit Operation(std::string_view operation) : name(operation) {}
    std::string name;
    mutable std::mutex guard;
    std::map<std::pair<int, std::string>, std::int64_t> answers;  ///< by status and refusal
    std::array<std::int64_t, 13> took{};
    std::int64_t took_us{}, bytes{};
  };

  std::deque<Operation> operations_;  ///< the last one: none of them
  std::map<std::string_view, Operation*, std::less<>> by_name_;
  std::vector<Collector> collectors_;
};

}  // namespace api
