#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/table.hpp"

namespace bench {

struct Options {
  std::vector<std::int64_t> entries{100'000, 1'000'000};
  std::vector<std::string> streams{"plain", "single", "sample"};
  std::string directory, json_file;
  int repeat = 2;
  bool quick = false, without_reading = false, without_rivals = false;
};

/// All measurements of one stream of one size, in a directory of their own that goes afterwards;
/// adds their lines.
void run_course(const Options& options, const std::string& stream, std::int64_t entries,
                std::vector<Line>& lines);

}  // namespace bench
