#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "cli/sample/calendar.hpp"

namespace cli::sample {

/// Writes one canonical JSON object (RFC 8785 with integers and ASCII names): no white space,
/// minimal escapes, and members in order: one out of order is a bug and stops the program.
class Json {
 public:
  /// Drops what was written and opens the object.
  void begin();
  /// Closes it.
  [[nodiscard]] std::string_view end();

  void text(std::string_view key, std::string_view value);
  void number(std::string_view key, std::int64_t value);
  void boolean(std::string_view key, bool value);
  void time(std::string_view key, Moment value);
  void open_object(std::string_view key);
  void close_object();

  void open_list(std::string_view key);
  void close_list();
  /// In a list.
  void open_item();
  void close_item() { close_object(); }
  void text_item(std::string_view value);

 private:
  void name(std::string_view key);
  void separate();
  void quoted(std::string_view value);
  void descend();
  void digits(std::int64_t value);

  std::string out_;
  std::array<std::string_view, 6> last_key_{};
  std::size_t depth_ = 0;
};

}  // namespace cli::sample
