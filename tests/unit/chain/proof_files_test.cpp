#include "ledger/chain/proof_files.hpp"

#include <functional>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/note.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/chain/test_keys.hpp"

using namespace ledger;
using namespace ledger::chain;

namespace {

std::string head_of(std::int64_t size) {
  return sign_checkpoint(test_origin, size, hash_of_bytes(7), test_signer(test_origin, 1)).note;
}

std::vector<Hash> path_of(std::size_t count) {
  std::vector<Hash> path;
  for (std::size_t i = 0; i < count; ++i)
    path.push_back(hash_of_bytes(static_cast<std::uint8_t>(i)));
  return path;
}

TrailBundle bundle_of_two() {
  return {"CAR-MAKER:a\"b\\c",
          {0, 7},
          {{R"({"quoted":"a\\\"b 车"})", path_of(3), {}}, {"{}", {}, path_of(2)}},
          head_of(8)};
}

/// A kind of file: one text of it, and whether its reader takes a text and writes it back.
struct Kind {
  std::string name, text;
  std::function<std::optional<std::string>(std::string_view)> again;
};

template <class File>
std::optional<std::string> written(const std::optional<File>& file,
                                   std::string (*write)(const File&)) {
  return file ? std::optional(write(*file)) : std::nullopt;
}

std::string receipt_line(const Receipt& receipt) {
  return write_receipt(receipt);
}

std::vector<Kind> kinds() {
  const TlogProof proof{5, path_of(3), "extra", head_of(8)};
  const TlogProof bare{0, {}, "", head_of(1)};
  const Receipt receipt{head_of(2),       3,          path_of(2), path_of(1),
                        hash_of_bytes(9), path_of(4), head_of(9)};
  const ConsistencyFile consistency{head_of(2), head_of(9), path_of(4)};
  const ForkEvidence heads{head_of(4), head_of(4), -1, {}, {}, {}};
  const ForkEvidence leaves{head_of(4), head_of(5), 2, path_of(2), path_of(2), path_of(3)};
  const AfterEvidence after{head_of(1), head_of(9), hash_of_bytes(4), path_of(4)};
  const auto tlog = [](std::string_view t) {
    return written(read_tlog_proof(t), write_tlog_proof);
  };
  const auto fork = [](std::string_view t) { return written(read_fork(t), write_fork); };
  return {{"entry", write_tlog_proof(proof), tlog},
          {"entry alone in its tree", write_tlog_proof(bare), tlog},
          {"receipt", write_receipt(receipt),
           [](std::string_view t) { return written(read_receipt(t), receipt_line); }},
          {"trail", write_trail_bundle(bundle_of_two()),
           [](std::string_view t) { return written(read_trail_bundle(t), write_trail_bundle); }},
          {"consistency", write_consistency(consistency),
           [](std::string_view t) { return written(read_consistency(t), write_consistency); }},
          {"fork of heads", write_fork(heads), fork},
          {"fork of leaves", write_fork(leaves), fork},
          {"after", write_after(after),
           [](std::string_view t) { return written(read_after(t), write_after); }}};
}

}  // namespace

TEST_CASE("a proof file says after reading what it said before", "[proof files]") {
  for (const Kind& kind : kinds()) {
    CAPTURE(kind.name, kind.text);
    CHECK(kind.again(kind.text) == kind.text);
  }
  const auto bundle = read_trail_bundle(write_trail_bundle(bundle_of_two()));
  REQUIRE(bundle);
  CHECK(bundle->about == bundle_of_two().about);
  CHECK(bundle->trail == bundle_of_two().trail);
  CHECK(bundle->entries[0].bytes == bundle_of_two().entries[0].bytes);
  CHECK(bundle->checkpoint == head_of(8));
}

TEST_CASE("a proof file has one spelling: whatever else is read was written so", "[proof files]") {
  for (const Kind& kind : kinds())
    for (std::size_t at = 0; at < kind.text.size(); ++at)
      for (const char c : {'\0', '\n', '"', '0', 'A', '\\', ' ', '\x80'}) {
        std::string text = kind.text;
        text[at] = c;
        const auto again = kind.again(text);
        if (again && *again != text) FAIL(kind.name << " at " << at << ": " << text);
      }
}

TEST_CASE("a proof file that was cut or goes on is none", "[proof files]") {
  for (const Kind& kind : kinds()) {
    CAPTURE(kind.name);
    for (std::size_t size = 0; size < kind.text.size(); ++size)
      CHECK_FALSE(kind.again(std::string_view(kind.text).substr(0, size)));
    CHECK_FALSE(kind.again(kind.text + "x"));
    CHECK_FALSE(kind.again(" " + kind.text));
  }
}

TEST_CASE("a receipt stands in a file with LF and in an answer without", "[proof files]") {
  const Receipt receipt{head_of(1), 0, path_of(1), {}, {}, {}, head_of(1)};
  CHECK(read_receipt(write_receipt(receipt)));
  CHECK(read_receipt(write_receipt(receipt) + "\n"));
  CHECK_FALSE(read_receipt(write_receipt(receipt) + "\n\n"));
}

TEST_CASE("a proof file keeps its limits", "[proof files]") {
  CHECK(read_tlog_proof(write_tlog_proof({1, path_of(64), "", head_of(8)})));
  CHECK_FALSE(read_tlog_proof(write_tlog_proof({1, path_of(65), "", head_of(8)})));
  CHECK_FALSE(read_tlog_proof("c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n" + head_of(1)));
  CHECK_FALSE(read_tlog_proof("c2sp.org/tlog-proof@v1\nindex 00\n\n" + head_of(1)));
  TrailBundle bundle = bundle_of_two();
  bundle.entries[0].bytes = std::string(entry_bytes_max, '"');
  CHECK(read_trail_bundle(write_trail_bundle(bundle)));
  bundle.entries[0].bytes += "x";
  CHECK_FALSE(read_trail_bundle(write_trail_bundle(bundle)));
  bundle = bundle_of_two();
  bundle.entries.clear();
  CHECK_FALSE(read_trail_bundle(write_trail_bundle(bundle)));
  Receipt receipt{head_of(1), 0, path_of(4096), {}, {}, {}, head_of(1)};
  CHECK(read_receipt(write_receipt(receipt)));
  receipt.leaves.push_back({});
  CHECK_FALSE(read_receipt(write_receipt(receipt)));
}

TEST_CASE("a hundred thousand brackets are refused at the first", "[proof files]") {
  const std::string open(100'000, '[');
  for (const Kind& kind : kinds()) CHECK_FALSE(kind.again(open));
  CHECK_FALSE(read_trail_bundle(R"({"about":"X","checkpoint":"n","entries":[)" + open));
}
