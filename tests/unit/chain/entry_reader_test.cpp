#include "ledger/chain/entry_reader.hpp"

#include "ledger/chain/entry_bytes.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/chain/test_keys.hpp"

using namespace ledger;
using namespace ledger::chain;

namespace {

const std::string event = R"({"name":"a{b\"c}\\ 车","type":"made up","v":1})";
const std::vector<TrailLink> links{{"CAR-MAKER:a\"b\\c", 70}, {"DUNS000000000", -1}};

std::string written(const Batch& batch, std::int64_t position, const Hash& prev,
                    std::string_view said, std::string_view trail) {
  std::string out;
  EntryWriter(batch).write(out, position, prev, said, trail);
  return out;
}

std::string an_entry() {
  return written(batch_of_three(), 2, hash_of_bytes(3), event, trail_text(links));
}

std::string written_again(const ReadEntry& read) {
  return written(read.batch, read.position, read.prev, read.event, trail_text(read.links));
}

}  // namespace

TEST_CASE("an entry is taken apart into what it was written from", "[entry]") {
  const std::string bytes = an_entry();
  const auto read = read_entry(bytes, test_origin);
  REQUIRE(read);
  CHECK(read->index == 72);
  CHECK(read->position == 2);
  CHECK(read->prev == hash_of_bytes(3));
  CHECK(read->event == event);
  CHECK(read->trail == trail_text(links));
  CHECK(read->links[0].id == links[0].id);
  CHECK(read->links[0].prev == 70);
  CHECK(read->links[1].prev == -1);
  CHECK(read->batch.first == 70);
  CHECK(read->batch.standing == 12);
  CHECK(read->batch.recorded_at_ms == 1'709'602'200'123);
  CHECK(read->batch.head.origin == test_origin);
  CHECK(read->batch.head.operator_id == test_operator);
  CHECK(read->batch.head.key == "DUNS000000000/desk");
  CHECK(read->batch.head.after_index == 41);
  CHECK(read->batch.head.signature == batch_of_three().head.signature);
  CHECK(written_again(*read) == bytes);
}

TEST_CASE("no other bytes are the same entry", "[entry]") {
  const std::string bytes = an_entry();
  std::size_t taken = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (int c = 0; c < 256; ++c) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(c);
      const auto read = read_entry(changed, test_origin);
      if (!read) continue;
      ++taken;
      if (written_again(*read) != changed) FAIL(at << ": " << changed);
    }
  CHECK(taken > bytes.size());  // numbers, hashes and the event may say other things
  for (std::size_t size = 0; size < bytes.size(); ++size)
    if (read_entry(std::string_view(bytes).substr(0, size), test_origin)) FAIL(size);
  CHECK_FALSE(read_entry(bytes + "\n", test_origin));
}

TEST_CASE("an entry that cannot be is none", "[entry]") {
  const auto taken = [](const Batch& batch, std::int64_t position, std::string_view trail) {
    return read_entry(written(batch, position, {}, "{}", trail), test_origin).has_value();
  };
  const std::string trail = trail_text({{"A", 3}});
  Batch batch = batch_of_three();
  CHECK(taken(batch, 0, trail));
  CHECK_FALSE(taken(batch, 3, trail));                        // beyond its batch
  CHECK_FALSE(taken(batch, 0, "[]"));                         // in no trail
  CHECK_FALSE(taken(batch, 0, R"([{"id":"A","prev":70}])"));  // its own predecessor
  CHECK_FALSE(taken(batch, 0, R"([{"id":"B","prev":1},{"id":"A","prev":1}])"));
  CHECK_FALSE(taken(batch, 0, R"([{"id":"A","prev":1},{"id":"A","prev":1}])"));
  CHECK_FALSE(taken(batch, 0, R"([{"id":"A","prev":-2}])"));
  batch.standing = 70;
  CHECK_FALSE(taken(batch, 0, trail));
  batch = batch_of_three();
  batch.head.after_index = 70;
  CHECK_FALSE(taken(batch, 0, trail));
  batch.head.after_index = -1;
  CHECK_FALSE(taken(batch, 0, trail));  // only entry 0 follows nothing
  batch = batch_of_three();
  batch.head.count = 4'097;
  CHECK_FALSE(taken(batch, 0, trail));
  batch.head.count = 0;
  CHECK_FALSE(taken(batch, 0, trail));
  batch = batch_of_three();
  batch.head.key = "DUNS000000000";
  CHECK_FALSE(taken(batch, 0, trail));
}

TEST_CASE("the longest entry is read, a longer one is not", "[entry]") {
  const std::string frame =
      written(batch_of_three(), 0, {}, R"({"x":""})", R"([{"id":"A","prev":3}])");
  const auto with_event_of = [&](std::size_t bytes) {
    const std::string said = R"({"x":")" + std::string(bytes - frame.size(), 'y') + R"("})";
    return written(batch_of_three(), 0, {}, said, R"([{"id":"A","prev":3}])");
  };
  CHECK(with_event_of(65'535).size() == 65'535);
  CHECK(read_entry(with_event_of(65'535), test_origin));
  CHECK_FALSE(read_entry(with_event_of(65'536), test_origin));
}
