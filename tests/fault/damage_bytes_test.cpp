#include <fstream>
#include <random>
#include <stdexcept>

#include "tests/fault/raw_rows.hpp"
#include "tests/fault/small_ledger.hpp"
#include "tests/support/catch.hpp"

using namespace fault;

namespace {

void flip(const fs::path& file, std::uint64_t position, unsigned bit) {
  std::fstream bytes(file, std::ios::binary | std::ios::in | std::ios::out);
  bytes.seekg(static_cast<std::streamoff>(position));
  const int byte = bytes.get();
  bytes.seekp(static_cast<std::streamoff>(position));
  bytes.put(static_cast<char>(static_cast<unsigned>(byte) ^ (1U << bit)));
}

/// An audit that cannot even read the file has found the damage, too.
bool is_found(const fs::path& book) {
  try {
    return damage_in(book).has_value();
  } catch (const std::runtime_error&) {
    return true;
  }
}

}  // namespace

TEST_CASE("a flipped bit of the database is found, or changes nothing that anybody is told",
          "[damage]") {
  const tests::TempFolder folder;
  const fs::path book = folder / "book", whole = folder / "whole";
  copy_ledger(small_ledger(), whole);
  {
    // Everything in one file, with nothing beside it.
    RawDatabase raw(whole / "ledger.db");
    (void)raw.query("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  const std::string before = all_that_it_tells(whole);
  for (const char* beside : {"ledger.db-wal", "ledger.db-shm"}) fs::remove(whole / beside);
  const std::uint64_t seed = 20240305, size = fs::file_size(whole / "ledger.db");
  std::mt19937_64 random(seed);
  int harmless = 0;
  const int flips = rounds(150, 5000);
  for (int i = 0; i < flips; ++i) {
    const std::uint64_t position = random() % size;
    const auto bit = static_cast<unsigned>(random() % 8);
    CAPTURE(seed, i, position, bit);
    copy_ledger(whole, book);
    flip(book / "ledger.db", position, bit);
    if (is_found(book)) continue;
    ++harmless;
    CHECK(all_that_it_tells(book) == before);
  }
  CHECK(harmless < flips / 2);
  WARN(flips << " flips, seed " << seed << ", " << harmless << " in free space");
}

TEST_CASE("a flipped bit of the head file leaves its other slot, never another head", "[damage]") {
  const tests::TempFolder folder;
  const fs::path book = folder / "book";
  for (std::uint64_t position = 0; position < 1024; position += 31) {
    CAPTURE(position);
    copy_ledger(small_ledger(), book);
    flip(book / "head", position, static_cast<unsigned>(position % 8));
    CHECK_FALSE(is_found(book));
    CHECK_NOTHROW(ledger::Ledger::open(book, ledger::Ledger::Access::write, still_clock));
  }
}
