#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/e2e/http_schema.hpp"
#include "tests/property/dice.hpp"

namespace e2e {

/// A request as it goes over the wire, and what of it the judge must know.
struct FuzzRequest {
  std::string operation;  ///< whose path it began as
  std::string method, target;
  std::string bytes;
  bool is_stream = false;
};

/// Requests near those that openapi.json describes: right ones, and ones with one or more things
/// wrong. The same dice give the same requests.
class FuzzRequests {
 public:
  /// `known`: what there is in the ledger, by parameter name; `bodies`: good ones, by operation.
  FuzzRequests(const HttpSchema& schema, std::map<std::string, std::vector<std::string>> known,
               std::map<std::string, std::vector<std::string>> bodies);

  [[nodiscard]] FuzzRequest make(property::Dice& dice) const;

 private:
  struct Operation {
    std::string path, method;
    const nlohmann::ordered_json* described;
  };

  [[nodiscard]] std::string path_of(const Operation& operation, property::Dice& dice) const;
  [[nodiscard]] std::string query_of(const Operation& operation, property::Dice& dice) const;
  [[nodiscard]] std::string body_of(const std::string& operation, property::Dice& dice) const;
  [[nodiscard]] std::string good_value(const nlohmann::ordered_json& parameter,
                                       property::Dice& dice) const;

  const HttpSchema& schema_;
  std::map<std::string, std::vector<std::string>> known_, bodies_;
  std::vector<Operation> posts_, gets_;
};

}  // namespace e2e
