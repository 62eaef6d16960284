#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace e2e {

/// Puts fixed values of the same form in the place of what differs from run to run: hashes, keys,
/// signatures, times of recording, request ids. The first hash met gets the first stand-in, and so
/// on, so that what was equal stays equal.
class Steady {
 public:
  /// What stands in this text is the scenario's own and stays.
  explicit Steady(std::string_view own);

  [[nodiscard]] std::string text(std::string_view text);
  /// In place.
  void json(nlohmann::ordered_json& value);

 private:
  [[nodiscard]] std::string run(const std::string& run);
  [[nodiscard]] const std::string& stand_in(const std::string& kind, const std::string& value,
                                            std::size_t bytes);

  std::set<std::string, std::less<>> own_;
  std::map<std::string, std::map<std::string, std::string>> seen_;  ///< by kind and value
};

}  // namespace e2e
