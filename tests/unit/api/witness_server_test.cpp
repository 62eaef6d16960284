#include "api/witness_server.hpp"

#include <thread>

#include "api/witness_client.hpp"
#include "ledger/result.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"
#include "tests/unit/api/client.hpp"

using namespace made_up;

namespace {

/// A witness of the log `celltrail.example/temp` behind a real socket.
struct Served {
  Served()
      : vkey(ledger::Witness::create(folder.path() / "w", "witness.example/w1", std::nullopt)),
        witness(folder.path() / "w",
                ledger::read_key_file(ledger::Witness::key_file(folder.path() / "w"), std::nullopt),
                "log " + key_named(std::string(TempLedger::origin)).verifier().text() +
                    "\nquorum none\n",
                clock),
        server(witness, "127.0.0.1", 0, [](const std::string&) {}),
        serving([this] { server.run(); }) {}
  ~Served() {
    server.stop();
    serving.join();
  }

  [[nodiscard]] std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(server.port()) + path;
  }

  /// Sends bytes as they are; what came until the other side closed.
  [[nodiscard]] std::string raw(const std::string& bytes) const {
    Client client(server.port());
    client.send(bytes);
    return client.rest();
  }

  TempFolder folder;
  FixedClock clock;
  std::string vkey;
  ledger::Witness witness;
  api::WitnessServer server;
  std::thread serving;
};

}  // namespace

TEST_CASE("the witness's answers come over HTTP with their codes and types", "[server]") {
  const Served served;
  api::HttpWitnessClient client(std::chrono::seconds(5));
  const auto bad = client.post(served.url("/add-checkpoint"), "no request");
  REQUIRE(bad);
  CHECK(bad->status == 400);
  CHECK(bad->content_type == "text/plain; charset=utf-8");
  CHECK_FALSE(bad->body.empty());
  const auto elsewhere = client.post(served.url("/add-checkpoints"), "old 0\n\n");
  REQUIRE(elsewhere);
  CHECK(elsewhere->status == 404);
  CHECK_THAT(served.raw("GET /" + std::string(64, '0') + "/checkpoint HTTP/1.1\r\nHost: a\r\n\r\n"),
             ContainsSubstring("HTTP/1.1 404"));
}

TEST_CASE("what strangers may send is bounded before anything is made of it", "[server]") {
  const Served served;
  const std::string post = "POST /add-checkpoint HTTP/1.1\r\nHost: a\r\n";
  const auto is = [&](const std::string& bytes, const std::string& status) {
    CAPTURE(bytes.substr(0, 200));
    CHECK_THAT(served.raw(bytes), ContainsSubstring("HTTP/1.1 " + status));
  };
  is(post + "Content-Length: 70001\r\n\r\n", "413");
  is(post + "Transfer-Encoding: chunked\r\n\r\n-2\r\n", "411");
  is(post + "Content-Length: 3\r\nContent-Encoding: gzip\r\n\r\nabc", "415");
  is(post + "Content-Length: 3\r\nContent-Length: 0\r\n\r\nabc", "400");
  std::string flood = "GET / HTTP/1.1\r\n";
  while (flood.size() < 40'000) flood += "X: y\r\n";
  is(flood, "431");
  is("GET /" + std::string(600, 'x') + " HTTP/1.1\r\n\r\n", "414");
}

TEST_CASE("a second request behind the first is not answered", "[server]") {
  const Served served;
  const std::string get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string answer = served.raw(get + get);
  CHECK_THAT(answer, ContainsSubstring("HTTP/1.1 404"));
  CHECK(answer.find("HTTP/1.1", 1) == std::string::npos);
}

TEST_CASE("two servers do not share a port", "[server]") {
  Served served;
  CHECK_THROWS_AS(api::WitnessServer(served.witness, "127.0.0.1", served.server.port(),
                                     [](const std::string&) {}),
                  ledger::Failure);
}

TEST_CASE("two processes do not run one witness, nor one key two memories", "[server]") {
  Served served;
  const auto open = [&](const std::filesystem::path& directory) {
    return ledger::Witness(
        directory,
        ledger::read_key_file(ledger::Witness::key_file(served.folder.path() / "w"), std::nullopt),
        "quorum none\n", served.clock);
  };
  CHECK_THROWS_AS(open(served.folder.path() / "w"), ledger::Locked);
  ledger::Witness::create(served.folder.path() / "v", "witness.example/w2", std::nullopt);
  CHECK_THROWS_AS(open(served.folder.path() / "v"), ledger::Failure);
}

TEST_CASE("the client bounds what it takes, and takes nothing from nowhere", "[client]") {
  api::HttpWitnessClient client(std::chrono::milliseconds(500));
  for (const std::string url : {"", "http://", "http:///x", "ftp://127.0.0.1/x", "127.0.0.1/x",
                                "http://127.0.0.1:1/add-checkpoint"}) {
    CAPTURE(url);
    CHECK_FALSE(client.post(url, "old 0\n\n"));
  }
}
