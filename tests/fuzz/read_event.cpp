#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ledger/event.hpp"

/// Whatever bytes arrive: no crash, and what is accepted is canonical and stays what it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto event = ledger::read_event(text);
  if (!event) {
    ledger::require(!event.error().detail.empty(), "a refusal says why");
    return 0;
  }
  ledger::require(event->bytes().size() <= ledger::event_bytes_max, "an event keeps its limit");
  const auto again = ledger::read_canonical_event(event->bytes());
  ledger::require(again.has_value(), "canonical bytes are accepted");
  ledger::require(again->bytes() == event->bytes(), "canonical bytes are final");
  ledger::require(ledger::named_trails(*again).size() <= ledger::event_trails_max,
                  "an event keeps its limit of trails");
  return 0;
}
