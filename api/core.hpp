#pragma once

#include <functional>
#include <string>

#include "api/access/policy.hpp"
#include "api/access/tokens.hpp"
#include "api/heads.hpp"
#include "api/health.hpp"
#include "api/metrics.hpp"
#include "api/readers.hpp"
#include "ledger/clock.hpp"
#include "ledger/intake.hpp"

namespace api {

/// What routes work with. Its parts may be used from every thread.
struct Core {
  Readers& readers;
  ledger::Intake* intake = nullptr;  ///< null: the service only reads
  const AccessPolicy& policy;
  const Tokens& tokens;
  Metrics& metrics;
  Heads& heads;
  Health& health;
  const ledger::Clock& clock;
  std::function<void(const std::string& line)> log;  ///< api/log.hpp
  bool log_paths = false;                            ///< as they were asked for, codes and all
};

}  // namespace api
