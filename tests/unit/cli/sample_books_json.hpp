#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

/// Reading an event's members without asking what it is.
namespace sample_books {

using Json = nlohmann::json;

inline void check(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error(what);
}

inline std::string text(const Json& object, const char* key) {
  return object.contains(key) ? object.at(key).get<std::string>() : std::string();
}

inline std::int64_t grams(const Json& object, const char* key) {
  return object.contains(key) ? object.at(key).get<std::int64_t>() : 0;
}

inline std::string transit(const std::string& from, const std::string& to,
                           const std::string& slip) {
  return from + ">" + to + "/" + slip;
}

}  // namespace sample_books
