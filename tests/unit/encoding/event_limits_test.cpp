#include "ledger/event.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/encoding/sample_events.hpp"

using namespace ledger;

TEST_CASE("an event is no larger than its limits") {
  std::string dispatch = samples::named("dispatch");
  const std::string item = samples::written("{'lot':'@R/L-000','mass_g':1}");
  const auto with_lots = [&](int count) {
    std::string list = "[";
    for (int i = 0; i < count; ++i) {
      std::string number = std::to_string(1'000 + i).substr(1);
      list += (i == 0 ? "" : ",") + samples::with(item, "000\"", number + "\"");
    }
    return samples::with(dispatch,
                         samples::written("[{'unit':'ZZ9PE76836300JBC40000903','mass_g':412000}]"),
                         list + "]");
  };
  CHECK(read_event(with_lots(250)));
  const auto too_many = read_event(with_lots(251));
  REQUIRE_FALSE(too_many);
  CHECK(too_many.error().refusal == Refusal::out_of_range);

  const std::string& retire = samples::named("retire");
  CHECK(read_event(std::string(4 * event_bytes_max - retire.size(), ' ') + retire));
  const auto large = read_event(std::string(4 * event_bytes_max - retire.size() + 1, ' ') + retire);
  REQUIRE_FALSE(large);
  CHECK(large.error().refusal == Refusal::event_too_large);
  // The limit comes before any look at the text.
  const auto nonsense = read_canonical_event(std::string(event_bytes_max + 1, '!'));
  REQUIRE_FALSE(nonsense);
  CHECK(nonsense.error().refusal == Refusal::event_too_large);
}

TEST_CASE("an event about more than 256 trails is refused") {
  const auto lots = [](char list, int count) {
    std::string out = "[";
    for (int i = 0; i < count; ++i)
      out += samples::written(std::string(i == 0 ? "" : ",") + "{'lot':'@R/" + list +
                              std::to_string(i) + "','mass_g':1" +
                              (list == 'i' ? "}" : ",'material':'cells'}"));
    return out + "]";
  };
  const auto process = [&](int inputs, int outputs) {
    return samples::written(
               "{'v':1,'type':'process','id':'P','operator':'@R','at':"
               "'2024-03-20T10:00:00+08:00','step':'other','route':'other',"
               "'added':[],'loss_g':0,'mass_basis':'weighed','inputs':") +
           lots('i', inputs) + ",\"outputs\":" + lots('o', outputs) + "}";
  };
  CHECK(read_event(process(127, 128)));
  const auto refused = read_event(process(128, 128));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().refusal == Refusal::too_many_trails);
}

TEST_CASE("the limit of an event holds for its canonical bytes, to the byte") {
  // Parts may be many without being trails: an event of any length.
  const auto identify = [](std::size_t bytes) {
    std::string text = samples::written(
        "{'at':'2024-03-20T10:00:00+08:00','id':'I','operator':'@R','parts':['X:0'");
    const std::string tail =
        samples::written("],'reason':'mistake','type':'identify','unit':'X:unit','v':1}");
    for (int i = 1'000; text.size() + tail.size() + 40 < bytes; ++i)
      text += ",\"X:" + std::to_string(i) + std::string(30, 'p') + "\"";
    const std::size_t missing = bytes - text.size() - tail.size();
    return samples::with(text, "X:0", "X:0" + std::string(missing, 'q')) + tail;
  };
  CHECK(identify(event_bytes_max).size() == event_bytes_max);
  CHECK(read_canonical_event(identify(event_bytes_max)));
  for (const auto& text : {identify(event_bytes_max + 1), " " + identify(event_bytes_max + 1)}) {
    const auto event = read_event(text);
    REQUIRE_FALSE(event);
    CHECK(event.error().refusal == Refusal::event_too_large);
    CHECK(event.error().pointer.empty());
  }
  CHECK(read_event(" " + identify(event_bytes_max)));
}
