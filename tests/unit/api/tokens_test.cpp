#include "api/access/tokens.hpp"

#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <thread>

#include "ledger/result.hpp"
#include "ledger/token.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/served.hpp"

using namespace made_up;
using api::Caller;
using api::Token;
using api::Tokens;

namespace {

constexpr std::int64_t now_s = 1'735'531'200, now_ms = now_s * 1000;

Token token(const std::string& name, const ledger::NewToken& secret) {
  return {name, Caller::Kind::regulator, "", secret.hash, now_s - 10, now_s + 10, 0};
}

struct Place {
  TempFolder folder;
  std::filesystem::path file = folder.path() / "tokens";
  ledger::NewToken secret = ledger::new_token();

  void add(const Token& token) const {
    api::change_tokens(file, [&](std::vector<Token>& list) { list.push_back(token); });
  }
  void change(const std::function<void(Token&)>& how) const {
    api::change_tokens(file, [&](std::vector<Token>& list) { how(list.at(0)); });
  }
  [[nodiscard]] std::string text() const {
    std::ostringstream read;
    read << std::ifstream(file, std::ios::binary).rdbuf();
    return read.str();
  }
  void write(const std::string& text, mode_t mode = 0600) const {
    std::ofstream(file, std::ios::binary) << text;
    REQUIRE(::chmod(file.c_str(), mode) == 0);
  }
};

}  // namespace

TEST_CASE("a token says who asks until it expires", "[tokens]") {
  const Place place;
  Token mine = token("plant-7", place.secret);
  mine.kind = Caller::Kind::operator_;
  mine.operator_id = "VATTEST1";
  place.add(mine);
  const Tokens tokens(place.file);
  const auto caller = tokens.find(place.secret.text, now_ms);
  REQUIRE(caller);
  CHECK(caller->kind == Caller::Kind::operator_);
  CHECK(caller->operator_id == "VATTEST1");
  CHECK(caller->token == "plant-7");
  CHECK(tokens.find(place.secret.text, now_ms + 9'999));
  CHECK_FALSE(tokens.find(place.secret.text, now_ms + 10'000));
  CHECK_FALSE(tokens.find(ledger::new_token().text, now_ms));
}

TEST_CASE("a running service sees a revocation in its next look", "[tokens]") {
  const Place place;
  place.add(token("plant-7", place.secret));
  const Tokens tokens(place.file);
  CHECK(tokens.find(place.secret.text, now_ms));
  place.change([](Token& one) { one.revoked_s = now_s; });
  CHECK_FALSE(tokens.find(place.secret.text, now_ms));
  const ledger::NewToken other = ledger::new_token();
  place.add(token("plant-8", other));
  CHECK(tokens.find(other.text, now_ms));
  CHECK_FALSE(tokens.find(place.secret.text, now_ms));
}

TEST_CASE("a token is found again only in its one spelling", "[tokens]") {
  const Place place;
  place.add(token("plant-7", place.secret));
  const Tokens tokens(place.file);
  const std::string& text = place.secret.text;
  CHECK(text.starts_with("ct_"));
  CHECK(text.size() == 46);
  CHECK(ledger::new_token().text != text);
  for (const std::string& other :
       {std::string(), text.substr(3), text + "A", text.substr(0, 45), "CT_" + text.substr(3),
        text.substr(0, 45) + "\n", text.substr(0, 45) + "=", " " + text})
    CHECK_FALSE(tokens.find(other, now_ms));
}

TEST_CASE("the token file holds no token and is its owner's alone", "[tokens]") {
  const Place place;
  place.add(token("plant-7", place.secret));
  CHECK(place.text().find(place.secret.text.substr(3)) == std::string::npos);
  struct stat status {};
  REQUIRE(::stat(place.file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  CHECK_FALSE(std::filesystem::exists(place.file.string() + ".new"));
}

TEST_CASE("a change that does not come to its end leaves the file as it was", "[tokens]") {
  const Place place;
  place.add(token("plant-7", place.secret));
  const std::string before = place.text();
  CHECK_THROWS_AS(api::change_tokens(place.file,
                                     [](std::vector<Token>& list) {
                                       list.clear();
                                       throw ledger::Failure("made up");
                                     }),
                  ledger::Failure);
  CHECK_THROWS_AS(api::change_tokens(place.file,
                                     [](std::vector<Token>& list) {
                                       list.resize(api::tokens_max + 1, list.at(0));
                                     }),
                  ledger::Failure);
  CHECK(place.text() == before);
}

TEST_CASE("a folder that somebody else keeps locked is waited for only so long", "[tokens]") {
  const Place place;
  const ledger::PrivateFileKind kind{"token file", 1000, ""};
  const auto lock = [&](std::chrono::milliseconds patience) {
    const ledger::FolderLock taken(place.file, kind, patience);
  };
  {
    const ledger::FolderLock held(place.file, kind);
    CHECK_THROWS_WITH(lock(std::chrono::milliseconds(30)),
                      ContainsSubstring("another process holds a lock on its folder; end"));
  }
  CHECK_NOTHROW(lock(std::chrono::milliseconds(0)));
}

TEST_CASE("changes at the same time are all there afterwards", "[tokens]") {
  const Place place;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer)
    writers.emplace_back([&, writer] {
      for (int i = 0; i < 5; ++i)
        place.add(token(std::to_string(writer) + "-" + std::to_string(i), ledger::new_token()));
    });
  for (std::thread& writer : writers) writer.join();
  api::FileMark mark;
  CHECK(api::read_tokens(place.file, mark).size() == 20);
}

TEST_CASE("a token file that is not exactly one lets nobody in", "[tokens]") {
  const Place place;
  place.add(token("plant-7", place.secret));
  const std::string good = place.text();
  const auto with = [&](const std::string& part, const std::string& instead) {
    std::string text = good;
    return text.replace(text.find(part), part.size(), instead);
  };
  const Tokens tokens(place.file);
  for (const std::string& bad :
       {std::string(), std::string("[]"), good.substr(0, good.size() / 2),
        with("\"v\":1", "\"v\":2"), with("regulator", "everybody"), with("regulator", "operator"),
        with("\"name\":", "\"only_on\":\"monday\",\"name\":"), with("plant-7", "a\\nb"),
        with("\"sha256\":\"", "\"sha256\":\"g"), with("expires_s", "expires"),
        std::string(api::token_file_bytes_max + 1, ' ')}) {
    CAPTURE(bad.substr(0, 200));
    place.write(bad);
    CHECK_THROWS_AS(Tokens(place.file), ledger::Failure);
    CHECK_THROWS_AS(tokens.find(place.secret.text, now_ms), ledger::Failure);
  }
  place.write(good, 0640);
  CHECK_THROWS_WITH(Tokens(place.file), ContainsSubstring("chmod 600"));
  std::filesystem::remove(place.file);
  CHECK_THROWS_AS(tokens.find(place.secret.text, now_ms), ledger::Failure);
  place.write(good);
  CHECK(tokens.find(place.secret.text, now_ms));
}

TEST_CASE("without a token file nobody is asked for one", "[tokens]") {
  const auto caller = Tokens().find("ct_whatever", now_ms);
  REQUIRE(caller);
  CHECK(caller->kind == Caller::Kind::anybody);
  const Served open;
  CHECK(open.ask({.target = "/v1/entries", .headers = {"Authorization: Basic eDp5"}}).status ==
        200);
}

TEST_CASE("a token that is taken back no longer reads, the service going on", "[tokens]") {
  std::filesystem::path file;
  Served served({}, true, [&](api::ServiceOptions& options) {
    file = *options.tokens;
    options.stream_silence = std::chrono::milliseconds(50);
  });
  const Client listener(served.port());
  listener.send(Served::request_text(
      {.target = "/v1/stream?entries=true", .token = served.token("regulator")}));
  static_cast<void>(listener.until("event: head\n"));
  CHECK(served.get("/v1/entries", served.token("regulator")).status == 200);
  api::change_tokens(file, [](std::vector<Token>& list) {
    for (Token& one : list)
      if (one.name == "regulator") one.revoked_s = 1;
  });
  const Reply refused = served.get("/v1/entries", served.token("regulator"));
  CHECK(refused.status == 401);
  CHECK(refused.json().at("name") == "wrong_token");
  CHECK(served.get("/v1/entries", served.token(collector)).status == 200);
  // No entry is needed to end what it listens to: the next comment does.
  static_cast<void>(listener.rest());
  CHECK_THAT(served.log(), ContainsSubstring("its token expired or was revoked"));
  std::filesystem::remove(file);
  CHECK(served.get("/v1/entries", served.token(collector)).status >= 500);
  CHECK(served.get("/v1/ledger").status == 200);
}
