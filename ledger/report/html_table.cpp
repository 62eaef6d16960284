#include <algorithm>

#include <fmt/format.h>

#include "ledger/report/html.hpp"
#include "ledger/report/words.hpp"

namespace ledger::report::html {
namespace {

std::string heading_cell(const Column& column, Language language) {
  const std::string text = shown_title(language, column);
  // An empty cell is no heading: screen readers would read one.
  if (text.empty()) return column.unit == Unit::none ? "<td></td>" : "<td class=\"figure\"></td>";
  return fmt::format("<th scope=\"col\"{}>{}</th>",
                     column.unit == Unit::none ? "" : " class=\"figure\"", escaped(text));
}

std::string headings(const Grid& grid, Language language) {
  const bool has_titles = std::any_of(grid.columns.begin(), grid.columns.end(),
                                      [](const Column& column) { return !column.title.empty(); });
  if (!has_titles) return {};
  std::string out = "<thead><tr>";
  for (std::size_t i = 0; i < grid.columns.size(); ++i) {
    out += heading_cell(grid.columns[i], language);
    if (grid.bar == i) out += "<td></td>";
  }
  return out + "</tr></thead>\n";
}

/// The names of operators may be written from right to left, the rest of a row is not.
std::string row_heading(const std::string& text) {
  const bool is_part = text.starts_with("  ");
  return fmt::format("<th scope=\"row\"{}><bdi>{}</bdi></th>", is_part ? " class=\"part\"" : "",
                     escaped(is_part ? text.substr(2) : text));
}

std::string data_cell(const Cell& cell, const Column& column, Language language) {
  if (column.unit == Unit::none) return fmt::format("<td><bdi>{}</bdi></td>", escaped(cell.text));
  std::string out = fmt::format("<td class=\"figure\">{}</td>", escaped(shown(cell)));
  if (column.unit == Unit::each)
    out += fmt::format("<td class=\"unit\">{}</td>", escaped(shown_unit(language, cell.unit)));
  return out;
}

std::string notes(const Grid& grid) {
  std::string out;
  for (const std::string& note : grid.notes) out += fmt::format("<p>{}</p>\n", escaped(note));
  return out;
}

/// What leads a row: of an operator its id and its name.
std::string row_words(const Grid& grid, const std::vector<Cell>& row) {
  std::string out = row[0].text;
  for (std::size_t i = 1; i < row.size() && grid.columns[i].unit == Unit::none; ++i)
    out += " " + row[i].text;
  return out;
}

std::int64_t largest(const Grid& grid) {
  std::int64_t out = 0;
  if (grid.bar)
    for (const auto& row : grid.rows) out = std::max(out, row[*grid.bar].value.value_or(0));
  return out;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\'')
      out += "&#39;";
    else if (code < 0x20 || code == 0x7F)
      out += "\xEF\xBF\xBD";
    else
      out += c;
  }
  return out;
}

std::string table(const Grid& grid, Language language) {
  if (grid.rows.empty())
    return grid.notes.empty() ? ""
                              : fmt::format("<h2>{}</h2>\n", escaped(grid.title)) + notes(grid);
  const std::int64_t most = largest(grid);
  std::string out = fmt::format(
      "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{0}\">\n"
      "<table>\n<caption><h2 id=\"{0}\">{1}</h2></caption>\n{2}<tbody>\n",
      grid.id, escaped(grid.title.empty() ? grid.name : grid.title), headings(grid, language));
  for (const auto& row : grid.rows) {
    out += "<tr>" + row_heading(row[0].text);
    for (std::size_t i = 1; i < row.size(); ++i) {
      out += data_cell(row[i], grid.columns[i], language);
      if (grid.bar == i)
        out += fmt::format("<td class=\"bar\">{}</td>",
                           bar(row[i].value.value_or(0), most,
                               fmt::format("{}: {} {}", row_words(grid, row), shown(row[i]),
                                           shown_unit(language, row[i].unit))));
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n" + notes(grid);
}

}  // namespace ledger::report::html
