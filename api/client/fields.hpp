#pragma once

#include <cstdint>
#include <string>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "api/client/read_json.hpp"
#include "ledger/lists.hpp"

namespace api::client {

/// The word's value in the list of such values.
template <class E>
[[nodiscard]] E listed(const std::string& word) {
  const auto value = ledger::listed<E>(word);
  if (!value)
    strange("'" + word.substr(0, 60) + "' is in no list of this program, which may be older");
  return *value;
}

/// The members of an object, each read into the field that it fills.
struct Fields : Members {
  using Members::Members;

  /// Pairs of a member's name and its field.
  template <class Field, class... More>
  void must(const char* name, Field& field, More&&... more) const {
    if constexpr (std::is_enum_v<Field>)
      field = listed<Field>(text(name));
    else if constexpr (std::is_same_v<Field, std::string>)
      field = text(name);
    else if constexpr (std::is_same_v<Field, bool>)
      field = flag(name);
    else if constexpr (std::is_same_v<Field, ledger::Hash>)
      field = hash(name);
    else
      field = whole(name);
    if constexpr (sizeof...(more) > 0) must(more...);
  }

  /// The same, where a member that is absent leaves its field as it is: not stated.
  template <class Field, class... More>
  void may(const char* name, Field& field, More&&... more) const {
    if (find(name) != nullptr) must(name, field);
    if constexpr (sizeof...(more) > 0) may(more...);
  }
};

/// A list of words as a bit for each.
template <class E>
[[nodiscard]] std::uint64_t bits_of(const nlohmann::json& words) {
  if (!words.is_array()) strange("a list of words was expected");
  std::uint64_t bits = 0;
  for (const nlohmann::json& word : words)
    bits |= std::uint64_t{1} << static_cast<unsigned>(listed<E>(text_of(word)));
  return bits;
}

}  // namespace api::client
