#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/csv.hpp"
#include "ledger/exchange/assembly.hpp"

namespace ledger::exchange {

/// Collects the rows of one event after another and adds each event, once whole, to the file's. An
/// event that lacks a row, or has one too many, is never added: half a balance may look right.
class EventRows {
 public:
  EventRows(const Sheet& sheet, CsvFile& file) : sheet_(sheet), file_(file) {}

  /// The next row. With `is_good` false something has been found wrong with it before.
  void take(CsvRow row, bool is_good);
  /// A row was lost that may have been the event's.
  void spoil() { is_good_ = false; }
  /// No row follows.
  void finish();

 private:
  struct Seen {
    std::int64_t row;
    std::size_t content;
    std::size_t event;  ///< position in the file's
  };

  void begin(const std::string& id, const CsvRow& row);
  void add(CsvRow row);
  void close();
  void refuse(const CsvRow& row, std::string_view column, std::string code, std::string message,
              std::string hint);
  void refuse_repeated(const CsvRow& row, std::int64_t first);

  const Sheet& sheet_;
  CsvFile& file_;
  std::string id_;
  bool is_good_ = true;
  std::int64_t begun_ = 0;  ///< events, and rows without an id
  std::vector<CsvRow> rows_;
  std::unordered_map<std::string, std::int64_t> contents_;  ///< of the event's rows
  std::unordered_map<std::string, Seen> seen_;              ///< by event id
  std::set<std::size_t> withdrawn_;                         ///< positions in the file's events
};

}  // namespace ledger::exchange
