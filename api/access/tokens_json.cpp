#include "api/access/tokens_json.hpp"

#include <array>
#include <charconv>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "ledger/result.hpp"

namespace api {
namespace {

using ledger::Failure;
using nlohmann::json;

constexpr std::array<std::pair<std::string_view, Caller::Kind>, 3> kinds{
    {{"operator", Caller::Kind::operator_},
     {"regulator", Caller::Kind::regulator},
     {"metrics", Caller::Kind::metrics}}};

Caller::Kind kind_in(const std::string& name) {
  for (const auto& [text, kind] : kinds)
    if (name == text) return kind;
  throw Failure("a token is of the unknown kind " + name);
}

constexpr std::string_view hex_digits = "0123456789abcdef";

std::string hex(const ledger::Hash& hash) {
  std::string text;
  for (const std::uint8_t byte : hash) {
    text += hex_digits[byte >> 4U];
    text += hex_digits[byte & 15U];
  }
  return text;
}

ledger::Hash hash_in(const std::string& text) {
  ledger::Hash hash{};
  if (text.size() != 2 * hash.size() || text.find_first_not_of(hex_digits) != std::string::npos)
    throw Failure("a hash is not 64 lower-case hex digits");
  for (std::size_t i = 0; i < hash.size(); ++i)
    std::from_chars(text.data() + 2 * i, text.data() + 2 * i + 2, hash[i], 16);
  return hash;
}

json view(const Token& token) {
  json object{{"name", token.name},
              {"for", kind_name(token.kind)},
              {"sha256", hex(token.hash)},
              {"created_s", token.created_s},
              {"expires_s", token.expires_s}};
  if (token.kind == Caller::Kind::operator_) object["operator"] = token.operator_id;
  if (token.revoked_s != 0) object["revoked_s"] = token.revoked_s;
  return object;
}

/// What a member it does not know may restrict, it must not let pass.
void refuse_unknown(const json& object, const std::set<std::string_view>& known) {
  for (const auto& [name, value] : object.items())
    if (!known.contains(name)) throw Failure("the unknown member " + name);
}

Token token_in(const json& object) {
  refuse_unknown(object,
                 {"name", "for", "operator", "sha256", "created_s", "expires_s", "revoked_s"});
  Token token;
  token.name = object.at("name").get<std::string>();
  if (!is_token_name(token.name)) throw Failure("a name that no token may have");
  token.kind = kind_in(object.at("for").get<std::string>());
  const bool is_operators = token.kind == Caller::Kind::operator_;
  if (is_operators != object.contains("operator"))
    throw Failure("an operator is named for tokens of operators, and only there");
  if (is_operators) token.operator_id = object.at("operator").get<std::string>();
  if (is_operators && token.operator_id.empty()) throw Failure("an operator without a name");
  token.hash = hash_in(object.at("sha256").get<std::string>());
  token.created_s = object.at("created_s").get<std::int64_t>();
  token.expires_s = object.at("expires_s").get<std::int64_t>();
  token.revoked_s = object.value("revoked_s", std::int64_t{0});
  return token;
}

std::vector<Token> tokens_of(const json& file) {
  refuse_unknown(file, {"kind", "v", "tokens"});
  if (file.at("kind") != "tokens" || file.at("v") != 1)
    throw Failure("it is of another kind, or written by a newer program");
  std::vector<Token> tokens;
  for (const json& object : file.at("tokens")) tokens.push_back(token_in(object));
  if (tokens.size() > tokens_max) throw Failure(fmt::format("more than {} tokens", tokens_max));
  return tokens;
}

}  // namespace

std::string_view kind_name(Caller::Kind kind) {
  for (const auto& [text, known] : kinds)
    if (kind == known) return text;
  return "anybody";
}

bool is_token_name(std::string_view text) {
  return !text.empty() && text.size() <= 31 &&
         text.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
             "0123456789._-") == std::string_view::npos;
}

std::vector<Token> tokens_in(const std::string& text) {
  try {
    return tokens_of(json::parse(text));
  } catch (const json::parse_error& wrong) {
    throw Failure(fmt::format("it is not JSON from byte {} on", wrong.byte));
  } catch (const json::exception&) {
    throw Failure("a member is missing or is of another type");
  }
}

std::string text_of(const std::vector<Token>& tokens) {
  std::string text = "{\"kind\":\"tokens\",\"v\":1,\"tokens\":[";
  for (const Token& token : tokens)
    text += (&token == tokens.data() ? "\n" : ",\n") + view(token).dump();
  return text + "\n]}\n";
}

}  // namespace api
