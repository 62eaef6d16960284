#include "ledger/exchange/draft.hpp"

#include <charconv>

#include <fmt/format.h>

#include "ledger/exchange/values.hpp"

namespace ledger::exchange {
namespace {

void separate(std::string& out) {
  if (out.back() != '{' && out.back() != '[') out.push_back(',');
}

void write_name(std::string& out, std::string_view name) {
  separate(out);
  out += json_string(name);
  out.push_back(':');
}

void write_group(std::string& out, const std::vector<DraftMember>& members,
                 std::string_view group) {
  for (const DraftMember& member : members) {
    if (member.group != group) continue;
    write_name(out, member.name);
    out += member.json;
  }
}

/// The members, those in groups as objects at the group's first member.
void write_members(std::string& out, const std::vector<DraftMember>& members) {
  for (std::size_t i = 0; i < members.size(); ++i) {
    const std::string_view group = members[i].group;
    if (group.empty()) {
      write_name(out, members[i].name);
      out += members[i].json;
      continue;
    }
    bool is_written = false;
    for (std::size_t k = 0; k < i; ++k) is_written = is_written || members[k].group == group;
    if (is_written) continue;
    write_name(out, group);
    out.push_back('{');
    write_group(out, members, group);
    out.push_back('}');
  }
}

void write_element(std::string& out, const DraftElement& element) {
  separate(out);
  if (element.members.size() == 1 && element.members.front().name.empty()) {
    out += element.members.front().json;
    return;
  }
  out.push_back('{');
  write_members(out, element.members);
  out.push_back('}');
}

std::vector<std::string_view> steps_of(std::string_view pointer) {
  std::vector<std::string_view> steps;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    steps.push_back(pointer.substr(0, pointer.find('/')));
    pointer.remove_prefix(steps.back().size());
  }
  return steps;
}

const DraftElement* find_element(const Draft& draft, std::string_view list, std::string_view at) {
  std::size_t position = 0;
  const auto read = std::from_chars(at.data(), at.data() + at.size(), position);
  if (read.ec != std::errc() || read.ptr != at.data() + at.size()) return nullptr;
  for (const DraftList& known : draft.lists)
    if (known.name == list && position < known.elements.size()) return &known.elements[position];
  return nullptr;
}

DraftPlace place_in(const std::vector<DraftMember>& members, std::string_view name,
                    std::int64_t row) {
  const DraftMember* const member = find_member(members, name);
  if (member == nullptr) return {row, 0, std::string(name), {}, false};
  return {member->row, member->column, std::string(name), member->shown, false};
}

}  // namespace

const DraftMember* find_member(const std::vector<DraftMember>& members, std::string_view name) {
  for (const DraftMember& member : members)
    if (member.name == name) return &member;
  for (const DraftMember& member : members)
    if (!name.empty() && member.group == name) return &member;
  return nullptr;
}

std::string draft_json(const Draft& draft) {
  std::string out = "{";
  write_members(out, draft.members);
  for (const DraftList& list : draft.lists) {
    write_name(out, list.name);
    out.push_back('[');
    for (const DraftElement& element : list.elements) write_element(out, element);
    out.push_back(']');
  }
  out.push_back('}');
  return out;
}

std::vector<CsvCell> cells_of(const Draft& draft) {
  std::vector<CsvCell> cells;
  const auto add = [&cells](const std::string& around, const DraftMember& member) {
    std::string pointer = around;
    for (const std::string_view step : {member.group, member.name})
      if (!step.empty()) pointer.append("/").append(step);
    cells.push_back({std::move(pointer), member.row, member.column});
  };
  for (const DraftMember& member : draft.members)
    if (member.column > 0) add({}, member);
  for (const DraftList& list : draft.lists)
    for (std::size_t i = 0; i < list.elements.size(); ++i)
      for (const DraftMember& member : list.elements[i].members)
        add(fmt::format("/{}/{}", list.name, i), member);
  return cells;
}

DraftPlace find_place(const Draft& draft, std::string_view pointer) {
  const auto steps = steps_of(pointer);
  if (steps.empty()) return {draft.first_row, 0, {}, {}, true};
  if (steps.size() > 1)
    if (const DraftElement* const element = find_element(draft, steps[0], steps[1]))
      return place_in(element->members, steps.size() > 2 ? steps.back() : std::string_view(),
                      element->row);
  // A list that one cell holds is a member without rows of its own.
  const DraftMember* const whole = find_member(draft.members, steps.front());
  const bool is_cell = whole != nullptr && whole->group.empty();
  DraftPlace place =
      place_in(draft.members, is_cell ? steps.front() : steps.back(), draft.first_row);
  place.is_of_event = true;
  return place;
}

}  // namespace ledger::exchange
