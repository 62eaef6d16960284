#pragma once

#include <string>
#include <vector>

namespace e2e {

/// What was asked and answered, as a story tells it.
struct HttpExample {
  std::string operation, method, target;
  std::vector<std::string> request_headers;
  std::string request_body;
  int status = 0;
  std::vector<std::string> answer_headers;
  std::string answer_body;

  /// Of the answer, without its charset.
  [[nodiscard]] std::string content_type() const;
};

/// All that a story tells, in its order.
[[nodiscard]] std::vector<HttpExample> examples_in(const std::string& story);

/// The first good answer of each operation, in the order of the route table.
[[nodiscard]] std::vector<HttpExample> one_an_operation(const std::vector<HttpExample>& all);

/// What schema/openapi_examples.json has to hold.
[[nodiscard]] std::string openapi_examples(const std::vector<HttpExample>& examples);

/// docs/http.md with the examples between its marks made anew.
[[nodiscard]] std::string with_examples(const std::string& page,
                                        const std::vector<HttpExample>& examples);

}  // namespace e2e
