#include "api/guard/http_request.hpp"

#include <set>

#include <nlohmann/json.hpp>

#include "api/guard/client_address.hpp"
#include "api/guard/head_reader.hpp"
#include "api/guard/outgoing.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/echo.hpp"

using namespace api;
using Catch::Matchers::StartsWith;

namespace {

const RequestLimits limits{1024, 8, 64};

/// The status of the refusal, 0 when the head is taken.
int judged(const std::string& head, RequestHead* found = nullptr) {
  RequestHead taken;
  const auto refusal = judge_head(head, limits, taken);
  if (found != nullptr) *found = taken;
  return refusal ? refusal->status : 0;
}

std::string get(const std::string& headers, const std::string& path = "/x") {
  return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
}

std::string post(const std::string& headers) {
  return "POST /x HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
}

bool knows(const std::string& listening, const std::string& host) {
  return HostNames(listening, {"ledger.example"}, false).know(host);
}

}  // namespace

TEST_CASE("an ordinary head is taken, with what the guard goes by", "[http]") {
  RequestHead found;
  CHECK(judged("GET /x?y=z HTTP/1.1\r\nHost: witness.example\r\n\r\n", &found) == 0);
  CHECK(found.method == "GET");
  CHECK(found.path == "/x");
  CHECK(found.host == "witness.example");
  CHECK(found.body_bytes == 0);
  CHECK(judged(post("Content-Length: 100\r\nX-Forwarded-For: b, c\r\nX-Request-Id: d\r\n"),
               &found) == 0);
  CHECK(found.body_bytes == 100);
  CHECK(found.forwarded_for == "b, c");
  CHECK(found.request_id == "d");
  CHECK(judged(post("content-length:  0 \r\n"), &found) == 0);
  CHECK(judged("HEAD /x HTTP/1.0\r\nHost: a\r\nContent-Length: 0\r\n\r\n") == 0);
}

TEST_CASE("a length that two programs could read in two ways is refused", "[http]") {
  CHECK(judged(post("")) == 411);
  CHECK(judged(post("Content-Length: 99999999999999999999999\r\n")) == 413);
  CHECK(judged(post("Content-Length: 5\r\nContent-Length: 5\r\n")) == 400);
  const std::string length = GENERATE("", "0x10", "-1", "+1", "1 1", "5,5", "five", "5.0");
  CAPTURE(length);
  CHECK(judged(post("Content-Length: " + length + "\r\n")) == 400);
}

TEST_CASE("what the library would do more for than read is refused", "[http]") {
  CHECK(judged(post("Transfer-Encoding: chunked\r\n")) == 411);
  CHECK(judged(post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")) == 411);
  CHECK(judged(post("Content-Length: 5\r\nContent-Encoding: gzip\r\n")) == 415);
  CHECK(judged(get("Range: bytes=0-1,0-1\r\n")) == 400);
  CHECK(judged(get("Content-Length: 5\r\n")) == 400);
  CHECK(judged(get("REMOTE_ADDR: 6.6.6.6\r\n")) == 400);
}

TEST_CASE("of expectations 100-continue is met, where a body follows", "[http]") {
  RequestHead found;
  const auto awaits = [&](const std::string& head) {
    REQUIRE(judged(head, &found) == 0);
    return found.awaits_go_on;
  };
  CHECK(awaits(post("Expect: 100-continue\r\nContent-Length: 5\r\n")));
  CHECK(awaits(post("Content-Length: 5\r\nexpect:  100-Continue \r\n")));
  CHECK_FALSE(awaits(post("Content-Length: 5\r\n")));
  CHECK_FALSE(awaits(post("Content-Length: 0\r\nExpect: 100-continue\r\n")));
  CHECK_FALSE(awaits(get("Expect: 100-continue\r\n")));
  CHECK_FALSE(
      awaits("POST /x HTTP/1.0\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"));
  for (const std::string other : {"", "100", "100-continue, x", "100-continue;q=1", "200-ok"})
    CHECK(judged(post("Content-Length: 5\r\nExpect: " + other + "\r\n")) == 417);
  CHECK(judged(get("Expect: 100-continue\r\nExpect: 100-continue\r\n")) == 400);
}

TEST_CASE("a head that says HEAD says so however broken it is", "[http]") {
  for (const std::string head : {"HEAD", "HEAD ", "HEAD /x", "HEAD\r\n", "HEAD\t/x", "HEAD /\1"})
    CHECK(says_head(head));
  for (const std::string head : {"", "HEA", "HEADER /x", "head /x", "GET HEAD", " HEAD /x"})
    CHECK_FALSE(says_head(head));
}

TEST_CASE("a date is told as the header Date has it", "[http]") {
  const auto told = [](std::int64_t at) {
    return http_date(std::chrono::sys_seconds(std::chrono::seconds(at)));
  };
  CHECK(told(784'111'777) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(told(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
  CHECK(told(1'709'251'199) == "Thu, 29 Feb 2024 23:59:59 GMT");
}

TEST_CASE("a value that decoding makes another line of is refused", "[http]") {
  const std::string code = GENERATE("%0d%0a", "%0A", "%00", "%0", "%1f", "%7F", "%u000a", "%U000A");
  CAPTURE(code);
  CHECK(judged(get("X: a" + code + "Set-Cookie: b\r\n")) == 400);
  CHECK(judged(get("Referer: http://a/?x=%C3%A4%20%25\r\n")) == 0);
}

TEST_CASE("other methods are refused", "[http]") {
  const std::string method = GENERATE("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get", "X-Y");
  CHECK(judged(method + " /x HTTP/1.1\r\nHost: a\r\n\r\n") == 405);
}

TEST_CASE("a request without a Host, or with two, is refused, of HTTP/1.0 too", "[http]") {
  CHECK(judged("GET /x HTTP/1.1\r\n\r\n") == 400);
  CHECK(judged("GET /x HTTP/1.0\r\n\r\n") == 400);
  CHECK(judged("GET /x HTTP/1.1\r\nHost:\r\n\r\n") == 400);
  RequestHead found;
  CHECK(judge_head(get("Host: a\r\n"), limits, found)->name == "unknown_host");
}

TEST_CASE("a header that says one thing is there once", "[http]") {
  const std::string name =
      GENERATE("authorization", "Content-Type", "Last-Event-ID", "X-Request-Id");
  CHECK(judged(get(name + ": a\r\n")) == 0);
  CHECK(judged(get(name + ": a\r\n" + name + ": a\r\n")) == 400);
  CHECK(judged(get("Accept: a\r\nAccept: a\r\n")) == 0);
}

TEST_CASE("heads beyond the limits are refused", "[http]") {
  std::string headers;
  for (int i = 0; i < 9; ++i) headers += "X: y\r\n";
  CHECK(judged(get(headers)) == 431);
  CHECK(judged(get("", "/" + std::string(64, 'x'))) == 414);
  CHECK(judged(get("X: " + std::string(1024, 'x') + "\r\n")) == 431);
}

TEST_CASE("heads that are not exactly a head are refused", "[http]") {
  const std::string head = GENERATE(
      "", "\r\n", "\r\n\r\n", "GET\r\n\r\n", "GET /x\r\n\r\n", "GET x HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /x HTTP/2.0\r\nHost: a\r\n\r\n", "GET /x HTTP/1.1\nHost: a\n\n", "GET /x HTTP/1.1\r\n",
      "GET /x HTTP/1.1\r\nHost: a\r\nHost\r\n\r\n", "GET /x HTTP/1.1\r\nHost : a\r\n\r\n",
      "GET /x HTTP/1.1\r\nHost: a\r\n: a\r\n\r\n",
      "GET /x HTTP/1.1\r\nHost: a\r\nA: b\r\n c\r\n\r\n",
      "GET /x HTTP/1.1\r\nHost: a\r\nA: b\nC: d\r\n\r\n",
      "GET /x HTTP/1.1\r\nHost: a\r\nA: b\rC: d\r\n\r\n", "GET /x y HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /x HTTP/1.1\r\nHost: a\r\n\r\nGET /y HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /x#y HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET http://a/x HTTP/1.1\r\nHost: a\r\n\r\n", " /x HTTP/1.1\r\nHost: a\r\n\r\n");
  CAPTURE(head);
  CHECK(judged(head) == 400);
  CHECK(judged(get(std::string("A: \0\r\n", 6))) == 400);
}

TEST_CASE("who speaks TLS to a port without it is told so at once", "[http]") {
  ServerOptions patient = made_up::Echo::options();
  patient.limits.times.head = patient.limits.times.request = std::chrono::hours(1);
  const made_up::Echo echo(patient);
  // How a ClientHello begins.
  CHECK_THAT(echo.said("\x16\x03\x01\x02"), StartsWith("HTTP/1.1 400") &&
                                                ContainsSubstring("without TLS") &&
                                                ContainsSubstring("with http://, not https://"));
}

TEST_CASE("a head whose lines do not end in CRLF is refused at once", "[http]") {
  ServerOptions patient = made_up::Echo::options();
  patient.limits.times.head = patient.limits.times.request = std::chrono::hours(1);
  const made_up::Echo echo(patient);
  for (const std::string begin :
       {"\n", "GET / HTTP/1.1\nHost: localhost\n\n", "GET / HTTP/1.1\r\nHost: localhost\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\n"}) {
    CAPTURE(begin);
    CHECK_THAT(echo.said(begin),
               StartsWith("HTTP/1.1 400") && ContainsSubstring("does not end in CRLF"));
  }
  // The two halves of a CRLF may come one by one.
  const made_up::Client halves = echo.connect();
  halves.send("GET / HTTP/1.1\r");
  CHECK_FALSE(halves.has_answer(std::chrono::milliseconds(5)));
  halves.send("\nHost: localhost\r\n\r");
  CHECK_FALSE(halves.has_answer(std::chrono::milliseconds(5)));
  halves.send("\n");
  CHECK_THAT(halves.rest(), StartsWith("HTTP/1.1 200"));
}

TEST_CASE("every cut and every changed byte of a head is taken or refused", "[http]") {
  const std::string good = post("Content-Length: 42\r\n");
  REQUIRE(judged(good) == 0);
  for (std::size_t i = 0; i < good.size(); ++i) {
    REQUIRE(judged(good.substr(0, i)) != 0);
    for (int bit = 1; bit < 256; bit *= 2) {
      std::string changed = good;
      changed[i] = static_cast<char>(changed[i] ^ bit);
      RequestHead found;
      // What the guard takes, the library reads as the same.
      if (judged(changed, &found) != 0) continue;
      const auto read = HeadReader().read(changed);
      REQUIRE(read);
      REQUIRE(read->method == found.method);
      REQUIRE(read->path == found.path);
    }
  }
}

TEST_CASE("a head is read with its names in lower case and the same name as one list", "[http]") {
  const auto read = HeadReader().read(
      "GET /a%20b?c=%26&d HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"x\"\r\nif-none-match: \"y\"\r\n"
      "Accept: */*\r\n\r\n");
  REQUIRE(read);
  CHECK(read->method == "GET");
  CHECK(read->path == "/a%20b");
  CHECK(read->query == "c=%26&d");
  // The library's versions keep lines of one name in different orders.
  const std::string list(read->header("if-none-match"));
  CHECK((list == R"("x", "y")" || list == R"("y", "x")"));
  CHECK(read->headers.size() == 3);
}

TEST_CASE("the HTTP library is one that the guard was tried with", "[http]") {
  const std::string version = HeadReader::library_version();
  CAPTURE(version);
  REQUIRE_FALSE(version.empty());
  if (version != "0.11.4" && !version.starts_with("0.18."))
    WARN("the HTTP library is now " + version +
         ": read what it was mended of, see whether hostile_test.cpp has a row for each, and "
         "whether the guard may let something go");
}

TEST_CASE("a request is for a name that the server has, with any port", "[http]") {
  for (const std::string host : {"127.0.0.1", "127.0.0.1:8787", "localhost:1", "LocalHost",
                                 "ledger.example", "Ledger.Example:443"})
    CHECK(knows("127.0.0.1", host));
  for (const std::string host :
       {"", ":80", "evil.example", "127.0.0.2", "localhost:x", "localhost:", "localhost:123456",
        "ledger.example.evil", "a@localhost", "[::1]", "[::1", "10.0.0.1"})
    CHECK_FALSE(knows("127.0.0.1", host));
  CHECK(knows("::1", "[::1]:8787"));
  // Who listens on every address has every address, but not every name.
  for (const std::string listening : {"0.0.0.0", "::"}) {
    CHECK(knows(listening, "10.0.0.1:80"));
    CHECK(knows(listening, "[fd00::1]:80"));
    CHECK_FALSE(knows(listening, "evil.example"));
  }
}

TEST_CASE("a proxy's last hop is believed, whatever the client wrote before it", "[http]") {
  const auto last = [](const std::string& value) {
    const auto address = last_hop(value);
    return address ? address->text() : "";
  };
  CHECK(last("10.0.0.1") == "10.0.0.1");
  CHECK(last("6.6.6.6, 10.0.0.1 ") == "10.0.0.1");
  CHECK(last("6.6.6.6,10.0.0.1:4711") == "10.0.0.1");
  CHECK(last("6.6.6.6, 7.7.7.7, 10.0.0.1") == "10.0.0.1");
  CHECK(last("x, [fd00::1]:80") == "fd00::1");
  CHECK(last("fd00::1") == "fd00::1");
  CHECK(last("::ffff:10.0.0.1") == "10.0.0.1");
  for (const std::string value : {"", ",", "unknown", "10.0.0.1,", "10.0.0", "10.0.0.1:x",
                                  "[fd00::1", "localhost", "10.0.0.1.1", "fd00::1%eth0"})
    CHECK(last(value).empty());
}

TEST_CASE("an IPv6 network is one client", "[http]") {
  const auto network = [](const std::string& text) { return ClientAddress::read(text)->network(); };
  CHECK(network("fd00::1") == network("fd00::ffff:2"));
  CHECK(network("fd00::1") != network("fd00:0:0:1::1"));
  CHECK(network("10.0.0.1") != network("10.0.0.2"));
  CHECK(ClientAddress::read("::1")->is_loopback());
  CHECK(ClientAddress::read("127.1.2.3")->is_loopback());
  CHECK_FALSE(ClientAddress::read("128.0.0.1")->is_loopback());
}

TEST_CASE("every refusal is problem details with a name of its own", "[http]") {
  std::set<std::string_view> names;
  for (const HttpRefusal& refusal : refusals::all) {
    CAPTURE(refusal.name);
    CHECK(names.insert(refusal.name).second);
    CHECK(reason_of(refusal.status) != reason_of(0));
    const auto said = nlohmann::json::parse(problem_text(refusal, "0123456789abcdef"));
    CHECK(said.at("type") == "/docs#" + std::string(refusal.name));
    CHECK(said.at("name") == refusal.name);
    CHECK(said.at("title") == refusal.title);
    CHECK(said.at("status") == refusal.status);
    CHECK(said.at("detail") == refusal.detail);
    CHECK(said.at("hint") == refusal.hint);
    CHECK(said.at("request_id") == "0123456789abcdef");
  }
}
