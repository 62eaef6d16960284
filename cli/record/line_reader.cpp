#include "cli/record/line_reader.hpp"

#include <cstring>
#include <istream>

#include "ledger/result.hpp"

namespace cli {

LineReader::LineReader(std::istream& in, std::size_t line_max)
    : in_(in), line_max_(line_max), buffer_(std::size_t{1} << 16U) {}

bool LineReader::fill() {
  if (at_ < end_) return true;
  in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  if (in_.bad()) throw ledger::Failure("reading the input failed");
  at_ = 0;
  end_ = static_cast<std::size_t>(in_.gcount());
  return end_ > 0;
}

bool LineReader::take_line(LinePiece& piece) {
  if (!fill()) return false;
  const std::size_t start = piece.text.size();
  bool too_long = false, ended = false;
  while (!ended && fill()) {
    const char* from = buffer_.data() + at_;
    const auto* feed = static_cast<const char*>(std::memchr(from, '\n', end_ - at_));
    ended = feed != nullptr;
    const std::size_t count = ended ? static_cast<std::size_t>(feed - from) : end_ - at_;
    if (piece.text.size() - start + count > line_max_) too_long = true;
    if (!too_long) piece.text.append(from, count);
    at_ += count + (ended ? 1 : 0);
  }
  if (too_long) {
    piece.text.resize(start);
    piece.too_long.push_back(line_);
  }
  piece.text += '\n';
  ++line_;
  return true;
}

std::optional<LinePiece> LineReader::next(std::size_t lines_max, std::size_t bytes_max) {
  LinePiece piece;
  piece.first_line = line_;
  for (std::size_t n = 0; n < lines_max && piece.text.size() < bytes_max; ++n)
    if (!take_line(piece)) break;
  if (piece.text.empty()) return std::nullopt;
  return piece;
}

}  // namespace cli
