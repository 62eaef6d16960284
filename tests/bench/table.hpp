#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/bench/measure.hpp"

namespace bench {

/// One measured line: ours, and beside it what it is held against in the same run.
struct Line {
  std::string what;
  std::int64_t entries{};
  std::string stream;
  double value{};
  std::string unit;                   ///< "entries/s", "ms" …
  std::optional<double> limit = {};   ///< in the same unit
  std::string limit_of = {};          ///< what the limit is of
  std::optional<double> cpu_us = {};  ///< CPU of ours, an entry
  std::optional<double> limit_cpu_us = {};
  std::string aim = {};  ///< design's word, "" when none is stated
  std::optional<bool> met = {};
};

[[nodiscard]] json as_json(const Line& line);
[[nodiscard]] std::string as_table(const std::vector<Line>& lines);

}  // namespace bench
