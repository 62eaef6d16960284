#include "tests/unit/exchange/files.hpp"

#include <array>
#include <fstream>
#include <sstream>
#include <vector>

#include <fmt/format.h>

#include "ledger/result.hpp"

namespace files {
namespace {

struct Cell {
  std::string_view header, text;
};
constexpr std::array cells{
    Cell{"type", "retire"},
    Cell{"id", "R-1"},
    Cell{"at", "2024-03-05 9:30"},
    Cell{"unit", "ZZ9PE76836300JBC40000903"},
    Cell{"chemistry", "NCM"},
    Cell{"mass_kg", "412"},
    Cell{"mass_basis", "weighed"},
    Cell{"origin", "vehicle"},
    Cell{"source", "replaced"},
    Cell{"region", "CN-FJ"},
    Cell{"note", ""},
};

std::string quoted(std::string_view text) {
  if (text.find_first_of(",\"\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + '"';
}

}  // namespace

const ledger::Signer& signer() {
  static const ledger::Signer made = [] {
    std::array<std::uint8_t, 32> seed{};
    seed.fill(7);
    return ledger::Signer(std::string(recycler) + "/desk", seed);
  }();
  return made;
}

ledger::CsvFile read(std::string_view bytes) {
  return ledger::read_csv(bytes, {std::string(recycler), &signer(), std::nullopt});
}

std::string example(const std::string& name) {
  std::ifstream in(std::string(SOURCE_DIR "/examples/csv/") + name, std::ios::binary);
  ledger::require(in.good(), "the example file is there");
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string good_row() {
  return with_cell("note", "");
}

std::string with_cell(std::string_view header, std::string_view text) {
  ledger::require(column_of(header) > 0, "the table has this column");
  std::string heads, row;
  for (const Cell& cell : cells) {
    heads += fmt::format("{}{}", heads.empty() ? "" : ",", cell.header);
    row += fmt::format("{}{}", row.empty() ? "" : ",",
                       quoted(cell.header == header ? text : cell.text));
  }
  return heads + '\n' + row + '\n';
}

std::int64_t column_of(std::string_view header) {
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (cells[i].header == header) return static_cast<std::int64_t>(i) + 1;
  return 0;
}

std::string shown(const ledger::CsvFile& file) {
  std::string out = file.type + " " + file.encoding + "\n";
  for (const auto& event : file.events) {
    out += fmt::format("{}-{} {}\n", event.first_row, event.last_row, event.json);
    for (const auto& opening : event.openings)
      out += fmt::format("{} {} {} {}\n", opening.event_id, opening.member, opening.text,
                         ledger::commitment(opening.salt, opening.text));
  }
  for (const auto& problem : file.problems)
    out += fmt::format("{}:{} {} {}: {} ({})\n", problem.row, problem.column, problem.header,
                       problem.code, problem.message, problem.hint);
  return out;
}

}  // namespace files
