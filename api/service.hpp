#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/clock.hpp"
#include "ledger/ledger.hpp"

namespace api {

/// How a service is set up; docs/operating.md, "Configuration", lists the same.
struct ServiceOptions {
  std::filesystem::path ledger;
  std::string address = "127.0.0.1";
  int port = 8787;
  bool read_only = false;
  bool public_tiles = false;
  bool accept_clock_jump = false;  ///< the clock is right, however long the ledger slept
  bool log_paths = false;          ///< codes and all; else the log has the route's pattern
  std::optional<std::filesystem::path> tokens;  ///< the token file; none: open, on loopback only
  std::vector<std::string> hosts;    ///< Host names beside the address itself; others get 400
  std::vector<std::string> proxies;  ///< addresses whose X-Forwarded-For is believed
  std::size_t connections_max = 2048;
  std::size_t connections_of_a_client_max = 64;  ///< not of loopback or a proxy
  std::size_t threads = 64, readers = 8;
  std::size_t waiting_batches_max = 1024;
  std::chrono::seconds witness_every{60};
  std::chrono::milliseconds stream_silence{15'000};  ///< before a comment is sent
};

/// Of a process that does nothing but serve, before it has threads: has them take memory from a few
/// pools. Else each keeps a pool of its own, with what its largest answer needed.
void share_pools_of_memory();

/// The ledger's HTTP service (docs/http.md).
class Service {
 public:
  /// Writes a line of JSON (it has no line feed, and at most 4,000 bytes), one for each request and
  /// each thing that went wrong; or answers false without having written any of it, since it would
  /// have to wait. One call at a time.
  using Log = std::function<bool(const std::string& line)>;

  /// Opens the ledger (once for writing, some times for reading) and listens. Throws Failure, also
  /// when the address is not loopback and there is no token file; Locked; Damage.
  Service(const ServiceOptions& options, const ledger::Clock& clock,
          const ledger::AskPassphrase& ask, Log log);
  ~Service();

  [[nodiscard]] int port() const;
  /// Answers until `stop`; then finishes what was asked whole, and moves the write-ahead log into
  /// the database. Throws Failure.
  void run();
  /// From any thread, also before `run`.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace api
