#include "api/pages/docs_page.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>

#include "api/pages/problems.hpp"
#include "api/pages/texts.hpp"
#include "api/routes/route.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"
#include "tests/support/catch.hpp"

using namespace api;

namespace {

struct Word {
  Needs needs;
  std::string_view word;
};
constexpr std::array<Word, 7> all_needs{{{Needs::nothing, "nothing"},
                                         {Needs::tiles, "tiles"},
                                         {Needs::figures, "figures"},
                                         {Needs::code, "code"},
                                         {Needs::own, "own"},
                                         {Needs::everything, "everything"},
                                         {Needs::metrics, "metrics"}}};

std::string_view word_of(Needs needs) {
  for (const Word& row : all_needs)
    if (row.needs == needs) return row.word;
  return "";
}

std::vector<std::string> ids_in(const std::string& page) {
  std::vector<std::string> ids;
  const std::string before = " id=\"";
  for (std::size_t at = page.find(before); at != std::string::npos;
       at = page.find(before, at + 1)) {
    const std::size_t begin = at + before.size();
    ids.push_back(page.substr(begin, page.find('"', begin) - begin));
  }
  return ids;
}

/// Cells of the table rows below a heading of docs/http.md.
std::vector<std::vector<std::string>> table_below(const std::string& heading) {
  std::ifstream page(SOURCE_DIR "/docs/http.md");
  std::vector<std::vector<std::string>> rows;
  bool is_below = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) is_below = line == "## " + heading;
    if (!is_below || !line.starts_with("| `")) continue;
    std::vector<std::string> cells;
    std::istringstream in(line.substr(2));
    for (std::string cell; std::getline(in, cell, '|');)
      cells.push_back(cell.substr(cell.find_first_not_of(' '),
                                  cell.find_last_not_of(' ') - cell.find_first_not_of(' ') + 1));
    rows.push_back(std::move(cells));
  }
  return rows;
}

std::vector<std::string> quoted_in(const std::string& cell) {
  std::vector<std::string> found;
  std::istringstream in(cell);
  std::string piece;
  for (bool is_inside = false; std::getline(in, piece, '`'); is_inside = !is_inside)
    if (is_inside) found.push_back(piece);
  return found;
}

std::string_view word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::allowed:
      return "yes";
    case Verdict::own_only:
      return "own";
    case Verdict::needs_token:
      return "token";
    case Verdict::not_allowed:
      return "no";
  }
  return "";
}

}  // namespace

TEST_CASE("docs/http.md lists the routes as they are") {
  std::set<std::string> listed;
  for (const auto& cells : table_below("Routes"))
    for (const std::string& name : quoted_in(cells.at(0))) {
      CAPTURE(name);
      CHECK(listed.insert(name).second);
      const auto route = std::find_if(routes().begin(), routes().end(), [&](const Route& row) {
        return std::string(row.method) + ' ' + std::string(row.pattern) == name;
      });
      REQUIRE(route != routes().end());
      const std::vector<std::string> words = quoted_in(cells.at(1));
      for (const std::string_view parameter : route->query)
        CHECK(std::find(words.begin(), words.end(), parameter) != words.end());
      const std::string needs =
          route->operation == "record_batch" ? "signature" : std::string(word_of(route->needs));
      CHECK(cells.at(2).starts_with(needs));
    }
  CHECK(listed.size() == routes().size());
}

TEST_CASE("docs/http.md says who may read what as the access table does") {
  const auto rows = table_below("Who may read what");
  REQUIRE(rows.size() == all_needs.size());
  using enum Caller::Kind;
  constexpr std::array callers{anybody, operator_, regulator, metrics};
  for (std::size_t i = 0; i < all_needs.size(); ++i) {
    CHECK(rows[i].at(0) == '`' + std::string(all_needs[i].word) + '`');
    for (std::size_t k = 0; k < callers.size(); ++k) {
      CAPTURE(rows[i].at(0), k);
      CHECK(rows[i].at(k + 1) ==
            word_of(judge({}, {callers[k], "VATTEST1", ""}, all_needs[i].needs)));
    }
  }
}

TEST_CASE("the page of documentation has every route, shape and problem once") {
  const std::string page = docs_page();
  const std::vector<std::string> ids = ids_in(page);
  const std::set<std::string> once(ids.begin(), ids.end());
  CHECK(once.size() == ids.size());
  for (const Route& route : routes()) CHECK(once.contains(std::string(route.operation)));
  for (const ProblemRow& row : problem_rows()) CHECK(once.contains(std::string(row.name)));
  for (std::size_t at = page.find("href=\"#"); at != std::string::npos;
       at = page.find("href=\"#", at + 1)) {
    const std::size_t begin = at + 7;
    const std::string id = page.substr(begin, page.find('"', begin) - begin);
    CAPTURE(id);
    CHECK(once.contains(id));
  }
}

TEST_CASE("the page of documentation needs nothing else and runs nothing") {
  const std::string page = docs_page();
  for (const char* no : {"<script", "http-equiv", "src=", "<link", "url(", "@import", " style=",
                         " on"
                         "click="})
    CHECK(page.find(no) == std::string::npos);
  const ledger::Hash hash = ledger::crypto::sha256(page_text("docs"));
  CHECK_THAT(std::string(docs_page_policy()),
             ContainsSubstring("style-src 'sha256-" + ledger::encoding::base64(hash) + "'"));
}

TEST_CASE(
    "the commands on the page ask where the page was asked for, with a token where it needs one") {
  const auto has = [](std::string_view host, std::string_view text) {
    return docs_page(host).find(text) != std::string::npos;
  };
  CHECK(has("127.0.0.1:9000", "curl -sS 'http://127.0.0.1:9000/v1/ledger'"));
  CHECK(has("[::1]:9000", "curl -sS 'http://[::1]:9000/v1/ledger'"));
  CHECK(has("[::1]", "curl -sS 'https://[::1]/v1/ledger'"));
  CHECK(has("ledger.example", "curl -sS 'https://ledger.example/v1/ledger'"));
  CHECK(has("", "curl -sS 'http://127.0.0.1:8787/v1/ledger'"));
  CHECK_FALSE(has("ledger.example", "{service}"));
  const std::string page = docs_page();
  for (const char* path : {"/tile/", "/v1/stream?", "/v1/entries?", "/metrics", "/v1/ledger"}) {
    CAPTURE(path);
    const std::size_t at = page.find("8787" + std::string(path));
    REQUIRE(at != std::string::npos);
    const std::string command = page.substr(at, page.find("</pre>", at) - at);
    CHECK((command.find("Bearer TOKEN") != std::string::npos) ==
          (path != std::string("/v1/ledger")));
  }
}

TEST_CASE("the table of problems shows both statuses where a parameter has another") {
  const std::string page = docs_page();
  for (const char* name : {"unknown_operator", "unknown_unit"}) {
    const std::size_t row = page.find("<tr id=\"" + std::string(name) + "\">");
    REQUIRE(row != std::string::npos);
    CHECK(page.substr(row, 300).find("422 in a batch, 404 as a parameter") != std::string::npos);
  }
  CHECK(page.find("400 in a batch, 404 as a parameter") != std::string::npos);
}
