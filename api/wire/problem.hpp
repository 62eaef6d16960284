#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "api/request.hpp"
#include "ledger/result.hpp"

/// What an answer says when it is not what was asked for: RFC 9457 problem details, with the
/// refusal's stable name.
namespace api::wire {

/// What can go wrong beside the refusals of the rules. A closed list of stable names.
enum class Trouble : std::uint8_t {
  not_found,
  method_not_allowed,
  unknown_parameter,
  parameter_malformed,
  body_malformed,
  too_large,
  needs_token,
  wrong_token,
  not_allowed,
  read_only,
  busy,
  disk_full,
  write_stopped,
  damage,
  failure,
  internal
};
inline constexpr std::size_t trouble_count = static_cast<std::size_t>(Trouble::internal) + 1;

struct TroubleText {
  std::string_view name;
  int status{};
  std::string_view title, hint;
};
/// The one table of them.
[[nodiscard]] const TroubleText& describe(Trouble trouble);

/// The HTTP status of a refused batch or event: the one table.
[[nodiscard]] int status_of(ledger::Refusal refusal);

struct Problem {
  int status = 500;
  std::string name, title, detail, hint;
  std::string pointer;      ///< into the event or the body, or a parameter's name; "" for the whole
  std::int64_t event = -1;  ///< position in the batch
  std::string event_id;
};

[[nodiscard]] Problem problem(Trouble trouble, std::string detail);
/// Of a parameter, a part of the path or a header, with its name.
[[nodiscard]] Problem parameter_problem(Trouble trouble, std::string_view name, std::string detail);
[[nodiscard]] Problem problem_of(const ledger::Error& error);
/// Of a refusal that answers a question instead of a batch: with a status and a hint for who reads,
/// and the parameter that most routes have it from.
[[nodiscard]] Problem read_problem_of(const ledger::Error& error);
/// Of a Failure, Damage or bug. What it says of the machine is for the log, not for strangers.
[[nodiscard]] Problem problem_of(const std::exception& thrown);

[[nodiscard]] nlohmann::json view(const Problem& problem);
[[nodiscard]] Response response(const Problem& problem, std::string_view request_id);

/// Ends a request from deep inside with this problem.
class Stop : public std::exception {
 public:
  explicit Stop(Problem problem) : problem_(std::move(problem)) {}
  Stop(Trouble trouble, std::string detail) : Stop(wire::problem(trouble, std::move(detail))) {}
  [[nodiscard]] const Problem& problem() const { return problem_; }
  [[nodiscard]] const char* what() const noexcept override { return problem_.detail.c_str(); }

 private:
  Problem problem_;
};

}  // namespace api::wire
