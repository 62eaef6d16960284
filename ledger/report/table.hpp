#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ledger::report {

enum class Align : std::uint8_t { left, right };

/// Rows of text in aligned columns, two spaces in front and between, none at a line's end.
class Table {
 public:
  explicit Table(std::vector<Align> columns) : columns_(std::move(columns)) {}
  void row(std::vector<std::string> cells);
  [[nodiscard]] bool is_empty() const { return rows_.empty(); }
  [[nodiscard]] std::string text() const;

 private:
  std::vector<Align> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace ledger::report
