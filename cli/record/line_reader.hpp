#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace cli {

/// Longer than any event may be, however generously it is formatted.
inline constexpr std::size_t line_bytes_max = 147'456;

/// Some whole lines of a text.
struct LinePiece {
  std::string text;             ///< each line ends in LF
  std::int64_t first_line = 1;  ///< number of the first, from 1
  std::vector<std::int64_t>
      too_long;  ///< numbers of lines left out of `text`: there they are empty
};

/// Cuts a stream into pieces of whole lines. Memory is bounded by the limits, whatever the stream
/// holds: of a line that is too long, no more than the limit is ever kept.
class LineReader {
 public:
  explicit LineReader(std::istream& in, std::size_t line_max = line_bytes_max);

  /// Up to `lines_max` lines, and no further line once `bytes_max` is passed; nothing at the end.
  /// Throws Failure when the stream cannot be read.
  [[nodiscard]] std::optional<LinePiece> next(std::size_t lines_max, std::size_t bytes_max);

 private:
  bool fill();
  bool take_line(LinePiece& piece);

  std::istream& in_;
  std::size_t line_max_;
  std::vector<char> buffer_;
  std::size_t at_ = 0, end_ = 0;
  std::int64_t line_ = 1;
};

}  // namespace cli
