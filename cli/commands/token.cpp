#include "ledger/token.hpp"

#include <algorithm>
#include <ostream>

#include <nlohmann/json.hpp>

#include "api/access/token_file.hpp"
#include "cli/commands/all.hpp"
#include "cli/ledger_at.hpp"
#include "cli/problem.hpp"
#include "cli/table.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using api::Caller;
using api::Token;
using nlohmann::json;

constexpr std::int64_t day_s = 86'400;
constexpr std::int64_t days_max = 3650;

std::int64_t now_s(const Context& context) {
  return context.environment.clock->now_ms() / 1000;
}

/// `--tokens`, CELLTRAIL_TOKENS, or the file that `serve` takes by itself.
std::filesystem::path file_of(const Context& context, const std::optional<std::string>& named) {
  if (named) return *named;
  if (const auto variable = context.environment.variable("CELLTRAIL_TOKENS")) return *variable;
  return ledger_directory(context) / "tokens";
}

Parameter tokens_parameter(std::optional<std::string>& file) {
  return {"--tokens", "FILE", "the token file (`tokens` in the ledger's directory)", &file};
}

struct NewOptions {
  std::string name, whom;
  std::int64_t days = 90;
  std::optional<std::string> file;
};

std::vector<Parameter> new_parameters(NewOptions& options) {
  return {{"NAME", "", "what the log and the lists call it", &options.name, true},
          {"--for", "WHOM", "operator:ID, regulator or metrics", &options.whom, true},
          {"--days", "N", "for how long it is good (90)", &options.days},
          tokens_parameter(options.file)};
}

/// A slip in an operator's id would make a token that reads nothing.
void require_operator(const Context& context, const NewOptions& options, const std::string& id) {
  const bool has_ledger =
      context.globals.ledger || context.environment.variable("CELLTRAIL_LEDGER");
  if (options.file && !has_ledger) return;
  const auto ledger = ledger::Ledger::open(ledger_directory(context), ledger::Ledger::Access::read,
                                           *context.environment.clock);
  if (!ledger.find_operator(id))
    not_found("no entry names an operator " + shown(id),
              "`celltrail operator list` lists those known");
}

Token token_for(const Context& context, const NewOptions& options) {
  if (!api::is_token_name(options.name))
    misused(shown(options.name) + " cannot be a token's name",
            "use up to 31 letters, digits, dots, dashes and underscores");
  if (options.days < 1 || options.days > days_max)
    misused("--days takes 1 to 3650, found " + std::to_string(options.days),
            "a token that is good for long is a risk for long");
  Token token;
  token.name = options.name;
  token.created_s = now_s(context);
  token.expires_s = token.created_s + options.days * day_s;
  constexpr std::string_view of_operator = "operator:";
  if (options.whom.starts_with(of_operator) && options.whom.size() > of_operator.size()) {
    token.kind = Caller::Kind::operator_;
    token.operator_id = options.whom.substr(of_operator.size());
    require_operator(context, options, token.operator_id);
  } else if (options.whom == "regulator") {
    token.kind = Caller::Kind::regulator;
  } else if (options.whom == "metrics") {
    token.kind = Caller::Kind::metrics;
  } else {
    misused("--for takes operator:ID, regulator or metrics, found " + shown(options.whom),
            "celltrail token new NAME --for operator:ID");
  }
  return token;
}

/// A name stands for one token that is good; what it stood for before makes room.
void add(std::vector<Token>& tokens, const Token& token) {
  const auto same = std::find_if(tokens.begin(), tokens.end(),
                                 [&](const Token& one) { return one.name == token.name; });
  if (same == tokens.end()) {
    tokens.push_back(token);
    return;
  }
  if (same->is_good_at(token.created_s))
    misused("there is a token " + token.name + " already",
            "choose another name, or revoke it first: celltrail token revoke " + token.name);
  *same = token;
}

ExitCode make(Context& context, const NewOptions& options) {
  Token token = token_for(context, options);
  const ledger::NewToken secret = ledger::new_token();
  token.hash = secret.hash;
  const auto file = file_of(context, options.file);
  const bool is_first = !std::filesystem::exists(file);
  api::change_tokens(file, [&](std::vector<Token>& tokens) { add(tokens, token); });
  if (context.globals.json) {
    context.streams.out << json{{"name", token.name},
                                {"token", secret.text},
                                {"for", options.whom},
                                {"expires", local_time(token.expires_s, 0)},
                                {"file", file.string()}}
                               .dump()
                        << '\n';
    return ExitCode::ok;
  }
  context.streams.out << secret.text << '\n';
  context.streams.err << "The line above is shown once and kept nowhere: give it to who asks, in "
                         "the header `Authorization: Bearer …`.\n"
                      << "Good until " << local_time(token.expires_s, 0) << "; its hash is in "
                      << file.string() << '\n';
  if (is_first)
    context.streams.err
        << "It is the first: start a running `celltrail serve` again, and who reads "
           "without a token no longer does.\n";
  return ExitCode::ok;
}

struct ListOptions {
  std::optional<std::string> file;
};

std::vector<Parameter> list_parameters(ListOptions& options) {
  return {tokens_parameter(options.file)};
}

std::string whom(const Token& token) {
  std::string text(api::kind_name(token.kind));
  if (!token.operator_id.empty()) text += ':' + token.operator_id;
  return text;
}

std::string_view standing(const Token& token, std::int64_t now) {
  if (token.revoked_s != 0) return "revoked";
  return token.is_good_at(now) ? "good" : "expired";
}

std::vector<Token> tokens_in(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file))
    not_found("there is no token file " + file.string(),
              "`celltrail token new` makes it with the first token");
  api::FileMark mark;
  return api::read_tokens(file, mark);
}

ExitCode list(Context& context, const ListOptions& options) {
  const auto tokens = tokens_in(file_of(context, options.file));
  const std::int64_t now = now_s(context);
  if (context.globals.json) {
    json lines = json::array();
    for (const Token& token : tokens)
      lines.push_back({{"name", token.name},
                       {"for", whom(token)},
                       {"standing", standing(token, now)},
                       {"created", local_time(token.created_s, 0)},
                       {"expires", local_time(token.expires_s, 0)}});
    context.streams.out << json{{"tokens", lines}}.dump() << '\n';
    return ExitCode::ok;
  }
  Table table({{"name"}, {"for"}, {"standing"}, {"created (UTC)"}, {"expires (UTC)"}});
  for (const Token& token : tokens)
    table.add({token.name, whom(token), std::string(standing(token, now)),
               table_time(token.created_s, 0), table_time(token.expires_s, 0)});
  table.write(context.streams.out, context.environment.columns);
  return ExitCode::ok;
}

struct RevokeOptions {
  std::string name;
  std::optional<std::string> file;
};

std::vector<Parameter> revoke_parameters(RevokeOptions& options) {
  return {{"NAME", "", "the token's name", &options.name, true}, tokens_parameter(options.file)};
}

ExitCode revoke(Context& context, const RevokeOptions& options) {
  const auto file = file_of(context, options.file);
  static_cast<void>(tokens_in(file));
  bool was_revoked = false;
  api::change_tokens(file, [&](std::vector<Token>& tokens) {
    const auto found = std::find_if(tokens.begin(), tokens.end(),
                                    [&](const Token& one) { return one.name == options.name; });
    if (found == tokens.end())
      not_found("there is no token " + shown(options.name),
                "`celltrail token list` lists those there are");
    was_revoked = found->revoked_s != 0;
    if (!was_revoked) found->revoked_s = now_s(context);
  });
  if (context.globals.json)
    context.streams.out << json{{"name", options.name}, {"revoked", true}}.dump() << '\n';
  else
    context.streams.err << options.name
                        << (was_revoked ? " was revoked before\n"
                                        : " is revoked: a running service refuses it from its next "
                                          "request on\n");
  return ExitCode::ok;
}

}  // namespace

Command token_new_command() {
  return {.name = "token new",
          .summary = "let somebody read through the service",
          .details =
              "Prints the token, once. An operator's reads what the operator is party to, a\n"
              "regulator's everything, one for metrics only those.",
          .examples = {"celltrail token new plant-7 --for operator:VATTEST1",
                       "celltrail token new audit-2024 --for regulator --days 30"},
          .prepare = with_options<NewOptions>(new_parameters, make)};
}

Command token_list_command() {
  return {.name = "token list",
          .summary = "who may read through the service, and until when",
          .details = "",
          .examples = {"celltrail token list"},
          .prepare = with_options<ListOptions>(list_parameters, list)};
}

Command token_revoke_command() {
  return {.name = "token revoke",
          .summary = "take a token back; a running service refuses it at once",
          .details = "",
          .examples = {"celltrail token revoke plant-7"},
          .prepare = with_options<RevokeOptions>(revoke_parameters, revoke)};
}

}  // namespace cli
