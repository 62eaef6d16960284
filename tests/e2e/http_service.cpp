#include "tests/e2e/http_service.hpp"

#include <fstream>
#include <sys/stat.h>

#include "ledger/result.hpp"

namespace e2e {

HttpService::HttpService(const Workshop& workshop, const std::string& options) {
  // What it says comes through a pipe, so that nobody waits for longer than it takes to listen.
  const fs::path pipe = workshop / ".serving";
  fs::remove(pipe);
  if (::mkfifo(pipe.c_str(), 0600) != 0) throw ledger::Failure("no pipe");
  running_.emplace(workshop,
                   "exec celltrail serve --listen 127.0.0.1:0 " + options + " > .serving");
  std::ifstream said(pipe);
  const std::string listening = "listening on http://127.0.0.1:";
  for (std::string line; port_ == 0 && std::getline(said, line);)
    if (line.starts_with(listening)) port_ = std::stoi(line.substr(listening.size()));
  if (port_ == 0) throw ledger::Failure("the service does not listen: " + running_->wait().err);
}

Ran HttpService::stop() {
  running_->ask_to_end();
  Ran ran = running_->wait();
  running_.reset();
  return ran;
}

}  // namespace e2e
