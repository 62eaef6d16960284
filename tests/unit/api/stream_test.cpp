#include <chrono>

#include <fmt/format.h>

#include "api/access/token_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/served.hpp"

using namespace made_up;
using nlohmann::json;

namespace {

Said retirement(int number) {
  return retire(collector, fmt::format("R-{}", number)).unit(pack(number));
}

/// What a stream sends, event by event, as it comes.
class Listening {
 public:
  Listening(const Served& served, const Served::Asked& asked) : client_(served.port()) {
    REQUIRE(client_.send(Served::request_text(asked)));
  }
  /// The data of the next event of that name; comments and others are passed over.
  json next(const std::string& name) {
    for (;;) {
      const std::size_t at = bytes_.find("\n\n");
      if (at == std::string::npos) {
        if (!client_.has_answer(std::chrono::seconds(10)))
          FAIL("no event " << name << " came; there is: " << bytes_);
        bytes_ += client_.until("\n\n");
        continue;
      }
      const std::string event = bytes_.substr(0, at);
      bytes_.erase(0, at + 2);
      const std::size_t begin = event.find("event: " + name + "\n");
      if (begin == std::string::npos) continue;
      const std::size_t data = event.find("data: ");
      const std::size_t id = event.find("id: ");
      last_id = id == std::string::npos ? "" : event.substr(id + 4, event.find('\n', id) - id - 4);
      return json::parse(event.substr(data + 6));
    }
  }
  /// The next event or comment, whatever it is; "" when the other side closes.
  [[nodiscard]] std::string anything() const { return bytes_ + client_.until("\n\n"); }
  std::string last_id;

 private:
  Client client_;
  std::string bytes_;
};

}  // namespace

TEST_CASE("a stream tells of each new head and its entries", "[stream]") {
  Served served;
  const auto size = served.get("/v1/ledger").json().at("size").get<std::int64_t>();
  Listening heads(served, {.target = "/v1/stream"});
  Listening entries(served, {.target = "/v1/stream?entries=true"});
  CHECK(heads.next("head").at("size") == size);
  CHECK(entries.next("head").at("size") == size);
  REQUIRE(served.post("/v1/batches", served.batch({retirement(1), retirement(2)}).dump()).status ==
          201);
  const json head = heads.next("head");
  CHECK(head.at("size") == size + 2);
  CHECK(head.at("checkpoint") == served.get("/checkpoint").body);
  for (int i = 0; i < 2; ++i) {
    const json entry = entries.next("entry");
    CHECK(entry.at("entry").at("index") == size + i);
    CHECK(entries.last_id == std::to_string(size + i));
  }
  CHECK(entries.next("head").at("size") == size + 2);
  served.stop_and_check();
}

TEST_CASE("a stream goes on where the client says it was cut off", "[stream]") {
  Served served([](TempLedger& book) {
    std::vector<Said> many;
    for (int i = 1; i <= 200; ++i) many.push_back(retirement(i));
    REQUIRE(book.record(many));
  });
  const auto size = served.get("/v1/ledger").json().at("size").get<std::int64_t>();
  Listening again(served,
                  {.target = "/v1/stream?entries=true&from=0", .headers = {"Last-Event-ID: 2"}});
  for (std::int64_t index = 3; index < size; ++index)
    REQUIRE(again.next("entry").at("entry").at("index") == index);
  CHECK(again.next("head").at("size") == size);
  CHECK(served.ask({.target = "/v1/stream", .headers = {"Last-Event-ID: x"}}).status == 400);
  // The next entry may be waited for; who has seen it already followed another ledger.
  const auto after = [&](std::int64_t last) {
    return served.ask({.method = "HEAD",
                       .target = "/v1/stream",
                       .headers = {fmt::format("Last-Event-ID: {}", last)}});
  };
  CHECK(after(size - 1).status == 200);
  CHECK(after(size).status == 400);
  served.stop_and_check();
}

TEST_CASE("a stream shows entries to those who may read them", "[stream]") {
  Served served({}, true);
  const auto status = [&](const std::string& token) {
    return served.ask({.method = "HEAD", .target = "/v1/stream?entries=true", .token = token})
        .status;
  };
  CHECK(status("") == 401);
  CHECK(status(served.token("metrics")) == 403);
  CHECK(status(served.token("regulator")) == 200);
  CHECK(served.ask({.method = "HEAD", .target = "/v1/stream"}).status == 200);
  Listening own(served,
                {.target = "/v1/stream?entries=true&from=0", .token = served.token(recycler)});
  const json entry = own.next("entry");
  bool is_named = false;
  for (const json& link : entry.at("entry").at("trail"))
    is_named = is_named || link.at("id") == std::string(recycler);
  CHECK(is_named);
  own.next("head");
  served.stop_and_check();
}

TEST_CASE("a stream ends before it tells anything to a token that was taken back", "[stream]") {
  std::filesystem::path file;
  Served served({}, true, [&](api::ServiceOptions& options) { file = *options.tokens; });
  Listening stream(served,
                   {.target = "/v1/stream?entries=true", .token = served.token("regulator")});
  stream.next("head");
  api::change_tokens(file, [](std::vector<api::Token>& list) {
    for (api::Token& one : list)
      if (one.name == "regulator") one.revoked_s = 1;
  });
  REQUIRE(served.post("/v1/batches", served.batch({retirement(1)}).dump()).status == 201);
  CHECK(stream.anything().empty());
  served.stop_and_check();
}
