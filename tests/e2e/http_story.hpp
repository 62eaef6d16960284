#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tests/e2e/http_client.hpp"
#include "tests/e2e/http_schema.hpp"
#include "tests/e2e/http_service.hpp"
#include "tests/e2e/http_steady.hpp"

namespace e2e {

/// A story is a text that reads from top to bottom (http_scenarios/README.md). It is played against
/// a real service; what the service answers is written into it.
class HttpStory {
 public:
  explicit HttpStory(const std::string& text);

  /// Plays it in a workshop of its own. Throws Failure that names the line which could not be
  /// played.
  void play();

  /// The text again, with what was answered.
  [[nodiscard]] const std::string& told() const { return told_; }
  /// What was not as it must be whatever the text says: answers that openapi.json does not
  /// describe, a service that did not end well, an audit that found something.
  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  struct Block {
    int line{};
    std::string head;                ///< the line that begins it
    std::vector<std::string> lines;  ///< without their indent
    bool is_apart = false;           ///< an empty line follows
  };

  void play(const Block& block);
  void command(std::string line);
  void write_file(const Block& block);
  void serve(const std::string& options);
  void stop();
  void exchange(const Block& block);
  [[nodiscard]] HttpAsked asked_in(const Block& block, std::string& file) const;
  void tell_asked(const Block& block, const std::string& file);
  void tell_answer(const std::string& operation, const HttpAnswer& answer);
  void check(const HttpAsked& asked, const std::string& operation, const HttpAnswer& answer);
  void tell(const std::string& head, const std::string& text, bool is_apart = false);
  [[nodiscard]] std::string filled_in(std::string text) const;

  std::vector<Block> blocks_;
  Workshop workshop_;
  Steady steady_;
  std::optional<HttpService> service_;
  std::optional<HttpSchema> schema_;
  std::string told_, wrong_;
  char last_ = '#';  ///< what the last block told of begins with
  bool is_apart_ = false;
};

}  // namespace e2e
