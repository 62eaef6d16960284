#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/record/event_source.hpp"
#include "ledger/result.hpp"

namespace cli {

/// What was refused, with the reasons, in a form that `record` reads again: refused events as lines
/// (refused_line.hpp), or the rows of tables as a table.
class RefusedFile {
 public:
  /// Makes the file before anything is recorded. Stops (usage) when it holds something already.
  explicit RefusedFile(const std::string& file);

  /// A table whose rows may be refused; what could not become an event is refused already. Stops
  /// (usage) when the tables' headers differ: one file holds one table.
  void add_table(std::shared_ptr<const CsvTable> table);

  /// A refused event. A line is on disk before it returns; rows wait for `finish`. Throws Failure.
  void add(const EventPlace& place, const ledger::Error& error, const std::string& event_text);

  /// Writes the rows. Once, at the end. Throws Failure.
  void finish();

 private:
  struct Table {
    std::shared_ptr<const CsvTable> read;
    std::map<std::int64_t, std::string> reasons;  ///< by row
    std::vector<bool> is_refused;                 ///< by event
  };

  void refuse_row(Table& table, const EventPlace& place, const ledger::Error& error);
  void write(const std::string& text);

  std::string name_, header_;
  std::ofstream out_;
  std::vector<Table> tables_;
};

}  // namespace cli
