#include "cli/record/line_reader.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>
#include <streambuf>
#include <utility>

#include "ledger/result.hpp"
#include "tests/support/catch.hpp"

namespace {

/// Gives `size` times 'x' and then `tail`, and holds none of it.
class Endless final : public std::streambuf {
 public:
  Endless(std::size_t size, std::string tail) : left_(size), tail_(std::move(tail)) {
    block_.fill('x');
  }

 private:
  int_type underflow() override {
    if (left_ == 0) {
      if (tail_.empty()) return traits_type::eof();
      given_ = std::exchange(tail_, {});
      setg(given_.data(), given_.data(), given_.data() + given_.size());
    } else {
      const std::size_t count = std::min(left_, block_.size());
      left_ -= count;
      setg(block_.data(), block_.data(), block_.data() + count);
    }
    return traits_type::to_int_type(*gptr());
  }

  std::size_t left_;
  std::string tail_, given_;
  std::array<char, 1 << 16> block_{};
};

class Broken final : public std::streambuf {
  int_type underflow() override { throw std::runtime_error("disk"); }
};

}  // namespace

TEST_CASE("lines come in pieces with their numbers") {
  std::istringstream in("one\ntwo\n\nfour");
  cli::LineReader reader(in);
  auto piece = reader.next(2, 1000);
  REQUIRE(piece);
  CHECK(piece->text == "one\ntwo\n");
  CHECK(piece->first_line == 1);
  piece = reader.next(10, 1000);
  REQUIRE(piece);
  CHECK(piece->text == "\nfour\n");
  CHECK(piece->first_line == 3);
  CHECK_FALSE(reader.next(10, 1000));
}

TEST_CASE("a piece ends once it has enough bytes") {
  std::istringstream in("aaaa\nbbbb\ncccc\n");
  cli::LineReader reader(in);
  CHECK(reader.next(100, 6)->text == "aaaa\nbbbb\n");
  CHECK(reader.next(100, 6)->text == "cccc\n");
}

TEST_CASE("a line of exactly the limit is kept, one byte more is not") {
  std::istringstream in(std::string(10, 'a') + "\n" + std::string(11, 'b') + "\nc\n");
  cli::LineReader reader(in, 10);
  const auto piece = reader.next(100, 1000);
  REQUIRE(piece);
  CHECK(piece->text == "aaaaaaaaaa\n\nc\n");
  CHECK(piece->too_long == std::vector<std::int64_t>{2});
}

TEST_CASE("a line of a gibibyte is passed over and never held") {
  Endless endless(std::size_t{1} << 30U, "\n{}\n");
  std::istream in(&endless);
  cli::LineReader reader(in);
  const auto piece = reader.next(100, 1000);
  REQUIRE(piece);
  CHECK(piece->text == "\n{}\n");
  CHECK(piece->text.capacity() <= 2 * cli::line_bytes_max);
  CHECK(piece->too_long == std::vector<std::int64_t>{1});
}

TEST_CASE("a stream that breaks is a failure, not an end") {
  Broken broken;
  std::istream in(&broken);
  cli::LineReader reader(in);
  CHECK_THROWS_AS(reader.next(1, 1), ledger::Failure);
}
