#include "ledger/exchange/event_rows.hpp"

#include <cstdint>
#include <functional>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "ledger/exchange/normal_text.hpp"

namespace ledger::exchange {
namespace {

constexpr std::size_t not_added = SIZE_MAX;
constexpr std::string_view own_id = "each event has an id of its own";

/// Rows that say the same are equal here, however they are spaced.
std::string content_of(const CsvRow& row) {
  constexpr char between = '\x1f';
  std::string content;
  for (const std::string& cell : row.cells) {
    content += folded(cell);
    content.push_back(between);
  }
  content.erase(content.find_last_not_of(between) + 1);
  return content;
}

}  // namespace

void EventRows::take(CsvRow row, bool is_good) {
  const std::string id = folded(cell_of(row, *find_column(sheet_.columns, "id")));
  if (id.empty()) {
    spoil();
    ++begun_;
    return refuse(row, "id", "id_missing", "the row has no id",
                  "your own number of the event, the same each time it is recorded");
  }
  if (rows_.empty() || id != id_) begin(id, row);
  if (!is_good) spoil();
  add(std::move(row));
}

void EventRows::begin(const std::string& id, const CsvRow& row) {
  close();
  ++begun_;
  id_ = id;
  is_good_ = true;
  const Seen now{row.number, std::hash<std::string>{}(content_of(row)), file_.events.size()};
  const auto [at, is_new] = seen_.try_emplace(id, now);
  if (is_new) return;
  spoil();
  const Seen& seen = at->second;
  // What was taken for the whole event before was not, or was it twice.
  withdrawn_.insert(seen.event);
  if (seen.content == now.content) return refuse_repeated(row, seen.row);
  refuse(row, "id", "id_again", fmt::format("the id {} stands in row {} already", id, seen.row),
         sheet_.table.lines.empty() ? std::string(own_id)
                                    : std::string("the rows of one event stand together"));
}

void EventRows::add(CsvRow row) {
  // A file of one id for ever would be kept whole otherwise.
  if (rows_.size() == csv_event_rows_max) {
    if (is_good_)
      refuse(row, "id", "event_too_large",
             fmt::format("the event {} has more than {} rows", id_, csv_event_rows_max),
             "report it as several events");
    return spoil();
  }
  const auto [first, is_new] = contents_.try_emplace(content_of(row), row.number);
  if (!is_new) {
    refuse_repeated(row, first->second);
    return spoil();
  }
  if (!rows_.empty() && sheet_.table.lines.empty()) {
    refuse(row, "id", "id_again",
           fmt::format("the id {} stands in row {} already", id_, rows_.front().number),
           std::string(own_id));
    return spoil();
  }
  rows_.push_back(std::move(row));
}

void EventRows::close() {
  if (rows_.empty()) return;
  bool is_added = false;
  if (is_good_) {
    auto assembled = assemble(sheet_, rows_);
    if (auto* const event = std::get_if<CsvEvent>(&assembled)) {
      file_.events.push_back(std::move(*event));
      is_added = true;
    } else {
      auto& problems = std::get<std::vector<CsvProblem>>(assembled);
      std::move(problems.begin(), problems.end(), std::back_inserter(file_.problems));
    }
  }
  if (!is_added && seen_.at(id_).row == rows_.front().number) seen_.at(id_).event = not_added;
  rows_.clear();
  contents_.clear();
}

void EventRows::finish() {
  close();
  std::vector<CsvEvent> kept;
  for (std::size_t i = 0; i < file_.events.size(); ++i)
    if (!withdrawn_.contains(i)) kept.push_back(std::move(file_.events[i]));
  file_.events = std::move(kept);
  file_.left_out += begun_ - static_cast<std::int64_t>(file_.events.size());
}

void EventRows::refuse(const CsvRow& row, std::string_view column, std::string code,
                       std::string message, std::string hint) {
  const Column* const found = find_column(sheet_.columns, column);
  file_.problems.push_back({row.number, found != nullptr ? found->number : 0,
                            found != nullptr ? found->header : std::string(), std::move(code),
                            std::move(message), std::move(hint)});
}

void EventRows::refuse_repeated(const CsvRow& row, std::int64_t first) {
  refuse(row, {}, "duplicate_row", fmt::format("the row says the same as row {}", first),
         "delete one of them");
}

}  // namespace ledger::exchange
