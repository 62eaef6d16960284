#include "cli/record/refused_file.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "cli/problem.hpp"
#include "cli/record/csv_input.hpp"
#include "cli/record/refused_line.hpp"

namespace cli {
namespace {

void add_reason(std::string& all, const std::string& header, const std::string& what,
                const std::string& code, const std::string& hint) {
  if (!all.empty()) all += " | ";
  if (!header.empty()) all += header + ": ";
  all += what + " (" + code + ")";
  if (!hint.empty()) all += "; " + hint;
}

}  // namespace

RefusedFile::RefusedFile(const std::string& file) : name_(file) {
  std::error_code none;
  if (std::filesystem::file_size(file, none) > 0 && !none)
    misused("the file " + file + " holds something already",
            "name a new file for --errors, or move the old one away");
  out_.open(file, std::ios::binary | std::ios::trunc);
  if (!out_)
    throw ledger::Failure("the file " + file +
                          " for refused events cannot be made; look at its directory");
}

void RefusedFile::add_table(std::shared_ptr<const CsvTable> table) {
  if (is_named_lines(name_)) {
    std::filesystem::remove(name_);
    misused("what is refused of a table is a table, and " + name_ + " is named as JSON Lines",
            "give --errors a name that ends with .csv");
  }
  Table added{table, {}, std::vector<bool>(table->file.events.size(), false)};
  for (const ledger::CsvProblem& problem : table->file.problems)
    add_reason(added.reasons[problem.row], problem.header, problem.message, problem.code,
               problem.hint);
  const std::string header =
      ledger::csv_rest(table->bytes, table->options, table->file.events, {}).header;
  if (!header_.empty() && !header.empty() && header != header_)
    misused("--errors is one table, and the header of " + table->name + " is another one",
            "record tables with different headers one after the other");
  if (header_.empty()) header_ = header;
  tables_.push_back(std::move(added));
}

void RefusedFile::add(const EventPlace& place, const ledger::Error& error,
                      const std::string& event_text) {
  for (Table& table : tables_)
    if (table.read->name == place.file) return refuse_row(table, place, error);
  write(refused_line(place, error, event_text) + '\n');
}

void RefusedFile::refuse_row(Table& table, const EventPlace& place, const ledger::Error& error) {
  const auto& events = table.read->file.events;
  const auto event = std::lower_bound(
      events.begin(), events.end(), place.line,
      [](const ledger::CsvEvent& known, std::int64_t row) { return known.last_row < row; });
  ledger::require(event != events.end(), "a refused row is an event's");
  table.is_refused[static_cast<std::size_t>(event - events.begin())] = true;
  const ledger::RefusalText& text = ledger::describe(error.refusal);
  add_reason(table.reasons[place.line], place.header,
             error.detail.empty() ? std::string(text.sentence) : error.detail,
             std::string(text.name), std::string(text.hint));
}

void RefusedFile::finish() {
  if (tables_.empty()) return;
  std::string rows;
  for (const Table& table : tables_) {
    std::vector<ledger::CsvEvent> taken;
    for (std::size_t i = 0; i < table.is_refused.size(); ++i)
      if (!table.is_refused[i]) taken.push_back(table.read->file.events[i]);
    rows += ledger::csv_rest(table.read->bytes, table.read->options, taken, table.reasons).rows;
    if (!rows.empty() && !rows.ends_with('\n')) rows.push_back('\n');
  }
  if (!rows.empty()) write(header_ + rows);
}

void RefusedFile::write(const std::string& text) {
  out_ << text << std::flush;
  if (!out_) throw ledger::Failure("writing the refused events to " + name_ + " failed");
}

}  // namespace cli
