#include <csignal>
#include <iostream>
#include <poll.h>
#include <unistd.h>

#include "cli/machine.hpp"
#include "cli/program.hpp"

namespace {

/// Whether the reader of standard output has gone: `celltrail trail … | head` is no error.
bool reader_has_gone() {
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  // A file that may not grow any more fails to be written, as on a disk that is full.
  std::signal(SIGXFSZ, SIG_IGN);
  std::ios::sync_with_stdio(false);
  const ledger::SystemClock clock;
  const cli::Environment environment = cli::this_machine(clock);
  const int code =
      cli::run_program({argv + 1, argv + argc}, {std::cin, std::cout, std::cerr}, environment);
  std::cout.flush();
  if (std::cout || reader_has_gone()) return code;
  std::cerr << "celltrail: writing standard output failed; the answer is not complete\n";
  return code == 0 ? 1 : code;
}
