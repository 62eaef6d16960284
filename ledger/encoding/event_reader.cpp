#include <fmt/format.h>

#include "ledger/encoding/cross_checks.hpp"
#include "ledger/encoding/json_reader.hpp"
#include "ledger/encoding/shape_reader.hpp"
#include "ledger/event.hpp"

namespace ledger {
namespace {

using encoding::Node;
using encoding::NodeKind;
using encoding::Tape;

/// White space and escapes may stretch an event this far before anybody looks at it.
constexpr std::size_t free_bytes_max = 4 * event_bytes_max;

Error too_large(std::size_t found, std::size_t limit) {
  return {Refusal::event_too_large,
          "",
          fmt::format("found {} bytes, at most {} may be", found, limit),
          -1,
          {}};
}

const Node* find_member(const Tape& tape, std::string_view name) {
  for (std::uint32_t i = 1; i < tape.root().next; i = tape[i].next)
    if (tape[i].name == name) return &tape[i];
  return nullptr;
}

/// The forms that the event's own `type` asks for.
Result<std::span<const encoding::Shape>> choose_forms(const Tape& tape) {
  if (tape.root().kind != NodeKind::object)
    return refuse(Refusal::wrong_type, "", "found no object, expected an event");
  const Node* const type = find_member(tape, "type");
  if (type == nullptr) return refuse(Refusal::missing_member, "/type", "an event states its type");
  if (type->kind != NodeKind::string)
    return refuse(Refusal::wrong_type, "/type", "found no text, expected an event type");
  const auto known = listed<EventType>(type->text);
  if (!known)
    return refuse(Refusal::unknown_type, "/type",
                  "found a type that this program does not know; a newer one may");
  const auto forms = encoding::event_forms(*known);
  if (forms.empty())
    return refuse(Refusal::not_supported, "/type",
                  fmt::format("events of type {} are not read as yet", type->text));
  return forms;
}

std::optional<Error> read_tape(const Tape& tape, Event& event) {
  const auto forms = choose_forms(tape);
  if (!forms) return forms.error();
  if (auto error = encoding::read_shape(tape, *forms, event)) return error;
  return encoding::cross_check(tape, event);
}

/// Fills an event whose text is its own already, so that every view looks into it.
std::optional<Error> fill(Event& event, Tape& tape, std::string_view text) {
  auto own = std::make_unique<const std::string>(text);
  if (auto read = encoding::read_json(*own, tape); !read) return std::move(read.error());
  event.was_canonical_ = tape.is_canonical();
  if (!event.was_canonical_) {
    own = std::make_unique<const std::string>(encoding::canonical_json(tape));
    const auto again = encoding::read_json(*own, tape);
    require(again && tape.is_canonical(), "what the reader writes is canonical");
  }
  if (own->size() > event_bytes_max) return too_large(own->size(), event_bytes_max);
  event.text_ = std::move(own);
  auto error = read_tape(tape, event);
  if (auto unescaped = tape.take_unescaped()) event.unescaped_.push_back(std::move(unescaped));
  return error;
}

Result<Event> read(std::string_view text, std::size_t bytes_max) {
  thread_local Tape tape;
  Result<Event> event{tl::in_place};
  auto error =
      text.size() > bytes_max ? too_large(text.size(), bytes_max) : fill(*event, tape, text);
  if (error) event = tl::unexpected<Error>(std::move(*error));
  return event;
}

}  // namespace

Result<Event> read_event(std::string_view text) {
  return read(text, free_bytes_max);
}

Result<Event> read_canonical_event(std::string_view text) {
  auto event = read(text, event_bytes_max);
  if (event && !event->was_canonical_)
    return refuse(Refusal::not_canonical, "",
                  "the members are not sorted, or there is white space or an escape too many");
  return event;
}

}  // namespace ledger
