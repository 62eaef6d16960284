#include "ledger/exchange/header.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "ledger/exchange/normal_text.hpp"
#include "ledger/exchange/trade_words.hpp"

namespace ledger::exchange {
namespace {

using Use = Column::Use;

/// Everything a header may mean in one table.
struct Meaning {
  Use use{};
  std::string header;
};

std::vector<Meaning> meanings_of(const Table& table) {
  std::vector<Meaning> all{
      {Use::type, "type"}, {Use::operator_id, "operator"}, {Use::passed_over, "refusal"}};
  if (table.has_named_lines()) all.push_back({Use::line, "line"});
  for (const Field& field : table.fields) all.push_back({Use::event_field, field.header});
  for (const Line& line : table.lines)
    for (const Field& field : line.fields) all.push_back({Use::line_field, field.header});
  return all;
}

/// How well a header as written says what a table's header means.
enum class Fit : std::uint8_t { none, without_unit, full };

Fit fit_measured(std::string_view key, std::string_view base, const Measure& measure,
                 Column& column) {
  const std::string base_key = match_key(base);
  if (!key.starts_with(base_key)) return Fit::none;
  const std::string_view unit = key.substr(base_key.size());
  if (unit.empty()) return Fit::without_unit;
  const auto scale = find_scale(measure.unit, unit);
  if (!scale) return Fit::none;
  column.scale = *scale;
  return Fit::full;
}

Fit fit(std::string_view key, std::string_view header, Column& column) {
  const Measure measure = measure_of(header);
  const auto try_base = [&](std::string_view base) {
    if (!measure.unit.empty()) return fit_measured(key, base, measure, column);
    return key == match_key(base) ? Fit::full : Fit::none;
  };
  Fit best = try_base(measure.base);
  for (const Alias& alias : header_aliases()) {
    if (best == Fit::full) break;
    if (alias.word == measure.base) best = std::max(best, try_base(alias.alias));
  }
  return best;
}

std::string suggestion(const std::string& header, const std::vector<Meaning>& meanings) {
  Suggestion nearest(header);
  for (const Meaning& meaning : meanings) {
    nearest.consider(meaning.header);
    const Measure measure = measure_of(meaning.header);
    for (const Alias& alias : header_aliases())
      if (alias.word == measure.base)
        nearest.consider(fmt::format("{}{}", alias.alias, measure.unit));
    if (measure.unit == "g") nearest.consider(fmt::format("{}_kg", measure.base));
  }
  if (!nearest.best().empty()) return fmt::format("did you mean \"{}\"?", nearest.best());
  return "docs/csv.md lists the columns of the table; a column for yourselves can be `note`";
}

class HeaderReader {
 public:
  HeaderReader(const CsvRow& row, const Table& table)
      : row_(row), table_(table), meanings_(meanings_of(table)) {}

  Header read() {
    for (std::size_t i = 0; i < row_.cells.size(); ++i)
      read_column(static_cast<std::int64_t>(i) + 1, row_.cells[i]);
    // An unknown header may be the missing one, misspelt: one problem at a time.
    if (header_.problems.empty()) require_columns();
    return std::move(header_);
  }

 private:
  void read_column(std::int64_t number, const std::string& cell) {
    Column column{Use::unused, number, std::string(trimmed(cell)), {}, {}};
    const std::string key = match_key(cell);
    if (!key.empty()) find_meaning(key, column);
    for (const Column& known : header_.columns)
      if (column.use != Use::unused && known.field == column.field)
        return problem(column, "duplicate_header",
                       fmt::format("columns {} (\"{}\") and {} both give {}", known.number,
                                   known.header, number, column.field),
                       "delete one of them");
    header_.columns.push_back(std::move(column));
  }

  void find_meaning(const std::string& key, Column& column) {
    const Meaning* unmeasured = nullptr;
    for (const Meaning& meaning : meanings_) {
      const Fit found = fit(key, meaning.header, column);
      if (found == Fit::without_unit) unmeasured = &meaning;
      if (found != Fit::full) continue;
      column.use = meaning.use;
      column.field = meaning.header;
      return;
    }
    if (unmeasured != nullptr)
      return problem(
          column, "unit_missing", fmt::format("the header \"{}\" names no unit", column.header),
          fmt::format("add one of {}, as in \"{}\"",
                      unit_choices(measure_of(unmeasured->header).unit), unmeasured->header));
    problem(column, "unknown_header",
            fmt::format("the table {} has no column \"{}\"", text(table_.type), column.header),
            suggestion(column.header, meanings_));
  }

  void require_columns() {
    for (const Field& field : table_.fields)
      if (field.is_required) require_column(field.header);
    if (table_.has_named_lines()) require_column("line");
    for (const Line& line : table_.lines)
      for (const Field& field : line.fields)
        if (line.is_required && field.is_required) require_column(field.header);
    require_thing();
  }

  void require_column(std::string_view name) {
    // Taken from the code where nothing else is said.
    if (name == "code_scheme" || name == "level") return;
    if (find_column(header_.columns, name) != nullptr) return;
    if (!missing_.insert(std::string(name)).second) return;
    problem({}, "missing_header",
            fmt::format("the table {} needs a column {}", text(table_.type), name),
            "add it to the header row; docs/csv.md shows the table");
  }

  /// A table of units or lots has a column for one of them.
  void require_thing() {
    const auto has = [&](std::string_view name) {
      return std::any_of(meanings_.begin(), meanings_.end(),
                         [&](const Meaning& meaning) { return meaning.header == name; });
    };
    if (!has("unit") || !has("lot")) return;
    if (find_column(header_.columns, "unit") != nullptr) return;
    if (find_column(header_.columns, "lot") != nullptr) return;
    problem({}, "missing_header",
            fmt::format("the table {} needs a column unit or a column lot", text(table_.type)),
            "add it to the header row; docs/csv.md shows the table");
  }

  void problem(const Column& column, std::string code, std::string message, std::string hint) {
    header_.problems.push_back({row_.number, column.number, column.header, std::move(code),
                                std::move(message), std::move(hint)});
  }

  const CsvRow& row_;
  const Table& table_;
  std::vector<Meaning> meanings_;
  std::set<std::string> missing_;
  Header header_;
};

}  // namespace

std::int64_t find_named_column(const CsvRow& row, std::string_view header) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    Column column;
    if (fit(match_key(row.cells[i]), header, column) == Fit::full)
      return static_cast<std::int64_t>(i) + 1;
  }
  return 0;
}

Header read_header(const CsvRow& row, const Table& table) {
  return HeaderReader(row, table).read();
}

const Column* find_column(const std::vector<Column>& columns, std::string_view field) {
  for (const Column& column : columns)
    if (column.use != Use::unused && column.field == field) return &column;
  return nullptr;
}

}  // namespace ledger::exchange
