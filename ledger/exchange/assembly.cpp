#include "ledger/exchange/assembly.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "ledger/encoding/codes.hpp"
#include "ledger/exchange/codes_in_draft.hpp"
#include "ledger/exchange/draft.hpp"
#include "ledger/exchange/normal_text.hpp"
#include "ledger/exchange/trade_words.hpp"
#include "ledger/exchange/values.hpp"

namespace ledger::exchange {
namespace {

using Use = Column::Use;

bool is_blank(std::string_view cell) {
  return folded(cell).empty();
}

class Assembly {
 public:
  Assembly(const Sheet& sheet, const std::vector<CsvRow>& rows) : sheet_(sheet), rows_(rows) {
    draft_.first_row = rows.front().number;
    draft_.last_row = rows.back().number;
  }

  std::variant<CsvEvent, std::vector<CsvProblem>> assemble() {
    read_common();
    for (const CsvRow& row : rows_) read_line(row);
    require_lines();
    if (!problems_.empty()) return std::move(problems_);
    add_own_members();
    auto event = read_event(draft_json(draft_));
    if (!event) {
      refuse_event(event.error());
      return std::move(problems_);
    }
    return CsvEvent{std::string(event->bytes()), draft_.first_row, draft_.last_row,
                    std::move(draft_.openings), cells_of(draft_)};
  }

 private:
  // --- Cells of the event, the same in all its rows ----------------------------------------------
  void read_common() {
    for (const Column& column : sheet_.columns) {
      if (column.use != Use::event_field) continue;
      const Field& field = *find_field(sheet_.table.fields, column.field);
      const std::string_view cell = cell_of(rows_.front(), column);
      for (std::size_t i = 1; i < rows_.size(); ++i) compare(rows_[i], column, cell);
      if (is_blank(cell)) continue;
      if (field.is_sealed())
        seal(field, column, cell);
      else
        read_cell(field, column, rows_.front(), draft_.members);
    }
    complete(draft_.members, sheet_.table.fields);
  }

  /// What states its code has said all there is to say of it.
  void complete(std::vector<DraftMember>& members, const std::vector<Field>& fields) {
    const auto odd = complete_code(members, fields);
    if (!odd) return;
    const Column* const column = column_at(odd->column);
    problem(odd->row, column != nullptr ? *column : Column(), "code_malformed",
            fmt::format("found \"{}\", which is a code of no scheme", odd->shown),
            code_hint(odd->shown));
  }

  void compare(const CsvRow& row, const Column& column, std::string_view first) {
    const std::string_view cell = cell_of(row, column);
    if (is_blank(cell) || folded(cell) == folded(first)) return;
    problem(row.number, column, "rows_differ",
            fmt::format("found \"{}\", the event's first row (row {}) has \"{}\"", trimmed(cell),
                        rows_.front().number, trimmed(first)),
            "all rows of one event agree in what the event says as a whole; a later row may leave "
            "such cells empty");
  }

  void seal(const Field& field, const Column& column, std::string_view cell) {
    if (sheet_.options.signer == nullptr)
      return problem(rows_.front().number, column, "key_needed",
                     "the text of this column is sealed, which takes the key that will sign",
                     "name the key, or leave the column out");
    const std::string id = folded(cell_of(rows_.front(), *find_column(sheet_.columns, "id")));
    SealedText opening{id, std::string(field.member), std::string(trimmed(cell)), {}};
    // From the key and the place alone, so that one file recorded twice is one event.
    opening.salt = sheet_.options.signer->derive(
        fmt::format("celltrail/salt/v1/{}/{}/{}", sheet_.options.operator_id, id, field.member));
    draft_.members.push_back({field.group,
                              field.member,
                              json_string(commitment(opening.salt, opening.text)),
                              rows_.front().number,
                              column.number,
                              {}});
    draft_.openings.push_back(std::move(opening));
  }

  // --- Cells of one row --------------------------------------------------------------------------
  void read_line(const CsvRow& row) {
    if (sheet_.table.lines.empty()) return;
    const Line* const line = choose_line(row);
    if (line == nullptr) return;
    DraftElement element{row.number, {}};
    for (const Column& column : sheet_.columns)
      if (column.use == Use::line_field && !is_blank(cell_of(row, column)))
        read_line_cell(*line, column, row, element.members);
    complete(element.members, line->fields);
    keep(*line, std::move(element));
  }

  const Line* choose_line(const CsvRow& row) {
    const auto& lines = sheet_.table.lines;
    if (!sheet_.table.has_named_lines()) return &lines.front();
    std::vector<std::string_view> names;
    for (const Line& line : lines) names.push_back(line.name);
    const Column& column = *find_column(sheet_.columns, "line");
    const std::string cell = folded(cell_of(row, column));
    const std::string_view name = find_word(cell, names);
    for (const Line& line : lines)
      if (!name.empty() && line.name == name) return &line;
    problem(row.number, column, "unknown_line",
            fmt::format("found \"{}\", expected a line of {}: {}", cell, text(sheet_.table.type),
                        fmt::join(names, ", ")),
            "each row says which side of the balance it is");
    return nullptr;
  }

  void read_line_cell(const Line& line, const Column& column, const CsvRow& row,
                      std::vector<DraftMember>& members) {
    if (const Field* const field = find_field(line.fields, column.field))
      return read_cell(*field, column, row, members);
    problem(row.number, column, "not_of_this_line",
            fmt::format("a line `{}` says nothing in the column {}", line.name, column.field),
            "leave the cell empty");
  }

  void read_cell(const Field& field, const Column& column, const CsvRow& row,
                 std::vector<DraftMember>& members) {
    std::string cell = folded(cell_of(row, column));
    const std::string_view unit =
        column.scale.unit.empty() ? std::string_view() : measure_of(field.header).unit;
    auto read = read_value(*field.kind, cell,
                           {sheet_.options.operator_id, sheet_.separator, column.scale, unit});
    if (auto* const json = std::get_if<std::string>(&read))
      members.push_back({field.group, field.member, std::move(*json), row.number, column.number,
                         std::move(cell)});
    else
      complain(row.number, column, std::get<Complaint>(std::move(read)));
  }

  void keep(const Line& line, DraftElement element) {
    if (line.list.empty()) return keep_alone(line, std::move(element));
    const bool is_bare = line.fields.front().member.empty();
    // Codes beside an event are optional: a row without one adds none.
    if (is_bare && element.members.empty()) return;
    for (DraftList& list : draft_.lists)
      if (list.name == line.list) {
        list.elements.push_back(std::move(element));
        return;
      }
    draft_.lists.push_back({line.list, {}});
    draft_.lists.back().elements.push_back(std::move(element));
  }

  /// A line that is no list's stands once.
  void keep_alone(const Line& line, DraftElement element) {
    if (std::find(alone_.begin(), alone_.end(), &line) != alone_.end())
      return problem(element.row, *find_column(sheet_.columns, "line"), "line_twice",
                     fmt::format("the event has a second line `{}`", line.name),
                     "add its mass to the first one");
    alone_.push_back(&line);
    for (DraftMember& member : element.members) draft_.members.push_back(std::move(member));
  }

  void require_lines() {
    for (const Line& line : sheet_.table.lines) {
      if (!line.is_required || !line.list.empty() || !problems_.empty()) continue;
      if (std::find(alone_.begin(), alone_.end(), &line) != alone_.end()) continue;
      problem(draft_.first_row, *find_column(sheet_.columns, "line"), "line_missing",
              fmt::format("the event has no line `{}`", line.name),
              line.name == "loss" ? "state it, with mass 0 when nothing was lost"
                                  : "state what was made in a row of its own");
    }
    for (const std::string_view name : sheet_.table.lists) {
      const auto has_name = [name](const DraftList& list) { return list.name == name; };
      if (std::none_of(draft_.lists.begin(), draft_.lists.end(), has_name))
        draft_.lists.push_back({name, {}});
    }
  }

  void add_own_members() {
    draft_.members.push_back({{}, "v", "1", draft_.first_row, 0, {}});
    const std::array own{std::pair{"type", text(sheet_.table.type)},
                         std::pair{"operator", std::string_view(sheet_.options.operator_id)}};
    for (const auto& [name, value] : own)
      draft_.members.push_back({{}, name, json_string(value), draft_.first_row, 0, {}});
  }

  // --- What is wrong -----------------------------------------------------------------------------
  void refuse_event(const Error& error) {
    const DraftPlace place = find_place(draft_, error.pointer);
    Column column;
    column.number = place.column;
    const RefusalText& refusal = describe(error.refusal);
    // A missing member has no cell, but its column may be there.
    const Column* const known =
        place.column > 0 ? column_at(place.column) : column_for(place.member);
    std::string hint(refusal.hint);
    if (error.refusal == Refusal::value_not_allowed) hint = nearest_word(place, hint);
    problem(place.row, known != nullptr ? *known : column, std::string(refusal.name), error.detail,
            std::move(hint));
  }

  static std::string code_hint(std::string_view shown) {
    const std::string advice = encoding::code_advice(normal_code(shown));
    return advice.empty() ? std::string(describe(Refusal::code_malformed).hint) : advice;
  }

  std::string nearest_word(const DraftPlace& place, const std::string& otherwise) const {
    const Column* const column = column_at(place.column);
    if (column == nullptr) return otherwise;
    const Field* const field = field_of(*column);
    if (field == nullptr || field->kind->words.empty()) return otherwise;
    Suggestion nearest(place.shown);
    for (const std::string_view word : field->kind->words) nearest.consider(word);
    if (std::string hint = word_hint(place.shown, field->kind->words); !hint.empty()) return hint;
    if (nearest.best().empty()) return otherwise;
    return fmt::format("did you mean \"{}\"?", nearest.best());
  }

  const Field* field_of(const Column& column) const {
    if (const Field* const field = find_field(sheet_.table.fields, column.field)) return field;
    for (const Line& line : sheet_.table.lines)
      if (const Field* const field = find_field(line.fields, column.field)) return field;
    return nullptr;
  }

  const Column* column_at(std::int64_t number) const {
    for (const Column& column : sheet_.columns)
      if (column.number == number) return &column;
    return nullptr;
  }

  const Column* column_for(std::string_view member) const {
    for (const Column& column : sheet_.columns)
      if (const Field* const field = field_of(column); field != nullptr && field->member == member)
        return &column;
    return nullptr;
  }

  void complain(std::int64_t row, const Column& column, Complaint complaint) {
    problem(row, column, std::move(complaint.code), std::move(complaint.message),
            std::move(complaint.hint));
  }
  void problem(std::int64_t row, const Column& column, std::string code, std::string message,
               std::string hint) {
    problems_.push_back(
        {row, column.number, column.header, std::move(code), std::move(message), std::move(hint)});
  }

  const Sheet& sheet_;
  const std::vector<CsvRow>& rows_;
  Draft draft_;
  std::vector<const Line*> alone_;
  std::vector<CsvProblem> problems_;
};

}  // namespace

std::string_view cell_of(const CsvRow& row, const Column& column) {
  const auto position = static_cast<std::size_t>(column.number - 1);
  return position < row.cells.size() ? std::string_view(row.cells[position]) : std::string_view();
}

std::variant<CsvEvent, std::vector<CsvProblem>> assemble(const Sheet& sheet,
                                                         const std::vector<CsvRow>& rows) {
  return Assembly(sheet, rows).assemble();
}

}  // namespace ledger::exchange
