#include "cli/program.hpp"

#include <algorithm>
#include <new>
#include <ostream>

#include "api/access/token_file.hpp"
#include "api/client/exchange.hpp"
#include "api/client/problem_details.hpp"
#include "api/client/read_json.hpp"
#include "cli/help.hpp"
#include "cli/parse.hpp"
#include "cli/problem.hpp"
#include "cli/server_at.hpp"
#include "cli/suggest.hpp"
#include "cli/text.hpp"
#include "ledger/result.hpp"

namespace cli {
namespace {

using Words = std::vector<std::string>;

/// Options said before the command go behind it, so that both places mean the same.
void move_leading_options(Words& words) {
  std::size_t count = 0;
  while (count < words.size() && words[count].starts_with("--")) {
    const bool is_named =
        words[count] == "--ledger" || words[count] == "--server" || words[count] == "--token-file";
    const bool takes_value = is_named && count + 1 < words.size();
    count += takes_value ? 2 : 1;
  }
  std::rotate(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count), words.end());
}

const Command* find_command(const Words& words) {
  for (const Command& command : commands()) {
    const std::size_t space = command.name.find(' ');
    if (words[0] != command.name.substr(0, space)) continue;
    if (space == std::string_view::npos) return &command;
    if (words.size() > 1 && words[1] == command.name.substr(space + 1)) return &command;
  }
  return nullptr;
}

[[noreturn]] void unknown_command(const Words& words) {
  if (words[0].empty()) misused("the command is empty", "celltrail help lists the commands");
  std::vector<std::string_view> names, groups, members;
  for (const Command& command : commands()) {
    const std::size_t space = command.name.find(' ');
    names.push_back(command.name.substr(0, space));
    if (space != std::string_view::npos && words[0] == command.name.substr(0, space))
      members.push_back(command.name.substr(space + 1));
  }
  const bool in_group = !members.empty();
  const bool has_second = words.size() > 1 && !words[1].starts_with('-');
  if (in_group && !has_second) {
    std::string offered;
    for (const std::string_view name : members) offered += ' ' + std::string(name);
    misused("'" + words[0] + "' needs one of:" + offered, "celltrail help " + words[0]);
  }
  const std::string typed = shown(in_group ? words[0] + ' ' + words[1] : words[0]);
  const std::string_view meant = in_group ? nearest(words[1], members) : nearest(words[0], names);
  misused("there is no command '" + typed + "'",
          meant.empty() ? "celltrail help lists the commands"
                        : "did you mean '" + (in_group ? words[0] + ' ' : std::string()) +
                              std::string(meant) + "'?");
}

ExitCode help(Context& context, const Words& words) {
  if (words.empty()) {
    context.streams.out << help_text();
    return ExitCode::ok;
  }
  if (const Command* command = find_command(words)) {
    context.streams.out << help_text(*command);
    return ExitCode::ok;
  }
  bool found = false;
  for (const Command& command : commands()) {
    if (!command.name.starts_with(words[0] + ' ')) continue;
    context.streams.out << (found ? "\n" : "") << help_text(command);
    found = true;
  }
  if (!found) unknown_command(words);
  return ExitCode::ok;
}

bool take_flag(Words& words, std::string_view flag) {
  const auto end = std::find(words.begin(), words.end(), "--");
  const auto at = std::find(words.begin(), end, flag);
  if (at == end) return false;
  words.erase(at);
  return true;
}

ExitCode run_command(Context& context, Words words) {
  move_leading_options(words);
  if (take_flag(words, "--version")) words.insert(words.begin(), "version");
  // Known before anything is parsed: an error in the parsing is told in this form too.
  context.globals.json = take_flag(words, "--json");
  const bool asked = take_flag(words, "--help") || take_flag(words, "-h");
  if (words.empty() || words[0] == "help") {
    if (!words.empty()) words.erase(words.begin());
    if (words.empty() && !asked && context.globals.json)
      misused("a command is missing", "celltrail help");
    return help(context, words);
  }
  if (asked) {
    const auto option = std::find_if(words.begin(), words.end(),
                                     [](const std::string& word) { return word[0] == '-'; });
    return help(context, Words(words.begin(), option));
  }
  const Command* command = find_command(words);
  if (command == nullptr) unknown_command(words);
  Call call = command->prepare();
  call.parameters.push_back(
      {"--ledger", "DIR", "the ledger (else CELLTRAIL_LEDGER)", &context.globals.ledger});
  call.parameters.push_back(
      {"--server", "URL", "instead: a service (else CELLTRAIL_SERVER)", &context.globals.server});
  call.parameters.push_back(
      {"--token-file", "FILE", "for it (else CELLTRAIL_TOKEN_FILE)", &context.globals.token_file});
  const bool two_words = command->name.find(' ') != std::string_view::npos;
  words.erase(words.begin(), words.begin() + (two_words ? 2 : 1));
  if (const auto wrong = parse(call.parameters, words))
    misused(*wrong, "celltrail " + std::string(command->name) + " --help");
  return call.run(context);
}

/// What a service answered, as it said it; `hint` where it says none.
Problem answered(const api::client::ServiceWords& said, ExitCode exit, const char* hint) {
  Problem problem{.exit = exit,
                  .name = said.name,
                  .what = "the service at " + said.url + " says no (" + said.name + ")",
                  .why = said.detail,
                  .hint = said.hint.empty() ? hint : said.hint,
                  .pointer = said.pointer};
  // The service speaks of the header that this program writes.
  if (said.name == "needs_token")
    problem.hint =
        "name a file with a token: --token-file FILE or the variable CELLTRAIL_TOKEN_FILE; whoever "
        "runs the service makes one with `celltrail token new`";
  if (said.name == "not_found" && said.url.ends_with("/v1"))
    problem.hint = "leave /v1 away: the URL of a service ends before it";
  return problem;
}

Problem failure(const std::exception& error, ExitCode exit, const char* name, const char* hint) {
  if (const auto* said = dynamic_cast<const api::client::ServiceWords*>(&error))
    return answered(*said, exit, hint);
  return Problem{.exit = exit, .name = name, .what = error.what(), .hint = hint};
}

}  // namespace

int run_program(std::vector<std::string> args, Streams streams, const Environment& environment) {
  Context context{streams, environment, Globals{}};
  const auto answer = [&](const Problem& problem) {
    return static_cast<int>(complain(context, problem));
  };
  try {
    return static_cast<int>(run_command(context, std::move(args)));
  } catch (const Stop& stop) {
    return answer(stop.problem());
  } catch (const ledger::Locked& locked) {
    return answer(failure(locked, ExitCode::locked, "locked",
                          "wait until the other process is done, then try again; if it is a "
                          "service, record through it with --server URL; reading needs no lock "
                          "(trail, stock, report, audit)"));
  } catch (const ledger::Damage& damage) {
    return answer(failure(damage, ExitCode::damage, "damage",
                          "write nothing more; `celltrail audit` says what is still trustworthy"));
  } catch (const api::client::Absent& absent) {
    return answer(failure(absent, ExitCode::not_found, "not_found", ""));
  } catch (const api::TokenFileUnusable& unusable) {
    Problem problem = failure(unusable, ExitCode::not_allowed, "token_file", "");
    split_hint(problem);
    return answer(problem);
  } catch (const api::client::NotAllowed& refused) {
    return answer(failure(refused, ExitCode::not_allowed, "not_allowed", ""));
  } catch (const api::client::Unreachable& unreachable) {
    return answer(failure(unreachable, ExitCode::unreachable, "unreachable", ""));
  } catch (const api::client::StrangeAnswer& strange) {
    return answer(failure(strange, ExitCode::unreachable, "unreachable", ""));
  } catch (const ledger::Busy& busy) {
    return answer(failure(busy, ExitCode::unreachable, "busy", ""));
  } catch (const ledger::Failure& failed) {
    Problem problem = failure(failed, ExitCode::unexpected, "failure", "");
    if (context.globals.json) split_hint(problem);
    return answer(problem);
  } catch (const std::bad_alloc&) {
    return answer({.name = "failure", .what = "out of memory", .hint = "free some, try again"});
  } catch (const std::exception& error) {
    return answer(failure(error, ExitCode::unexpected, "failure", ""));
  }
}

}  // namespace cli
