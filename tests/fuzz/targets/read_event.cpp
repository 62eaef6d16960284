#include "ledger/event.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

/// What is accepted is canonical from then on, and has one answer.
bool fuzz::read_event(std::string_view input) {
  const auto event = ledger::read_event(input);
  const auto again = ledger::read_event(input);
  require(event.has_value() == again.has_value(), "the same text has the same answer");
  if (!event) {
    require(!event.error().detail.empty(), "a refusal says why");
    require(event.error().detail == again.error().detail &&
                event.error().pointer == again.error().pointer,
            "the same text is refused with the same words");
    require(!read_canonical_event(input), "what is no event is no canonical one");
    return false;
  }
  require(event->bytes().size() <= event_bytes_max, "an event keeps its limit");
  const auto final = read_canonical_event(event->bytes());
  require(final.has_value(), "canonical bytes are accepted");
  require(final->bytes() == event->bytes(), "canonical bytes are final");
  require(read_canonical_event(input).has_value() == (input == event->bytes()),
          "of all spellings one is canonical");
  const auto trails = named_trails(*event);
  require(trails.size() <= event_trails_max, "an event keeps its limit of trails");
  require(trails == named_trails(*final), "the canonical event names the same trails");
  return true;
}
