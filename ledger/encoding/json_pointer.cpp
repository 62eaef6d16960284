#include <fmt/format.h>

#include "ledger/encoding/json_reader.hpp"

namespace ledger::encoding {

std::string pointer_step(std::string pointer, std::string_view name) {
  pointer.push_back('/');
  for (const char c : name) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer.push_back(c);
  }
  return pointer;
}

/// Only refusals ask, so the way down is looked for again instead of being kept by every reader.
std::string pointer_of(const Tape& tape, const Node& node) {
  const std::uint32_t wanted = tape.position(node);
  std::string out;
  std::uint32_t at = 0;
  while (at != wanted) {
    const bool is_object = tape[at].kind == NodeKind::object;
    std::uint32_t child = at + 1;
    std::size_t index = 0;
    for (; tape[child].next <= wanted; child = tape[child].next) ++index;
    out = pointer_step(std::move(out),
                       is_object ? std::string(tape[child].name) : fmt::to_string(index));
    at = child;
  }
  return out;
}

}  // namespace ledger::encoding
