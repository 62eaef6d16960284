#include <charconv>

#include <nlohmann/json.hpp>

#include "cli/commands/all.hpp"
#include "cli/problem.hpp"
#include "cli/statement.hpp"

namespace cli {
namespace {

using nlohmann::json;

const std::vector<std::string> reasons{"mistake",    "duplicate",     "wrong_mass",
                                       "wrong_code", "compromised",   "lost_key",
                                       "ceased",     "legal_request", "other"};

std::vector<Parameter> with_statement(std::vector<Parameter> list, StatementOptions& statement) {
  for (Parameter& parameter : statement_parameters(statement)) list.push_back(std::move(parameter));
  return list;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

/// The vkey to grant, from a key file or as it was sent.
struct GrantedKey {
  std::optional<std::string> file, vkey;

  [[nodiscard]] std::optional<std::string> text() const {
    if (file && vkey) misused("--key-file and --vkey are both given", "give one of them");
    if (file) return look_at_key(*file).verifier.text();
    return vkey;
  }
};

std::vector<Parameter> granted_key_parameters(GrantedKey& granted) {
  return {{"--vkey", "VKEY", "the operator's public key, as `key new` prints it", &granted.vkey},
          {"--key-file", "FILE", "the same, taken from a key file", &granted.file}};
}

// enroll

struct EnrollOptions {
  std::string id, name, roles, region;
  GrantedKey granted;
  std::optional<std::int64_t> capacity_t;
  std::optional<std::string> listing;
  std::vector<std::string> sites;
  StatementOptions statement;
};

std::vector<Parameter> enroll_parameters(EnrollOptions& options) {
  std::vector<Parameter> list{
      {"ID", "", "the operator's id", &options.id, true},
      {"--name", "TEXT", "its name, as the public may read it", &options.name, true},
      {"--roles", "A,B", "what it may do (see above)", &options.roles, true},
      {"--region", "CODE", "where it is, e.g. CN-FJ", &options.region, true},
      {"--capacity-t", "N", "tonnes a year it is licensed for", &options.capacity_t},
      {"--listing", "TEXT", "its place on a published list", &options.listing},
      {"--site", "\"S;NAME;REGION[;T]\"", "a place of work, once for each", &options.sites}};
  for (Parameter& parameter : granted_key_parameters(options.granted))
    list.push_back(std::move(parameter));
  return with_statement(std::move(list), options.statement);
}

json read_site(const std::string& text) {
  const std::vector<std::string> parts = split(text, ';');
  if (parts.size() < 3 || parts.size() > 4)
    misused("'" + text + "' is no site", "write \"SITE;NAME;REGION\" or with \";CAPACITY\"");
  json site{{"site", parts[0]}, {"name", parts[1]}, {"region", parts[2]}};
  if (parts.size() == 3) return site;
  std::int64_t capacity = 0;
  const char* end = parts[3].data() + parts[3].size();
  const auto read = std::from_chars(parts[3].data(), end, capacity);
  if (read.ec != std::errc() || read.ptr != end)
    misused("the capacity in '" + text + "' is no whole number", "give tonnes a year, e.g. 20000");
  site["capacity_t"] = capacity;
  return site;
}

ExitCode enroll(Context& context, const EnrollOptions& options) {
  json event{{"type", "enroll"},
             {"subject", options.id},
             {"name", options.name},
             {"roles", split(options.roles, ',')},
             {"region", options.region}};
  if (options.capacity_t) event["capacity_t"] = *options.capacity_t;
  if (options.listing) event["listing"] = *options.listing;
  if (const auto key = options.granted.text()) event["key"] = *key;
  for (const std::string& site : options.sites) event["sites"].push_back(read_site(site));
  return record_statement(context, options.statement, std::move(event), "enroll-" + options.id);
}

// grant-key, revoke-key

struct GrantOptions {
  std::string id;
  GrantedKey granted;
  std::optional<std::string> holder, types, until;
  StatementOptions statement;
};

std::vector<Parameter> grant_parameters(GrantOptions& options) {
  std::vector<Parameter> list{
      {"ID", "", "the operator", &options.id, true},
      {"--holder", "ID", "the operator that acts for it with this key", &options.holder},
      {"--types", "A,B", "events it may sign (all when absent)", &options.types},
      {"--until", "TIME", "the last moment it may sign", &options.until}};
  for (Parameter& parameter : granted_key_parameters(options.granted))
    list.push_back(std::move(parameter));
  return with_statement(std::move(list), options.statement);
}

ExitCode grant(Context& context, const GrantOptions& options) {
  const auto key = options.granted.text();
  if (!key) misused("the key to grant is missing", "add --vkey VKEY or --key-file FILE");
  json event{{"type", "grant_key"}, {"subject", options.id}, {"key", *key}};
  if (options.holder) event["holder"] = *options.holder;
  if (options.types) event["types"] = split(*options.types, ',');
  if (options.until) event["until"] = *options.until;
  return record_statement(context, options.statement, std::move(event), "grant-" + options.id);
}

struct RevokeOptions {
  std::string id, key_name, reason;
  std::optional<std::int64_t> untrusted_since;
  StatementOptions statement;
};

std::vector<Parameter> revoke_parameters(RevokeOptions& options) {
  return with_statement({{"ID", "", "the operator", &options.id, true},
                         {"KEYNAME", "", "OPERATOR/LABEL of the key", &options.key_name, true},
                         {"--reason", "WORD", "why", &options.reason, true, reasons},
                         {"--untrusted-since", "INDEX", "first entry that its owner did not sign",
                          &options.untrusted_since}},
                        options.statement);
}

ExitCode revoke(Context& context, const RevokeOptions& options) {
  json event{{"type", "revoke_key"},
             {"subject", options.id},
             {"key", options.key_name},
             {"reason", options.reason}};
  if (options.untrusted_since) event["untrusted_since"] = *options.untrusted_since;
  return record_statement(context, options.statement, std::move(event), "revoke-" + options.id);
}

// suspend, reinstate

struct StandingOptions {
  std::string id, reason;
  StatementOptions statement;
};

std::vector<Parameter> standing_parameters(StandingOptions& options) {
  return with_statement({{"ID", "", "the operator", &options.id, true},
                         {"--reason", "WORD", "why", &options.reason, true, reasons}},
                        options.statement);
}

ExitCode change_standing(Context& context, const StandingOptions& options, const char* type) {
  return record_statement(context, options.statement,
                          json{{"type", type}, {"subject", options.id}, {"reason", options.reason}},
                          std::string(type) + '-' + options.id);
}

ExitCode suspend(Context& context, const StandingOptions& options) {
  return change_standing(context, options, "suspend");
}

ExitCode reinstate(Context& context, const StandingOptions& options) {
  return change_standing(context, options, "reinstate");
}

}  // namespace

Command operator_enroll_command() {
  return {.name = "operator enroll",
          .summary = "let a company record events, or describe it anew",
          .details =
              "Roles: authority, regulator, battery_maker, vehicle_maker, importer, collector,\n"
              "vehicle_dismantler, repairer, swap_station, repurposer, recycler.\n"
              "Again for the same ID: replaces its description from here on.",
          .examples = {"celltrail operator enroll VATTEST1 --name \"Test Recycling\" \\\n"
                       "      --roles recycler,collector --region CN-FJ --capacity-t 30000 \\\n"
                       "      --site \"S1;Hall 1;CN-FJ;20000\" --vkey VKEY --key authority.key"},
          .prepare = with_options<EnrollOptions>(enroll_parameters, enroll)};
}

Command operator_grant_key_command() {
  return {
      .name = "operator grant-key",
      .summary = "one more key for an operator",
      .details = "",
      .examples = {"celltrail operator grant-key VATTEST1 --vkey VKEY --key authority.key",
                   "celltrail operator grant-key VATTEST1 --vkey VKEY --types weigh,inspect \\\n"
                   "      --until 2025-12-31T23:59:59+08:00 --key authority.key"},
      .prepare = with_options<GrantOptions>(grant_parameters, grant)};
}

Command operator_revoke_key_command() {
  return {.name = "operator revoke-key",
          .summary = "end a key; the authority's right, or the operator's for its own",
          .details = "",
          .examples = {"celltrail operator revoke-key VATTEST1 VATTEST1/office \\\n"
                       "      --reason lost_key --key authority.key"},
          .prepare = with_options<RevokeOptions>(revoke_parameters, revoke)};
}

Command operator_suspend_command() {
  return {.name = "operator suspend",
          .summary = "stop an operator from taking anything more in",
          .details = "",
          .examples = {"celltrail operator suspend VATTEST1 --reason legal_request "
                       "--key authority.key"},
          .prepare = with_options<StandingOptions>(standing_parameters, suspend)};
}

Command operator_reinstate_command() {
  return {.name = "operator reinstate",
          .summary = "end a suspension",
          .details = "",
          .examples = {"celltrail operator reinstate VATTEST1 --reason other --key authority.key"},
          .prepare = with_options<StandingOptions>(standing_parameters, reinstate)};
}

}  // namespace cli
