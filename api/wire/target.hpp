#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/request.hpp"

/// Paths and queries, percent-encoded as RFC 3986 has them; a plus is a plus, so that times can be
/// written as they are.
namespace api::wire {

/// Nothing when a percent sign is not followed by two hex digits, or what comes out is no UTF-8 or
/// holds a control character.
[[nodiscard]] std::optional<std::string> decoded(std::string_view text);
/// A part of a path: what RFC 3986 calls unreserved is not encoded, and hex digits are capitals.
[[nodiscard]] bool is_spelled_plainly(std::string_view text);

/// As one segment of a path, or one value of a query.
[[nodiscard]] std::string encoded(std::string_view text);

/// Throws Stop: `unknown_parameter` (not among `names`, or there twice), `parameter_malformed`.
[[nodiscard]] Fields read_query(std::string_view query, const std::vector<std::string_view>& names);
/// "" or "?a=b&c=d"
[[nodiscard]] std::string write_query(const Fields& fields);

/// A number in plain digits. Throws Stop (`parameter_malformed`) when it is none, or out of bounds.
[[nodiscard]] std::int64_t read_number(std::string_view name, std::string_view text,
                                       std::int64_t least, std::int64_t most);

/// Of a decoded query; nothing when it is absent. All throw Stop (`parameter_malformed`).
[[nodiscard]] std::optional<std::int64_t> number_in(const Fields& query, std::string_view name,
                                                    std::int64_t least, std::int64_t most);
[[nodiscard]] bool flag_in(const Fields& query, std::string_view name);
/// Its position among `words`; 0 when it is absent.
[[nodiscard]] std::size_t word_in(const Fields& query, std::string_view name,
                                  const std::vector<std::string_view>& words);
/// "" when it is absent; there, it is not empty: a script whose variable is must not be given all.
[[nodiscard]] std::string text_in(const Fields& query, std::string_view name);
/// "2024-03-05T09:30:00+08:00" or seconds since 1970, as milliseconds.
[[nodiscard]] std::optional<std::int64_t> time_ms_in(const Fields& query, std::string_view name);

}  // namespace api::wire
