#pragma once

#include <string>
#include <string_view>

namespace ledger::exchange {

/// A cell as it was meant: full-width letters, digits and signs as ASCII, every kind of space as a
/// space, invisible characters dropped, no space around it.
[[nodiscard]] std::string folded(std::string_view cell);

/// Without white space around it, otherwise as it was: for text that is sealed.
[[nodiscard]] std::string_view trimmed(std::string_view cell);

[[nodiscard]] std::string upper(std::string_view text);

/// What two spellings of one header or word have in common: lower case, without spaces, brackets,
/// hyphens and the like. "Mass (kg)" and "mass_kg" are the same.
[[nodiscard]] std::string match_key(std::string_view text);

/// Which of these was likely meant; empty when none is near.
class Suggestion {
 public:
  explicit Suggestion(std::string_view text);
  void consider(std::string_view candidate);
  [[nodiscard]] const std::string& best() const { return best_; }

 private:
  std::u32string text_;
  std::string best_;
  std::size_t distance_;
};

}  // namespace ledger::exchange
