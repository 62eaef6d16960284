#include "ledger/exchange/table.hpp"

#include <array>

#include <fmt/format.h>

namespace ledger::exchange {
namespace {

using encoding::Kind;
using encoding::Member;
using encoding::Shape;
using encoding::ValueForm;

constexpr std::array types{
    EventType::scrap_vehicle, EventType::retire,         EventType::bring_in, EventType::identify,
    EventType::weigh,         EventType::inspect,        EventType::dispatch, EventType::receive,
    EventType::dismantle,     EventType::repurpose,      EventType::process,  EventType::deliver,
    EventType::dispose,       EventType::report_missing,
};

/// Members that no column fills: the importer states them.
constexpr std::array<std::string_view, 3> not_columns{"v", "type", "operator"};

/// What `repurpose` says at its top level of the thing it makes: its line `unit`.
constexpr std::array<std::string_view, 8> product_members{"unit",      "code_scheme",   "level",
                                                          "chemistry", "mass_g",        "energy_wh",
                                                          "raw_code",  "no_code_reason"};

struct Naming {
  std::string_view member, name;
};
/// Lists whose elements are lines of a balance.
constexpr std::array balance_lines{Naming{"inputs", "input"}, Naming{"units", "unit"},
                                   Naming{"lots", "lot"}, Naming{"added", "added"},
                                   Naming{"outputs", "output"}};
/// Members that are lines of a balance by themselves.
constexpr std::array balance_masses{Naming{"loss_g", "loss"}, Naming{"weighing_g", "weighing"}};
/// Lists of bare texts, and the column with one of them a row.
constexpr std::array text_lists{Naming{"units", "unit"}, Naming{"parts", "part"}};

template <std::size_t N>
std::string_view name_in(const std::array<Naming, N>& names, std::string_view member) {
  for (const Naming& naming : names)
    if (naming.member == member) return naming.name;
  return {};
}

template <std::size_t N>
bool stands_in(const std::array<std::string_view, N>& names, std::string_view member) {
  for (const std::string_view name : names)
    if (name == member) return true;
  return false;
}

bool is_balance(EventType type) {
  return type == EventType::dismantle || type == EventType::repurpose || type == EventType::process;
}

Field& field_in(std::vector<Field>& fields, Field field) {
  for (Field& known : fields)
    if (known.header == field.header) return known;
  return fields.emplace_back(std::move(field));
}

Line& line_in(Table& table, std::string_view name, std::string_view list) {
  for (Line& known : table.lines)
    if (known.name == name && known.list == list) return known;
  return table.lines.emplace_back(Line{name, list, {}, false});
}

void add_object(std::vector<Field>& fields, const Member& object) {
  for (const Member& member : object.kind->forms.front().members) {
    const bool is_assay = object.name == "assay_ppm";
    std::string header = is_assay ? fmt::format("{}_ppm", member.name) : std::string(member.name);
    field_in(fields, {std::move(header), object.name, member.name, member.kind, false});
  }
}

bool requires_member(const Shape& form, std::string_view name) {
  for (const Member& member : form.members)
    if (member.name == name) return member.is_required;
  return false;
}

/// Required is what every form requires.
void keep_required(std::vector<Field>& fields, std::span<const Shape> forms) {
  for (Field& field : fields)
    for (const Shape& form : forms)
      field.is_required =
          field.is_required && field.group.empty() && requires_member(form, field.member);
}

/// Adds the members of several forms of one object.
void add_forms(std::vector<Field>& fields, std::span<const Shape> forms) {
  for (const Shape& form : forms)
    for (const Member& member : form.members)
      if (member.kind->form == ValueForm::object)
        add_object(fields, member);
      else
        field_in(fields, {std::string(member.name), {}, member.name, member.kind, true});
  keep_required(fields, forms);
}

void add_list(Table& table, const Member& member) {
  if (member.is_required) table.lists.push_back(member.name);
  if (member.kind->element->form == ValueForm::object) {
    const std::string_view name =
        is_balance(table.type) ? name_in(balance_lines, member.name) : std::string_view();
    Line& line = line_in(table, name, member.name);
    line.is_required = member.kind->min > 0;
    add_forms(line.fields, member.kind->element->forms);
  } else {
    line_in(table, {}, member.name).fields = {
        {std::string(name_in(text_lists, member.name)), {}, {}, member.kind->element, false}};
  }
}

void add_member(Table& table, const Member& member) {
  if (stands_in(not_columns, member.name)) return;
  const std::string_view mass_line = name_in(balance_masses, member.name);
  if (member.name == "documents") {
    // One cell holds them all: they belong to the event, not to a row of it.
    field_in(table.fields, {std::string(member.name), {}, member.name, member.kind, false});
  } else if (member.kind->form == ValueForm::list) {
    add_list(table, member);
  } else if (!mass_line.empty()) {
    Line& line = line_in(table, mass_line, {});
    line.is_required = member.is_required;
    line.fields = {{"mass_g", {}, member.name, member.kind, true}};
  } else if (table.type == EventType::repurpose && stands_in(product_members, member.name)) {
    Line& line = line_in(table, "unit", {});
    line.is_required = true;
    field_in(line.fields,
             {std::string(member.name), {}, member.name, member.kind, member.is_required});
  } else if (member.kind->form == ValueForm::object) {
    add_object(table.fields, member);
  } else {
    field_in(table.fields, {std::string(member.name), {}, member.name, member.kind, true});
  }
}

Table make_table(EventType type) {
  Table table{type, {}, {}, {}};
  const auto forms = encoding::event_forms(type);
  for (const Shape& form : forms)
    for (const Member& member : form.members) add_member(table, member);
  keep_required(table.fields, forms);
  return table;
}

std::vector<Table> make_tables() {
  std::vector<Table> tables;
  for (const EventType type : types) tables.push_back(make_table(type));
  return tables;
}

}  // namespace

const Field* find_field(std::span<const Field> fields, std::string_view header) {
  for (const Field& field : fields)
    if (field.header == header) return &field;
  return nullptr;
}

std::span<const EventType> table_types() {
  return types;
}

const Table* find_table(EventType type) {
  static const std::vector<Table> tables = make_tables();
  for (const Table& table : tables)
    if (table.type == type) return &table;
  return nullptr;
}

}  // namespace ledger::exchange
