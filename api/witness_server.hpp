#pragma once

#include <functional>
#include <memory>
#include <string>

#include "ledger/witness.hpp"

namespace api {

/// The HTTP side of a witness: POST /add-checkpoint and GET /HEX/checkpoint.
class WitnessServer {
 public:
  /// Told what went wrong while answering (a Failure, Damage); the client hears 500.
  using Report = std::function<void(const std::string& what)>;

  /// Listens; port 0 takes any that is free. Throws Failure, also when the port is another's.
  WitnessServer(ledger::Witness& witness, const std::string& address, int port, Report report);
  ~WitnessServer();

  [[nodiscard]] int port() const;
  /// Answers until `stop`, and then what is asked whole already. Throws Failure.
  void run();
  /// From any thread, also before `run`.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace api
