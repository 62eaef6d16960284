#include "ledger/model/kept.hpp"

#include <fmt/format.h>

#include "tests/support/catch.hpp"

using namespace ledger;
using namespace ledger::model;

namespace {

CodeState code(int number) {
  return {fmt::format("NOCODE-91999999X000002974-{}", number), number, CodeKind::own};
}

}  // namespace

TEST_CASE("kept states are found by their keys however many there are, and stay where they are") {
  Kept<CodeState> kept;
  const CodeState* const first = &kept.load(code(0));
  for (int i = 1; i < 5000; ++i) (void)kept.load(code(i));
  CHECK(kept.size() == 5000);
  CHECK(kept.find("NOCODE-91999999X000002974-0") == first);
  for (int i = 0; i < 5000; ++i) {
    const CodeState* found = kept.find(code(i).code);
    REQUIRE(found);
    CHECK(*found == code(i));
  }
  CHECK_FALSE(kept.find("NOCODE-91999999X000002974-5000"));
}

TEST_CASE("what is undone is as it was before, and its place serves another state") {
  Kept<CodeState> kept;
  (void)kept.load(code(1));
  const std::size_t mark = kept.mark();
  kept.edit("NOCODE-91999999X000002974-1").unit = 77;
  for (int i = 2; i < 600; ++i) kept.add(code(i));
  kept.rollback(mark);
  CHECK(kept.size() == 1);
  CHECK(*kept.find(code(1).code) == code(1));
  for (int i = 2; i < 600; ++i) CHECK_FALSE(kept.find(code(i).code));

  for (int i = 600; i < 1200; ++i) kept.add(code(i));
  kept.settle();
  CHECK(kept.size() == 601);
  std::size_t walked = 0;
  kept.each([&](const CodeState& state) {
    ++walked;
    CHECK(*kept.find(state.code) == state);
  });
  CHECK(walked == 601);
}

TEST_CASE("a change is taken once, as it is at the taking; an undone adding is no change") {
  Kept<CodeState> kept;
  kept.add(code(1)).unit = 5;
  kept.settle();
  const std::size_t mark = kept.mark();
  kept.add(code(2));
  kept.rollback(mark);
  kept.add(code(3));  // where 2 was
  kept.edit(code(1).code).unit = 6;
  kept.settle();
  const auto changed = kept.take_changed();
  REQUIRE(changed.size() == 2);
  CHECK(changed[0].unit == 6);
  CHECK(changed[1] == code(3));
  CHECK(kept.take_changed().empty());
}

TEST_CASE("slots whose keys share one hash are told apart, also when one of them is removed") {
  SlotIndex index;
  for (std::uint32_t slot = 0; slot < 200; ++slot) index.add(42, slot);
  index.remove(42, 100);
  for (std::uint32_t slot = 0; slot < 200; ++slot)
    CHECK(index.find(42, [slot](std::uint32_t other) { return other == slot; }) ==
          (slot == 100 ? SlotIndex::none : slot));
  CHECK(index.find(43, [](std::uint32_t) { return true; }) == SlotIndex::none);
}
