#include "cli/help.hpp"

#include <algorithm>

namespace cli {
namespace {

std::string padded(std::string text, std::size_t columns) {
  text.resize(std::max(columns, text.size() + 2), ' ');
  return text;
}

constexpr std::size_t name_columns = 28;
constexpr std::size_t line_columns = 80;

std::string name_of(const Parameter& parameter) {
  std::string name = parameter.name;
  if (const std::size_t comma = name.find(','); comma != std::string::npos)
    name.insert(comma + 1, " ");
  if (!parameter.value.empty()) name += ' ' + parameter.value;
  if (parameter.is_word() && std::holds_alternative<std::vector<std::string>*>(parameter.target))
    name += "...";
  return name;
}

void add_list(std::string& text, const char* title, const std::vector<Parameter>& parameters,
              bool words) {
  bool first = true;
  for (const Parameter& parameter : parameters) {
    if (parameter.is_word() != words) continue;
    if (first) text += std::string("\n") + title + "\n";
    first = false;
    text += "  " + padded(name_of(parameter), name_columns) + parameter.help;
    for (std::size_t i = 0; i < parameter.choices.size(); ++i)
      text += (i == 0 ? " (" : ", ") + parameter.choices[i];
    text += parameter.choices.empty() ? "\n" : ")\n";
  }
}

}  // namespace

std::string help_text() {
  std::string text =
      "Celltrail: the trail of every used vehicle battery, to the gram.\n\n"
      "Usage: celltrail COMMAND [--ledger DIR | --server URL] [--json] ...\n\nCommands\n";
  for (const Command& command : commands())
    text += "  " + padded(std::string(command.name), 22) + std::string(command.summary) + "\n";
  text +=
      "\nEvery command\n"
      "  --ledger DIR            the ledger to work on; else the variable CELLTRAIL_LEDGER\n"
      "  --server URL            instead: the service to ask; else the variable CELLTRAIL_SERVER\n"
      "  --token-file FILE       who asks it: a token in FILE; else CELLTRAIL_TOKEN_FILE\n"
      "  --json                  machine output on stdout, errors as one JSON object on stderr\n"
      "  --help                  examples and options of a command\n"
      "\nExit codes\n"
      "  0 ok  1 unexpected  2 usage  3 not found  4 not allowed or bad signature\n"
      "  5 refused by the rules  6 damage found  7 conflict  8 locked\n"
      "  9 server or witnesses not reached  10 partly done\n"
      "\nStart with\n"
      "  celltrail init my-ledger --origin ledger.example/trail --authority ID --name NAME\n";
  return text;
}

std::string usage(const Command& command, const Call& call) {
  std::string text = "  celltrail " + std::string(command.name);
  std::size_t line_start = 0;
  for (const Parameter& parameter : call.parameters) {
    const std::string name = name_of(parameter);
    const std::string word = parameter.required ? name : '[' + name + ']';
    if (text.size() - line_start + 1 + word.size() > line_columns) {
      line_start = text.size() + 1;
      text += "\n     ";
    }
    text += ' ' + word;
  }
  return text;
}

std::string help_text(const Command& command) {
  const Call call = command.prepare();
  std::string text = std::string(command.summary) + "\n\nExamples\n";
  for (const std::string_view example : command.examples)
    text += "  " + std::string(example) + "\n";
  text += "\nUsage\n" + usage(command, call) + "\n";
  if (!command.details.empty()) text += "\n" + std::string(command.details) + "\n";
  add_list(text, "Words", call.parameters, true);
  add_list(text, "Options", call.parameters, false);
  text += "\nEvery command takes --ledger DIR (or --server URL) and --json as well.\n";
  return text;
}

}  // namespace cli
