#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <sys/types.h>

#include "api/service.hpp"
#include "ledger/clock.hpp"

namespace service {

/// The service in a process of its own, so that it can be killed; on a free port of loopback. No
/// thread may run when one is made.
class ServiceProcess {
 public:
  ServiceProcess(const api::ServiceOptions& options, const ledger::Clock& clock);
  ServiceProcess(const ServiceProcess&) = delete;
  ServiceProcess& operator=(const ServiceProcess&) = delete;
  ~ServiceProcess();

  /// 0 when it did not come up.
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] pid_t number() const { return child_; }
  void kill();
  /// Ends it as SIGTERM does; true when it ended well.
  bool stop();
  /// Most memory it had so far.
  [[nodiscard]] std::int64_t peak_bytes() const;

 private:
  pid_t child_ = -1;
  int port_ = 0;
};

/// On the ledger in `directory`, port 0.
[[nodiscard]] api::ServiceOptions options_for(const std::filesystem::path& directory);

}  // namespace service
