#pragma once

#include "ledger/witness.hpp"

namespace api {

/// Reaches witnesses over http and https; follows no redirect and no proxy. What comes is bounded
/// in bytes and time.
class HttpWitnessClient final : public ledger::WitnessClient {
 public:
  explicit HttpWitnessClient(std::chrono::milliseconds timeout) : timeout_(timeout) {}
  std::optional<ledger::WitnessAnswer> post(const std::string& url,
                                            const std::string& body) override;
  void wait(std::chrono::milliseconds time) override;

 private:
  std::chrono::milliseconds timeout_;
};

}  // namespace api
