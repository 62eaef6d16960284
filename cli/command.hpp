#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "cli/exit_code.hpp"
#include "ledger/clock.hpp"

namespace cli {

/// Data goes to `out`, everything else to `err`.
struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
};

/// What the program may learn of the machine around it; tests hand in their own.
struct Environment {
  /// A variable of the environment.
  std::function<std::optional<std::string>(const std::string& name)> variable;
  const ledger::Clock* clock = nullptr;
  bool in_is_terminal = false, out_is_terminal = false, err_is_terminal = false;
  /// Writes a line of up to 4,095 bytes to standard error, past `err`; or answers false, since it
  /// would have to wait for its reader, or cannot be written whole. One call at a time.
  std::function<bool(const std::string& line)> log = [](const std::string&) { return true; };
  std::size_t columns = 0;  ///< width of the terminal `out` writes to, 0 for no limit
  /// Asks on the terminal without echo. Called only when `in_is_terminal`.
  std::function<std::string(const std::string& question)> ask_secret;
  /// From its first call on, an interrupt no longer ends the process: it makes this true.
  std::function<bool()> interrupted;
};

/// Options that every command takes.
struct Globals {
  std::optional<std::string> ledger, server, token_file;
  bool json = false;
};

struct Context {
  Streams streams;
  const Environment& environment;
  Globals globals;
};

/// One word or option of a command, and where its value goes.
struct Parameter {
  using Target = std::variant<bool*, std::string*, std::optional<std::string>*, std::int64_t*,
                              std::optional<std::int64_t>*, std::vector<std::string>*>;
  std::string name;   ///< "--at", or "CODE" for a word without dashes
  std::string value;  ///< what stands for the value in the help, "" for a flag or a word
  std::string help;
  Target target;
  bool required = false;
  std::vector<std::string> choices = {};

  [[nodiscard]] bool is_word() const { return !name.starts_with('-'); }
};

/// A command made ready: fill the parameters, then run. Runs once.
struct Call {
  std::vector<Parameter> parameters;
  std::function<ExitCode(Context&)> run;
};

/// A command is a value; `commands()` lists them.
struct Command {
  std::string_view name;     ///< "trail", "key new"
  std::string_view summary;  ///< one line
  std::string_view details;  ///< lines for its help, may be empty
  std::vector<std::string_view> examples;
  std::function<Call()> prepare;
};

/// Joins an options struct with what fills it and what uses it.
template <class Options>
std::function<Call()> with_options(std::vector<Parameter> (*parameters)(Options&),
                                   ExitCode (*run)(Context&, const Options&)) {
  return [parameters, run] {
    auto options = std::make_shared<Options>();
    return Call{parameters(*options),
                [options, run](Context& context) { return run(context, *options); }};
  };
}

/// Every command on offer, in the order of the help.
[[nodiscard]] const std::vector<Command>& commands();

}  // namespace cli
