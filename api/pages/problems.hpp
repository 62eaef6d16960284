#pragma once

#include <string_view>
#include <vector>

namespace api {

/// A name that may stand in an answer's problem details.
struct ProblemRow {
  std::string_view name;
  int status{};
  int status_of_parameter{};  ///< where a parameter names what is refused; else the same
  std::string_view title, title_zh, source, hint;
};

/// All of them, each once: the rules' refusals first, then the service's own, then the guard's.
[[nodiscard]] const std::vector<ProblemRow>& problem_rows();

}  // namespace api
