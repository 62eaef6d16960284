#include "api/access/policy.hpp"

#include <array>

namespace api {
namespace {

constexpr Verdict yes = Verdict::allowed;
constexpr Verdict own = Verdict::own_only;
constexpr Verdict ask = Verdict::needs_token;
constexpr Verdict no = Verdict::not_allowed;

struct Row {
  Needs needs;
  Verdict anybody, operator_, regulator, metrics;
};

// clang-format off
/// Who may read what. What has no row is refused to all.
constexpr std::array rows{
    //  what the route gives    anybody  operator  regulator  metrics
    Row{Needs::nothing,         yes,     yes,      yes,       yes},
    Row{Needs::tiles,           ask,     no,       yes,       no},
    Row{Needs::figures,         yes,     yes,      yes,       yes},
    Row{Needs::code,            yes,     yes,      yes,       yes},
    Row{Needs::own,             ask,     own,      yes,       no},
    Row{Needs::everything,      ask,     no,       yes,       no},
    Row{Needs::metrics,         ask,     no,       no,        yes},
};
// clang-format on

Verdict of(const Row& row, Caller::Kind kind) {
  switch (kind) {
    case Caller::Kind::anybody:
      return row.anybody;
    case Caller::Kind::operator_:
      return row.operator_;
    case Caller::Kind::regulator:
      return row.regulator;
    case Caller::Kind::metrics:
      return row.metrics;
  }
  return no;
}

}  // namespace

std::string_view token_for(Needs needs) {
  if (needs == Needs::metrics) return "a metrics token";
  if (needs == Needs::tiles || needs == Needs::everything) return "a regulator's token";
  return "an operator's or a regulator's token";
}

Verdict judge(const AccessPolicy& policy, const Caller& caller, Needs needs) {
  if (policy.open) return yes;
  if (needs == Needs::tiles && policy.public_tiles) return yes;
  for (const Row& row : rows)
    if (row.needs == needs) return of(row, caller.kind);
  return no;
}

}  // namespace api
