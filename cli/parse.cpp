#include "cli/parse.hpp"

#include <algorithm>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cli/suggest.hpp"
#include "cli/text.hpp"

// The only file that includes CLI11: it takes seconds to compile.
namespace cli {
namespace {

struct Adder {
  CLI::App& app;
  const Parameter& parameter;

  CLI::Option* operator()(bool* flag) const {
    return app.add_flag(parameter.name, *flag, parameter.help);
  }
  CLI::Option* operator()(std::vector<std::string>* values) const {
    CLI::Option* option = app.add_option(parameter.name, *values, parameter.help);
    // An option takes one value each time it is said, so that it never swallows the words after.
    if (parameter.is_word())
      option->expected(parameter.required ? 1 : 0, CLI::detail::expected_max_vector_size);
    else
      option->expected(1)->allow_extra_args(false)->multi_option_policy(
          CLI::MultiOptionPolicy::TakeAll);
    return option;
  }
  template <class Value>
  CLI::Option* operator()(Value* value) const {
    return app.add_option(parameter.name, *value, parameter.help);
  }
};

bool is_number(const Parameter& parameter) {
  return std::holds_alternative<std::int64_t*>(parameter.target) ||
         std::holds_alternative<std::optional<std::int64_t>*>(parameter.target);
}

/// What is wrong with a value, "" for nothing. More than 18 figures would not fit 64 bits.
std::string check(const Parameter& parameter, const std::string& value) {
  if (is_number(parameter)) {
    const std::string_view figures = std::string_view(value).substr(value.starts_with('-') ? 1 : 0);
    const bool is_whole = !figures.empty() && figures.size() <= 18 &&
                          figures.find_first_not_of("0123456789") == std::string_view::npos;
    return is_whole ? "" : "takes a whole number, found " + shown(value);
  }
  const auto& choices = parameter.choices;
  if (choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end())
    return "";
  std::string offered;
  for (const std::string& choice : choices) offered += (offered.empty() ? "" : ", ") + choice;
  return "takes one of " + offered + ", found " + shown(value);
}

void add(CLI::App& app, const Parameter& parameter) {
  CLI::Option* option = std::visit(Adder{app, parameter}, parameter.target);
  if (parameter.required) option->required();
  option->check([&parameter](const std::string& value) { return check(parameter, value); }, "");
}

std::string unexpected_word(const std::vector<Parameter>& parameters, const std::string& word) {
  std::string said = (word.empty() ? "''" : "'" + shown(word) + "'") + " is not expected here";
  if (!word.starts_with('-')) return said;
  std::vector<std::string_view> offered;
  for (const Parameter& parameter : parameters)
    if (!parameter.is_word()) offered.emplace_back(parameter.name);
  const std::string_view meant = nearest(word.substr(0, word.find('=')), offered);
  if (!meant.empty()) said += "; did you mean '" + std::string(meant) + "'?";
  return said;
}

std::string in_words(const CLI::ParseError& error) {
  const std::string said = error.what();
  if (said.find(": 1 required ") != std::string::npos)
    return said.substr(0, said.find(':')) + " needs a value";
  return said;
}

}  // namespace

std::optional<std::string> parse(const std::vector<Parameter>& parameters,
                                 const std::vector<std::string>& words) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  for (const Parameter& parameter : parameters) add(app, parameter);
  try {
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    app.parse(std::move(reversed));
  } catch (const CLI::ParseError& error) {
    // A mistyped option first: what it leaves missing is only its consequence.
    for (const std::string& word : app.remaining())
      if (word.starts_with('-')) return unexpected_word(parameters, word);
    return in_words(error);
  }
  if (app.remaining().empty()) return std::nullopt;
  return unexpected_word(parameters, app.remaining().front());
}

}  // namespace cli
