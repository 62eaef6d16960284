#include <chrono>

#include <nlohmann/json.hpp>

#include "api/client/read_json.hpp"
#include "api/client/remote_ledger.hpp"
#include "cli/commands/doctor.hpp"
#include "cli/server_at.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using api::client::HttpClient;

Check look_at_health(const HttpClient& client) {
  const auto begin = std::chrono::steady_clock::now();
  const auto answer = client.get("/healthz");
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
  if (answer.status == 401 && client.has_token())
    return {Health::bad, "token", "is refused: it is none of this service's, expired or revoked",
            "ask whoever runs the service for another, or look at --token-file and "
            "CELLTRAIL_TOKEN_FILE"};
  if (answer.status == 200)
    return {Health::ok, "service", "answers, after " + grouped(took.count()) + " ms"};
  return {Health::bad, "service", "answers " + std::to_string(answer.status),
          "look at the URL, and at what stands between, if anything does"};
}

/// What the service says of itself: may it be sent work?
void look_at_readiness(const HttpClient& client, std::vector<Check>& checks) {
  const auto answer = client.get("/readyz");
  const nlohmann::json said = api::client::read_json(answer.body);
  for (const nlohmann::json& item : api::client::Members(said).list("checks")) {
    const api::client::Members check(item);
    const bool is_ok = check.flag("ok");
    checks.push_back({is_ok ? Health::ok : Health::bad, check.text("name"), check.text("detail"),
                      is_ok ? "" : "tell whoever runs the service"});
  }
}

Check look_at_token(const api::client::RemoteLedger& ledger) {
  if (!ledger.exchange().client().has_token())
    return {Health::ok, "token", "none: what is open to everybody can be read"};
  try {
    static_cast<void>(ledger.stock_totals());
    return {Health::ok, "token", "is taken"};
  } catch (const api::client::NotAllowed& refused) {
    return {Health::bad, "token", refused.what()};
  }
}

}  // namespace

std::vector<Check> examine_server(const Context& context, const std::string& url, bool& damaged) {
  std::vector<Check> checks;
  try {
    const HttpClient client = server_client(context, url);
    checks.push_back(look_at_health(client));
    if (checks.back().subject == "token") return checks;
    look_at_readiness(client, checks);
    const api::client::RemoteLedger ledger(client, patience(context, std::chrono::seconds(0)));
    const ledger::LedgerInfo info = ledger.info();
    checks.push_back({Health::ok, "checkpoint",
                      "is signed by the ledger's key: " + counted(info.size, "entry", "entries")});
    checks.push_back({Health::ok, "identity", base64(info.identity)});
    checks.push_back(look_at_token(ledger));
    checks.push_back(look_at_clock(context, info));
  } catch (const ledger::Damage& damage) {
    damaged = true;
    checks.push_back({Health::bad, "ledger", damage.what(),
                      "do not rely on this service; `celltrail mirror` says what is wrong"});
  } catch (const api::client::NotAllowed& refused) {
    checks.push_back({Health::bad, "token", refused.what()});
  } catch (const ledger::Failure& failure) {
    if (checks.empty()) throw;
    checks.push_back({Health::bad, "service", failure.what()});
  }
  return checks;
}

}  // namespace cli
