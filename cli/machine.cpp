#include "cli/machine.hpp"

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "ledger/result.hpp"

namespace cli {
namespace {

volatile std::sig_atomic_t interrupt_seen = 0;

extern "C" void note_interrupt(int) {
  interrupt_seen = 1;
}

bool interrupted() {
  static std::once_flag installed;
  std::call_once(installed, [] {
    struct sigaction action {};
    action.sa_handler = note_interrupt;
    // The second interrupt ends the process: whoever asks twice does not want to wait.
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    // Whoever runs services stops them with this one.
    sigaction(SIGTERM, &action, nullptr);
  });
  return interrupt_seen != 0;
}

/// Echo off for as long as it lives.
class Silence {
 public:
  Silence() {
    known_ = tcgetattr(STDIN_FILENO, &before_) == 0;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (!known_ || tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) != 0)
      throw ledger::Failure("the terminal would show the passphrase; give it in a file instead");
  }
  ~Silence() {
    if (known_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  termios before_{};
  bool known_ = false;
};

std::string ask_secret(const std::string& question) {
  std::cerr << question << ": " << std::flush;
  std::string answer;
  {
    const Silence silence;
    std::getline(std::cin, answer);
  }
  std::cerr << '\n';
  return answer;
}

std::size_t terminal_columns() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/// With the system's call: a stream keeps what it could not write, and writes it again later. A
/// line that was torn by a full disk ends where it is when there is room again.
bool log_to_standard_error(const std::string& line) {
  static bool is_torn = false;
  // Of a pipe, a socket or a terminal; a file always has room. Up to PIPE_BUF a pipe takes a line
  // whole.
  pollfd err{STDERR_FILENO, POLLOUT, 0};
  if (poll(&err, 1, 0) == 0) return false;
  const std::string bytes = (is_torn ? "\n" : "") + line + "\n";
  const ssize_t written = write(STDERR_FILENO, bytes.data(), bytes.size());
  if (written > 0) is_torn = static_cast<std::size_t>(written) < bytes.size();
  return written > 0 && !is_torn;
}

}  // namespace

Environment this_machine(const ledger::Clock& clock) {
  Environment environment;
  environment.variable = [](const std::string& name) -> std::optional<std::string> {
    // One thread so far, and nobody here calls setenv.
    const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
    if (value == nullptr || *value == '\0') return std::nullopt;
    return value;
  };
  environment.clock = &clock;
  environment.in_is_terminal = isatty(STDIN_FILENO) == 1;
  environment.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  environment.err_is_terminal = isatty(STDERR_FILENO) == 1;
  environment.log = log_to_standard_error;
  environment.columns = environment.out_is_terminal ? terminal_columns() : 0;
  environment.ask_secret = ask_secret;
  environment.interrupted = interrupted;
  return environment;
}

}  // namespace cli
