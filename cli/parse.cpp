#include "cli/parse.hpp"

#include <algorithm>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cli/suggest.hpp"

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

void add(CLI::App& app, const Parameter& parameter) {
  CLI::Option* option = std::visit(Adder{app, parameter}, parameter.target);
  if (parameter.required) option->required();
  if (!parameter.choices.empty()) option->check(CLI::IsMember(parameter.choices));
}

std::string unexpected_word(const std::vector<Parameter>& parameters, const std::string& word) {
  std::string said = "'" + word + "' is not expected here";
  if (!word.starts_with('-')) return said;
  std::vector<std::string_view> offered;
  for (const Parameter& parameter : parameters)
    if (!parameter.is_word()) offered.emplace_back(parameter.name);
  const std::string_view meant = nearest(word.substr(0, word.find('=')), offered);
  if (!meant.empty()) said += "; did you mean '" + std::string(meant) + "'?";
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
    return error.what();
  }
  if (app.remaining().empty()) return std::nullopt;
  return unexpected_word(parameters, app.remaining().front());
}

}  // namespace cli
