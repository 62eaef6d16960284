#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"

namespace ledger::encoding {

inline constexpr std::size_t json_depth_max = 8;
inline constexpr std::size_t member_name_bytes_max = 64;
/// Every integer below this is exact in every JSON implementation (RFC 8259 section 6).
inline constexpr std::int64_t json_integer_end = std::int64_t{1} << 53;

enum class NodeKind : std::uint8_t { object, array, string, integer, boolean };

/// One value of a JSON text. The children of a container follow it; `next` leads past them.
struct Node {
  std::string_view name;   ///< its member name; empty in an array and at the root
  std::string_view text;   ///< of a string, unescaped
  std::int64_t integer{};  ///< of an integer; 0 or 1 of a boolean
  std::uint32_t next{};    ///< position of the node after this one and all its children
  std::uint32_t size{};    ///< number of children
  NodeKind kind{};
};

/// A JSON text taken apart, in reading order. Made to be used again: reading the next text
/// allocates nothing once it is warm. Threads: one at a time.
class Tape {
 public:
  [[nodiscard]] const Node& operator[](std::size_t position) const { return nodes_[position]; }
  [[nodiscard]] const Node& root() const { return nodes_.front(); }
  /// The position of a node that stands on this tape.
  [[nodiscard]] std::uint32_t position(const Node& node) const {
    return static_cast<std::uint32_t>(&node - nodes_.data());
  }
  /// Whether the text was in canonical form (RFC 8785) already.
  [[nodiscard]] bool is_canonical() const { return is_canonical_; }
  /// The strings that had escapes; views of such nodes look into it. Null when there are none.
  [[nodiscard]] std::unique_ptr<const std::string> take_unescaped() {
    return std::move(unescaped_);
  }

 private:
  friend class JsonReader;
  std::vector<Node> nodes_;
  std::unique_ptr<std::string> unescaped_;
  bool is_canonical_ = false;
};

/// Reads exactly one JSON value in one pass (docs/format.md, "Event"). Refuses, with the JSON
/// Pointer of what was found: nesting beyond `json_depth_max`, members twice, `null`, numbers that
/// are no plain integer below 2^53, text that is not UTF-8 or has control, bidirectional or
/// non-characters, member names that are not short ASCII, and anything around the value.
/// The nodes look into `text`, which must outlive their use.
[[nodiscard]] Result<void> read_json(std::string_view text, Tape& tape);

/// The canonical form of what was read.
[[nodiscard]] std::string canonical_json(const Tape& tape);

/// Whether a code point may stand in a text of ours.
[[nodiscard]] bool is_allowed_character(char32_t c);

/// `pointer` extended by one step, escaped as RFC 6901 says.
[[nodiscard]] std::string pointer_step(std::string pointer, std::string_view name);

/// The JSON Pointer of a node that stands on the tape.
[[nodiscard]] std::string pointer_of(const Tape& tape, const Node& node);

}  // namespace ledger::encoding
