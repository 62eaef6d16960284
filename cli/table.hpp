#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// Rows of text under headings, aligned by what a terminal shows (a Chinese character takes two
/// columns).
class Table {
 public:
  enum class Align { left, right };
  struct Column {
    std::string heading;
    Align align = Align::left;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  /// One text a column.
  void add(std::vector<std::string> row);
  [[nodiscard]] bool empty() const { return rows_.empty(); }

  /// Lines longer than `columns_max` lose the end of their last cell, never silently: a cut one
  /// ends in "…". 0 cuts nothing.
  void write(std::ostream& out, std::size_t columns_max) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace cli
