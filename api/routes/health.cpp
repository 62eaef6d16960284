#include <algorithm>

#include <nlohmann/json.hpp>

#include "api/core.hpp"
#include "api/routes/answers.hpp"

namespace api {
namespace {

Response said(int status, const nlohmann::json& what) {
  Response answer;
  answer.status = status;
  answer.content_type = "application/json";
  answer.body = what.dump() + "\n";
  return answer;
}

}  // namespace

Response get_healthz(Call&) {
  return said(200, {{"status", "ok"}});
}

Response get_readyz(Call& call) {
  const auto checks = call.core.health.checks();
  const bool is_ready =
      std::all_of(checks.begin(), checks.end(), [](const Check& check) { return check.is_ok; });
  nlohmann::json list = nlohmann::json::array();
  for (const Check& check : checks)
    list.push_back({{"name", check.name}, {"ok", check.is_ok}, {"detail", check.detail}});
  return said(is_ready ? 200 : 503, {{"status", is_ready ? "ready" : "not_ready"},
                                     {"writes", call.core.intake != nullptr},
                                     {"checks", list}});
}

}  // namespace api
