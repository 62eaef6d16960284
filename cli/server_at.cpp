#include "cli/server_at.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <random>
#include <thread>

#include "cli/input_file.hpp"
#include "cli/problem.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using api::client::HttpClient;
using std::chrono::milliseconds;

/// Only said: a token that was put into a file by redirection has the mode that the shell gives.
void warn_if_shared(const Context& context, const std::string& file) {
  using std::filesystem::perms;
  const auto status = std::filesystem::status(file);
  const bool is_shared =
      std::filesystem::is_regular_file(status) &&
      (status.permissions() & (perms::group_all | perms::others_all)) != perms::none;
  if (is_shared && !context.globals.json)
    context.streams.err << "warning: others on this machine may use the token file; run: chmod 600 "
                        << shown(file) << '\n';
}

std::string read_token(const Context& context) {
  auto file = context.globals.token_file;
  if (!file) file = context.environment.variable("CELLTRAIL_TOKEN_FILE");
  if (!file) return {};
  std::string token = read_file(*file, "the token file");
  warn_if_shared(context, *file);
  token.resize(std::min(token.size(), token.find_first_of("\r\n")));
  const bool is_token =
      !token.empty() && token.size() <= 512 &&
      std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (!is_token)
    misused("the first line of " + *file + " is no token",
            "put the token that `celltrail token` printed there, alone on the first line");
  return token;
}

}  // namespace

bool is_url(const std::string& word) {
  return word.starts_with("http://") || word.starts_with("https://");
}

std::optional<std::string> named_server(const Context& context) {
  const auto& [ledger, server, token, json] = context.globals;
  if (ledger && server) misused("--ledger and --server are both given", "give one of them");
  if (ledger || server) return server;
  auto named = context.environment.variable("CELLTRAIL_SERVER");
  if (named && context.environment.variable("CELLTRAIL_LEDGER"))
    misused("the variables CELLTRAIL_LEDGER and CELLTRAIL_SERVER are both set",
            "say --ledger DIR or --server URL, or unset one of them");
  return named;
}

HttpClient server_client(const Context& context, const std::string& url) {
  const auto read = api::client::read_url(url);
  if (!read)
    misused(shown(url) + " is no URL of a service",
            "write http://HOST:PORT or https://HOST, with a path behind it where there is one");
  std::string token = read_token(context);
  if (!token.empty() && !read->is_https && !read->is_loopback() && !context.globals.json)
    context.streams.err << "warning: the token goes to " << read->text()
                        << " unencrypted; whoever is on the way can read it (use https)\n";
  return HttpClient(*read, std::move(token));
}

api::client::Patience patience(const Context& context, milliseconds retry_for) {
  const auto& interrupted = context.environment.interrupted;
  auto random = std::make_shared<std::mt19937>(std::random_device{}());
  std::ostream* err = context.globals.json ? nullptr : &context.streams.err;
  return {retry_for,
          [interrupted](milliseconds time) {
            constexpr milliseconds slice{100};
            for (; time > milliseconds(0); time -= slice) {
              if (interrupted()) return false;
              std::this_thread::sleep_for(std::min(time, slice));
            }
            return !interrupted();
          },
          [random] { return (*random)(); },
          [err](const std::string& why) {
            if (err != nullptr) *err << "waiting to try again: " << why << '\n';
          }};
}

std::string fetch_file(const Context& context, const std::string& url) {
  const HttpClient client = server_client(context, url);
  const auto answer = client.get(client.url().prefix.empty() ? "/" : "");
  if (answer.content_type == "application/problem+json") {
    auto judged = api::client::judge(answer, client);
    if (judged.absent) api::client::fail(std::move(*judged.absent));
  }
  if (answer.status == 404)
    not_found("there is nothing at " + url, "look for a slip in it; open it in a browser");
  if (answer.status == 401 || answer.status == 403)
    throw api::client::NotAllowed(url + " is not for everybody; name a token with --token-file");
  if (answer.status != 200)
    throw api::client::Unreachable(url + " answers " + std::to_string(answer.status) +
                                   "; try again later, or look at the URL");
  return answer.body;
}

}  // namespace cli
