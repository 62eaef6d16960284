#include <string>

#include "ledger/chain/note.hpp"
#include "ledger/chain/policy.hpp"
#include "ledger/witness.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/catch.hpp"

namespace {

/// `start`, filler and `end`, so long in all.
std::string padded(std::string_view start, char filler, std::string_view end, std::size_t bytes) {
  std::string text(start);
  return text.append(bytes - start.size() - end.size(), filler).append(end);
}

/// Whether as many bytes are accepted, and one more is not.
bool has_limit(bool (*target)(std::string_view), std::size_t bytes, std::string_view start,
               char filler, std::string_view end) {
  return target(padded(start, filler, end, bytes)) &&
         !target(padded(start, filler, end, bytes + 1));
}

}  // namespace

TEST_CASE("of a text that may be as long as you like, only the limit is accepted", "[fuzz]") {
  CHECK(has_limit(fuzz::note, ledger::chain::note_bytes_max, "", 'x', "\n\n\u2014 n AAAAAAA=\n"));
  CHECK(has_limit(fuzz::policy, ledger::chain::policy_bytes_max, "#", 'x', "\nquorum none\n"));
  CHECK(has_limit(fuzz::add_checkpoint, ledger::Witness::body_bytes_max, "old 0\n\n", 'x', ""));
  CHECK(has_limit(fuzz::http_head, 16'384,
                  "GET /00/checkpoint HTTP/1.1\r\nHost: a.example\r\nA: ", 'x', "\r\n\r\n"));
}
