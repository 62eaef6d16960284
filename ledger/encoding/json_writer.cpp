#include <algorithm>

#include <fmt/format.h>

#include "ledger/encoding/json_reader.hpp"

namespace ledger::encoding {
namespace {

/// What the reader lets through needs no other escape (RFC 8785 section 3.2.2.2).
void write_string(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  out.push_back('"');
}

std::vector<std::uint32_t> children(const Tape& tape, std::uint32_t at) {
  std::vector<std::uint32_t> positions;
  positions.reserve(tape[at].size);
  for (std::uint32_t i = at + 1; i < tape[at].next; i = tape[i].next) positions.push_back(i);
  return positions;
}

void write_node(std::string& out, const Tape& tape, std::uint32_t at);

void write_container(std::string& out, const Tape& tape, std::uint32_t at) {
  const bool is_object = tape[at].kind == NodeKind::object;
  auto positions = children(tape, at);
  if (is_object)
    std::sort(positions.begin(), positions.end(),
              [&tape](std::uint32_t a, std::uint32_t b) { return tape[a].name < tape[b].name; });
  out.push_back(is_object ? '{' : '[');
  bool is_first = true;
  for (const std::uint32_t child : positions) {
    if (!is_first) out.push_back(',');
    is_first = false;
    if (is_object) {
      write_string(out, tape[child].name);
      out.push_back(':');
    }
    write_node(out, tape, child);
  }
  out.push_back(is_object ? '}' : ']');
}

void write_node(std::string& out, const Tape& tape, std::uint32_t at) {
  switch (tape[at].kind) {
    case NodeKind::object:
    case NodeKind::array:
      return write_container(out, tape, at);
    case NodeKind::string:
      return write_string(out, tape[at].text);
    case NodeKind::integer:
      out += fmt::to_string(tape[at].integer);
      return;
    case NodeKind::boolean:
      out += tape[at].integer != 0 ? "true" : "false";
      return;
  }
}

}  // namespace

std::string canonical_json(const Tape& tape) {
  std::string out;
  write_node(out, tape, 0);
  return out;
}

}  // namespace ledger::encoding
