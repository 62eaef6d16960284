#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The outside of a JSON text taken apart without reading what is inside: events go on to the one
/// reader that may judge them, byte for byte as they came.
namespace api::wire {

struct Member {
  std::string_view name;   ///< without quotes; names with escapes are refused
  std::string_view value;  ///< its text
};

/// The members of one object. Nothing when the text is no object, is deeper than 16 levels, or has
/// a name twice. What the values are is looked at no further than their ends need.
[[nodiscard]] std::optional<std::vector<Member>> members_of(std::string_view text);
/// Of a text that `members_of` gives nothing for.
struct Broken {
  std::string what;    ///< "the body …": what was found, and at which byte
  std::string member;  ///< that is there twice; "" when it is something else
};
[[nodiscard]] Broken why_no_object(std::string_view text);
/// The texts of an array's values, nothing when it is none. Stops behind `most` and one.
[[nodiscard]] std::optional<std::vector<std::string_view>> elements_of(std::string_view text,
                                                                       std::size_t most);
/// What a string stands for, nothing when the text is no string.
[[nodiscard]] std::optional<std::string> string_of(std::string_view text);

}  // namespace api::wire
