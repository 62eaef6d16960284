#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/record/event_source.hpp"
#include "cli/record/line_reader.hpp"
#include "ledger/result.hpp"

namespace cli {

/// A refused event as a line (without LF) of the file for them: {"file","line","refusal","pointer",
/// "detail","hint","event"}. The event stands in it byte for byte, as a text when it is no JSON.
[[nodiscard]] std::string refused_line(const EventPlace& place, const ledger::Error& error,
                                       const std::string& event_text);

/// The event in such a line, mended or not; nothing when the line is none.
[[nodiscard]] std::optional<std::string> event_in(std::string_view line);

/// The piece with every refused line replaced by its event, so that the file for refused events can
/// be recorded as it is.
[[nodiscard]] LinePiece unwrapped(LinePiece piece);

}  // namespace cli
