#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "ledger/hash.hpp"
#include "ledger/result.hpp"

/// What a server answers, read without believing it.
namespace api::client {

/// An answer that is not what a Celltrail service says.
class StrangeAnswer : public ledger::Failure {
 public:
  using Failure::Failure;
};

/// Throws StrangeAnswer for what is no JSON, or is nested deeper than any answer.
[[nodiscard]] nlohmann::json read_json(std::string_view text);

/// The members of a JSON object. What is missing, or of another type, throws StrangeAnswer.
class Members {
 public:
  explicit Members(const nlohmann::json& object);

  [[nodiscard]] const nlohmann::json& of(const char* name) const;
  /// Null when it is absent.
  [[nodiscard]] const nlohmann::json* find(const char* name) const;
  [[nodiscard]] const nlohmann::json& list(const char* name) const;
  [[nodiscard]] std::string text(const char* name) const;
  [[nodiscard]] std::string text_or_none(const char* name) const;
  [[nodiscard]] std::int64_t whole(const char* name) const;
  [[nodiscard]] std::int64_t whole_or(const char* name, std::int64_t absent) const;
  [[nodiscard]] bool flag(const char* name) const;
  [[nodiscard]] ledger::Hash hash(const char* name) const;

 private:
  const nlohmann::json& object_;
};

[[nodiscard]] std::string text_of(const nlohmann::json& value);
[[nodiscard]] ledger::Hash hash_of(const nlohmann::json& value);

[[noreturn]] void strange(const std::string& what);

}  // namespace api::client
