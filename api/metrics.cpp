#include "api/metrics.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace api {
namespace {

/// Microseconds.
constexpr std::array<std::int64_t, 12> request_bounds{500,     1'000,   2'500,     5'000,
                                                      10'000,  25'000,  50'000,    100'000,
                                                      250'000, 500'000, 1'000'000, 2'500'000};

/// Microseconds as seconds, exactly.
std::string seconds_text(std::int64_t microseconds) {
  std::string text = fmt::format("{}.{:06}", microseconds / 1'000'000, microseconds % 1'000'000);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string escaped(std::string_view value) {
  std::string text;
  for (const char character : value) {
    if (character == '\n') {
      text += "\\n";
      continue;
    }
    if (character == '\\' || character == '"') text += '\\';
    text += character;
  }
  return text;
}

}  // namespace

void MetricsText::family(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void MetricsText::line(std::string_view suffix, Labels labels, std::string_view le,
                       std::string_view value) {
  std::string inside;
  for (const auto& [name, label] : labels)
    inside += fmt::format("{}{}=\"{}\"", inside.empty() ? "" : ",", name, escaped(label));
  if (!le.empty()) inside += fmt::format("{}le=\"{}\"", inside.empty() ? "" : ",", le);
  if (!inside.empty()) inside = "{" + inside + "}";
  text_ += fmt::format("{}{}{} {}\n", name_, suffix, inside, value);
}

void MetricsText::sample(Labels labels, std::int64_t value) {
  line("", labels, "", std::to_string(value));
}

void MetricsText::seconds(Labels labels, std::int64_t microseconds) {
  line("", labels, "", seconds_text(microseconds));
}

void MetricsText::histogram(Labels labels, std::span<const std::int64_t> bounds,
                            std::span<const std::int64_t> counts, std::int64_t sum,
                            bool as_seconds) {
  const auto written = [&](std::int64_t number) {
    return as_seconds ? seconds_text(number) : std::to_string(number);
  };
  std::int64_t total = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    total += counts[i];
    line("_bucket", labels, i < bounds.size() ? written(bounds[i]) : "+Inf", std::to_string(total));
  }
  line("_sum", labels, "", written(sum));
  line("_count", labels, "", std::to_string(total));
}

Metrics::Metrics(std::span<const std::string_view> operations) {
  for (const std::string_view name : operations) operations_.emplace_back(name);
  operations_.emplace_back("none");
  for (Operation& operation : operations_) by_name_.emplace(operation.name, &operation);
}

void Metrics::answered(std::string_view operation, int status, std::string_view refusal,
                       std::chrono::microseconds took, std::size_t bytes) {
  const auto found = by_name_.find(operation);
  Operation& counted = found == by_name_.end() ? operations_.back() : *found->second;
  const std::int64_t took_us = std::max<std::int64_t>(took.count(), 0);
  const auto* const bucket =
      std::lower_bound(request_bounds.begin(), request_bounds.end(), took_us);
  const std::lock_guard lock(counted.guard);
  ++counted.answers[{status, std::string(refusal)}];
  ++counted.took[static_cast<std::size_t>(bucket - request_bounds.begin())];
  counted.took_us += took_us;
  counted.bytes += static_cast<std::int64_t>(bytes);
}

std::string Metrics::text() const {
  MetricsText text;
  text.family("celltrail_requests_total", "counter", "Requests answered.");
  for (const Operation& operation : operations_) {
    const std::lock_guard lock(operation.guard);
    for (const auto& [key, count] : operation.answers)
      text.sample({{"operation", operation.name},
                   {"status", std::to_string(key.first)},
                   {"refusal", key.second}},
                  count);
  }
  text.family("celltrail_request_seconds", "histogram",
              "From the whole request to the whole answer.");
  for (const Operation& operation : operations_) {
    const std::lock_guard lock(operation.guard);
    if (!operation.answers.empty())
      text.histogram({{"operation", operation.name}}, request_bounds, operation.took,
                     operation.took_us, true);
  }
  text.family("celltrail_answer_bytes_total", "counter", "Bytes of answers' bodies.");
  for (const Operation& operation : operations_) {
    const std::lock_guard lock(operation.guard);
    if (!operation.answers.empty()) text.sample({{"operation", operation.name}}, operation.bytes);
  }
  for (const Collector& collect : collectors_) collect(text);
  return text.text();
}

}  // namespace api
