#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Made-up events, one and more of every type, in reading order as people write them. The operators
/// belong to a region that does not exist; their check characters are right.
namespace samples {

inline constexpr std::string_view collector = "91990000MADEUP0017";
inline constexpr std::string_view recycler = "91990000MADEUP002A";
inline constexpr std::string_view authority = "12990000MADEUP003J";

struct Sample {
  std::string_view name;
  std::string text;
};

/// The events of one pack's life, then one of every other type and form.
[[nodiscard]] const std::vector<Sample>& all();
/// The sample of this name; a wrong name ends the test program.
[[nodiscard]] const std::string& named(std::string_view name);

/// `text` with the first `from` replaced; the test program ends when there is none.
[[nodiscard]] std::string with(std::string text, std::string_view from, std::string_view to);

/// `text` with every single quote made a double one, and @A, @C, @R made the operators.
[[nodiscard]] std::string written(std::string_view text);

}  // namespace samples
