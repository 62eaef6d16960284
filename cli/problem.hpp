#pragma once

#include <exception>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "ledger/result.hpp"

namespace cli {

/// What went wrong, in three parts: what happened, why, what to do next.
struct Problem {
  ExitCode exit = ExitCode::unexpected;
  std::string name;  ///< the refusal's, or "usage", "not_found", "failure", "damage", "locked"
  std::string what;
  std::string why = {};
  std::string hint = {};
  std::string pointer = {};         ///< JSON Pointer into the event
  std::string event_id = {};        ///< of the event refused
  std::string file = {};            ///< where the event was read
  std::int64_t line = 0;            ///< in `file`, from 1; 0 for none
  std::string header = {};          ///< of the column, in a table
  std::vector<Problem> parts = {};  ///< said in the same JSON object; as text they were said before
};

/// Stops a command from deep inside; `run_program` says the problem and answers its exit code.
class Stop : public std::exception {
 public:
  explicit Stop(Problem problem) : problem_(std::move(problem)) {}
  [[nodiscard]] const Problem& problem() const { return problem_; }
  [[nodiscard]] const char* what() const noexcept override { return problem_.what.c_str(); }

 private:
  Problem problem_;
};

/// The words on the command line do not fit together.
[[noreturn]] void misused(std::string what, std::string hint);
/// What was asked for is not there.
[[noreturn]] void not_found(std::string what, std::string hint);

/// A refusal as a problem; `what` says what was being done.
[[nodiscard]] Problem problem_of(const ledger::Error& error, std::string what);

/// The sentence of a failure ends in what to do next: moves it to the hint, when there is none.
void split_hint(Problem& problem);

/// Says a problem on `err`, as text or as one JSON object, and answers its exit code.
ExitCode complain(Context& context, const Problem& problem);

}  // namespace cli
