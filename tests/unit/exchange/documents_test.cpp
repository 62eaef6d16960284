#include "ledger/event.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/exchange/files.hpp"

namespace {

const std::string hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const std::string base64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

std::string dispatch(const std::string& header, const std::string& first,
                     const std::string& second = "") {
  return "type,id,at,to,transfer,mass_basis,lot,mass_kg," + header +
         "\ndispatch,D-1,2024-03-11 14:00,91990000MADEUP0017,WB-1,weighed,A-1,5,\"" + first +
         "\"\ndispatch,D-1,,,,,A-2,5,\"" + second + "\"\n";
}

std::string document(const std::string& kind) {
  return R"({"kind":")" + kind + R"(","sha256":")" + base64 + "\"}";
}

}  // namespace

TEST_CASE("a cell gives the event its documents, hashes as tools print them", "[csv]") {
  const auto one = files::read(dispatch("documents", "weighbridge:" + hex));
  REQUIRE(one.events.size() == 1);
  CHECK_THAT(one.events[0].json,
             ContainsSubstring("\"documents\":[" + document("weighbridge") + "]"));
  // Several, in either spelling, and repeated in a later row of the event.
  const std::string cell = "磅单：" + hex + " photo:" + base64 + "； 合同:" + hex;
  const auto three = files::read(dispatch("单据", cell, cell));
  REQUIRE(three.events.size() == 1);
  CHECK_THAT(three.events[0].json,
             ContainsSubstring("\"documents\":[" + document("weighbridge") + "," +
                               document("photo") + "," + document("contract") + "]"));
  CHECK(ledger::read_canonical_event(three.events[0].json).has_value());
  CHECK_THAT(files::read(dispatch("documents", "")).events.at(0).json,
             !ContainsSubstring("documents"));
}

TEST_CASE("a document that cannot be read is a problem at its cell", "[csv]") {
  const auto problem = [](const std::string& cell) {
    const auto file = files::read(dispatch("documents", cell));
    CHECK(file.events.empty());
    REQUIRE(file.problems.size() == 1);
    CHECK(file.problems[0].row == 2);
    CHECK(file.problems[0].column == 9);
    return file.problems[0].code;
  };
  CHECK(problem(hex) == "document_malformed");
  CHECK(problem("weighbridge " + hex) == "document_malformed");
  CHECK(problem("weighbridge:" + hex.substr(1)) == "document_malformed");
  CHECK(problem("weighbridge:zz" + hex.substr(2)) == "document_malformed");
  CHECK(problem("weighbridge:" + base64.substr(0, 43)) == "document_malformed");
  CHECK(problem("weighbrige:" + hex) == "value_not_allowed");
  CHECK(problem(";") == "document_malformed");
  std::string many;
  for (int i = 0; i < 17; ++i) many += "photo:" + hex + ' ';
  CHECK(problem(many) == "out_of_range");
}
