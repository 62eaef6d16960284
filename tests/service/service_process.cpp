#include "tests/service/service_process.hpp"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace service {
namespace {

/// Serves until SIGTERM. Never returns.
[[noreturn]] void serve(const api::ServiceOptions& options, const ledger::Clock& clock, int pipe) {
  // A test that is killed leaves no server behind.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &ending, nullptr);
  try {
    api::share_pools_of_memory();
    // What the process it comes from has freed is not its own.
    ::malloc_trim(0);
    const bool talks = std::getenv("CELLTRAIL_TEST_LOG") != nullptr;
    api::Service service(options, clock, {}, [talks](const std::string& line) {
      if (talks) std::fprintf(stderr, "%s\n", line.c_str());
      return true;
    });
    const int port = service.port();
    std::thread waiting([&] {
      int signal = 0;
      ::sigwait(&ending, &signal);
      service.stop();
    });
    if (::write(pipe, &port, sizeof port) != sizeof port) ::_exit(3);
    service.run();
    waiting.join();
  } catch (const std::exception& failed) {
    std::fprintf(stderr, "the service: %s\n", failed.what());
    ::_exit(5);
  }
  ::_exit(0);
}

}  // namespace

ServiceProcess::ServiceProcess(const api::ServiceOptions& options, const ledger::Clock& clock) {
  int ends[2];
  if (::pipe(ends) != 0) return;
  child_ = ::fork();
  if (child_ == 0) {
    ::close(ends[0]);
    serve(options, clock, ends[1]);
  }
  ::close(ends[1]);
  if (::read(ends[0], &port_, sizeof port_) != sizeof port_) port_ = 0;
  ::close(ends[0]);
}

ServiceProcess::~ServiceProcess() {
  kill();
}

void ServiceProcess::kill() {
  if (child_ <= 0) return;
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
  child_ = -1;
}

bool ServiceProcess::stop() {
  if (child_ <= 0) return false;
  ::kill(child_, SIGTERM);
  int status = 0;
  ::waitpid(child_, &status, 0);
  child_ = -1;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::int64_t ServiceProcess::peak_bytes() const {
  std::ifstream status("/proc/" + std::to_string(child_) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stoll(line.substr(6)) * 1024;
  return 0;
}

api::ServiceOptions options_for(const std::filesystem::path& directory) {
  api::ServiceOptions options;
  options.ledger = directory;
  options.port = 0;
  return options;
}

}  // namespace service
