#include "api/http_request.hpp"

#include "tests/support/catch.hpp"

using namespace api;

namespace {

const RequestLimits limits{1024, 8, 64, 100};

/// The status of the refusal, 0 when the head is taken.
int judged(const std::string& head, RequestHead* found = nullptr) {
  RequestHead taken;
  const auto refusal = judge_head(head, limits, taken);
  if (found != nullptr) *found = taken;
  return refusal ? refusal->status : 0;
}

std::string post(const std::string& headers) {
  return "POST /add-checkpoint HTTP/1.1\r\n" + headers + "\r\n";
}

}  // namespace

TEST_CASE("an ordinary head is taken, with the length of its body", "[http]") {
  RequestHead found;
  CHECK(judged("GET /x HTTP/1.1\r\nHost: witness.example\r\n\r\n", &found) == 0);
  CHECK(found.body_bytes == 0);
  CHECK(judged(post("Host: a\r\nContent-Length: 100\r\n"), &found) == 0);
  CHECK(found.body_bytes == 100);
  CHECK(judged(post("content-length:  0 \r\n"), &found) == 0);
}

TEST_CASE("a length that two programs could read in two ways is refused", "[http]") {
  CHECK(judged(post("")) == 411);
  CHECK(judged(post("Content-Length: 101\r\n")) == 413);
  CHECK(judged(post("Content-Length: 99999999999999999999999\r\n")) == 400);
  CHECK(judged(post("Content-Length: 5\r\nContent-Length: 5\r\n")) == 400);
  const std::string length = GENERATE("", "0x10", "-1", "+1", "1 1", "5,5", "five", "5.0");
  CAPTURE(length);
  CHECK(judged(post("Content-Length: " + length + "\r\n")) == 400);
}

TEST_CASE("what the library would do more for than answer is refused", "[http]") {
  CHECK(judged(post("Transfer-Encoding: chunked\r\n")) == 411);
  CHECK(judged(post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")) == 411);
  CHECK(judged(post("Content-Length: 5\r\nContent-Encoding: gzip\r\n")) == 415);
  CHECK(judged(post("Content-Length: 5\r\nExpect: 100-continue\r\n")) == 400);
  CHECK(judged("GET /x HTTP/1.1\r\nRange: bytes=0-1,0-1\r\n\r\n") == 400);
  CHECK(judged("GET /x HTTP/1.1\r\nContent-Length: 5\r\n\r\n") == 400);
  CHECK(judged("GET /x HTTP/1.1\r\nREMOTE_ADDR: 6.6.6.6\r\n\r\n") == 400);
  CHECK(judged("GET /x HTTP/1.1\r\nX: a%0d%0aSet-Cookie: b\r\n\r\n") == 400);
  CHECK(judged("PUT /x HTTP/1.1\r\n\r\n") == 405);
  CHECK(judged("HEAD /x HTTP/1.1\r\n\r\n") == 405);
}

TEST_CASE("heads beyond the limits are refused", "[http]") {
  std::string headers;
  for (int i = 0; i < 9; ++i) headers += "X: y\r\n";
  CHECK(judged("GET /x HTTP/1.1\r\n" + headers + "\r\n") == 431);
  CHECK(judged("GET /" + std::string(64, 'x') + " HTTP/1.1\r\n\r\n") == 414);
  CHECK(judged("GET /x HTTP/1.1\r\nX: " + std::string(1024, 'x') + "\r\n\r\n") == 431);
}

TEST_CASE("heads that are not exactly a head are refused", "[http]") {
  const std::string head =
      GENERATE("", "\r\n", "\r\n\r\n", "GET\r\n\r\n", "GET /x\r\n\r\n", "GET x HTTP/1.1\r\n\r\n",
               "GET /x HTTP/2.0\r\n\r\n", "GET /x HTTP/1.1\n\n", "GET /x HTTP/1.1\r\n",
               "GET /x HTTP/1.1\r\nHost\r\n\r\n", "GET /x HTTP/1.1\r\nHost : a\r\n\r\n",
               "GET /x HTTP/1.1\r\n: a\r\n\r\n", "GET /x HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
               "GET /x HTTP/1.1\r\nA: b\nC: d\r\n\r\n", "GET /x HTTP/1.1\r\nA: b\rC: d\r\n\r\n",
               "GET /x y HTTP/1.1\r\n\r\n", "GET /x HTTP/1.1\r\n\r\nGET /y HTTP/1.1\r\n\r\n");
  CAPTURE(head);
  CHECK(judged(head) == 400);
  CHECK(judged(std::string("GET /x HTTP/1.1\r\nA: \0\r\n\r\n", 25)) == 400);
}

TEST_CASE("every cut and every changed byte of a head is taken or refused", "[http]") {
  const std::string good = post("Host: witness.example\r\nContent-Length: 42\r\n");
  REQUIRE(judged(good) == 0);
  for (std::size_t i = 0; i < good.size(); ++i) {
    REQUIRE(judged(good.substr(0, i)) != 0);
    for (int bit = 1; bit < 256; bit *= 2) {
      std::string changed = good;
      changed[i] = static_cast<char>(changed[i] ^ bit);
      RequestHead found;
      if (judged(changed, &found) == 0) REQUIRE(found.body_bytes <= limits.body_bytes);
    }
  }
}

TEST_CASE("a refusal is a whole answer that closes the connection", "[http]") {
  CHECK(refusal_text({413, "Payload Too Large"}) ==
        "HTTP/1.1 413 Payload Too Large\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Length: 18\r\nConnection: close\r\n\r\nPayload Too Large\n");
}
