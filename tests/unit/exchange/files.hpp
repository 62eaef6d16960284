#pragma once

#include <string>
#include <string_view>

#include "ledger/csv.hpp"

/// Reading made-up files for a made-up recycler.
namespace files {

inline constexpr std::string_view recycler = "91990000MADEUP002A";

[[nodiscard]] const ledger::Signer& signer();
/// As the recycler, who has a key.
[[nodiscard]] ledger::CsvFile read(std::string_view bytes);
[[nodiscard]] std::string example(const std::string& name);

/// A table `retire` of one good row, and with another text in one of its columns.
[[nodiscard]] std::string good_row();
[[nodiscard]] std::string with_cell(std::string_view header, std::string_view cell);
/// The number, from 1, of a column of `good_row`.
[[nodiscard]] std::int64_t column_of(std::string_view header);

/// Everything about a file that a reader could tell apart, as text.
[[nodiscard]] std::string shown(const ledger::CsvFile& file);

}  // namespace files
