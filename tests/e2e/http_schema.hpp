#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace e2e {

/// The parts of JSON Schema that openapi.json uses. Stricter in one thing: what `properties` does
/// not name may not be there, so that a document that says too little is found.
class HttpSchema {
 public:
  explicit HttpSchema(nlohmann::ordered_json document) : document_(std::move(document)) {}

  [[nodiscard]] const nlohmann::ordered_json& document() const { return document_; }
  /// The operation that openapi.json has under this name.
  [[nodiscard]] const nlohmann::ordered_json& operation(const std::string& id) const;
  /// What is wrong with an answer of this operation; "" when nothing is.
  [[nodiscard]] std::string wrong(const std::string& operation, int status,
                                  const std::string& content_type, const std::string& body) const;
  /// Follows a reference.
  [[nodiscard]] const nlohmann::ordered_json& resolved(const nlohmann::ordered_json& value) const;

 private:
  using Json = nlohmann::ordered_json;
  [[nodiscard]] std::string mismatch(const Json& schema, const Json& value,
                                     const std::string& at) const;
  [[nodiscard]] std::string object_mismatch(const Json& schema, const Json& value,
                                            const std::string& at) const;
  [[nodiscard]] std::string array_mismatch(const Json& schema, const Json& value,
                                           const std::string& at) const;

  Json document_;
};

}  // namespace e2e
