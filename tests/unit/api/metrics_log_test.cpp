#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

#include "api/log.hpp"
#include "api/log_lines.hpp"
#include "api/metrics.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/echo.hpp"
#include "tests/unit/api/served.hpp"

using namespace made_up;
using api::Metrics;
using api::MetricsText;
using nlohmann::json;
using namespace std::string_literals;
using namespace std::chrono_literals;
using Catch::Matchers::EndsWith;

namespace {

constexpr std::string_view operations[]{"get_unit", "record_batch"};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The samples by their whole name, after demanding that the text is Prometheus' format 0.0.4.
std::map<std::string, std::string> samples_in(const std::string& text,
                                              std::set<std::string>* families = nullptr) {
  static const std::regex sample_form(
      R"re(([a-z_]+)(\{([a-z]+="([^"\\]|\\[n"\\])*",?)+\})? (-?[0-9]+(\.[0-9]+)?))re");
  std::map<std::string, std::string> samples;
  std::set<std::string> seen;
  std::string family;
  for (const std::string& line : lines_of(text)) {
    CAPTURE(line);
    if (line.starts_with("# HELP ")) {
      family = line.substr(7, line.find(' ', 7) - 7);
      CHECK(seen.insert(family).second);
      continue;
    }
    if (line.starts_with("# TYPE ")) {
      CHECK(line.substr(7, family.size() + 1) == family + " ");
      continue;
    }
    std::smatch found;
    REQUIRE(std::regex_match(line, found, sample_form));
    CHECK(found[1].str().starts_with(family));
    CHECK(samples.emplace(found[1].str() + found[2].str(), found[5].str()).second);
  }
  CHECK(text.ends_with('\n'));
  if (families != nullptr) *families = seen;
  return samples;
}

std::string file(const std::string& path) {
  std::ostringstream read;
  read << std::ifstream(path, std::ios::binary).rdbuf();
  return read.str();
}

using std::chrono::microseconds;

}  // namespace

TEST_CASE("requests are counted by operation, status and refusal", "[metrics]") {
  Metrics metrics(operations);
  metrics.answered("get_unit", 200, "", microseconds(400), 100);
  metrics.answered("get_unit", 404, "not_found", microseconds(3'000'000), 50);
  metrics.answered("get_unit", 404, "not_found", microseconds(-5), 0);
  metrics.answered("whatever a stranger asks", 404, "not_found", microseconds(1), 7);
  auto samples = samples_in(metrics.text());
  const std::string of = "celltrail_requests_total{operation=";
  CHECK(samples[of + R"("get_unit",status="200",refusal=""})"] == "1");
  CHECK(samples[of + R"("get_unit",status="404",refusal="not_found"})"] == "2");
  CHECK(samples[of + R"("none",status="404",refusal="not_found"})"] == "1");
  CHECK(metrics.text().find("stranger") == std::string::npos);
  CHECK(metrics.text().find("record_batch") == std::string::npos);
  const std::string took = R"(celltrail_request_seconds_bucket{operation="get_unit",le=)";
  CHECK(samples[took + R"("0.0005"})"] == "2");
  CHECK(samples[took + R"("2.5"})"] == "2");
  CHECK(samples[took + R"("+Inf"})"] == "3");
  CHECK(samples[R"(celltrail_request_seconds_sum{operation="get_unit"})"] == "3.0004");
  CHECK(samples[R"(celltrail_request_seconds_count{operation="get_unit"})"] == "3");
  CHECK(samples[R"(celltrail_answer_bytes_total{operation="get_unit"})"] == "150");
}

TEST_CASE("what many threads count is counted once each", "[metrics]") {
  Metrics metrics(operations);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i)
        metrics.answered(operations[i % 2], 200, "", microseconds(i), 1);
    });
  for (int i = 0; i < 5; ++i) static_cast<void>(samples_in(metrics.text()));
  for (std::thread& thread : threads) thread.join();
  auto samples = samples_in(metrics.text());
  for (const std::string_view operation : operations)
    CHECK(samples["celltrail_requests_total{operation=\"" + std::string(operation) +
                  "\",status=\"200\",refusal=\"\"}"] == "2000");
}

TEST_CASE("a histogram's buckets add up and its labels are escaped", "[metrics]") {
  MetricsText text;
  text.family("celltrail_made_up", "histogram", "Made up.");
  const std::int64_t bounds[]{1'000, 1'000'000}, counts[]{2, 0, 3};
  text.histogram({{"label", "a\"b\\c\nd"}}, bounds, counts, 12'345'678, true);
  auto samples = samples_in(text.text());
  const std::string label = R"(label="a\"b\\c\nd")";
  CHECK(samples["celltrail_made_up_bucket{" + label + R"(,le="0.001"})"] == "2");
  CHECK(samples["celltrail_made_up_bucket{" + label + R"(,le="1"})"] == "2");
  CHECK(samples["celltrail_made_up_bucket{" + label + R"(,le="+Inf"})"] == "5");
  CHECK(samples["celltrail_made_up_sum{" + label + "}"] == "12.345678");
  CHECK(samples["celltrail_made_up_count{" + label + "}"] == "5");
}

TEST_CASE("the service shows every metric that the manual lists, and no other", "[metrics]") {
  Served served({}, true);
  CHECK(served.post("/v1/batches", served.batch({retire(collector, "R-1")}).dump()).status == 201);
  CHECK(served.get("/metrics").status == 401);
  const Reply reply = served.get("/metrics", served.token("metrics"));
  REQUIRE(reply.status == 200);
  CHECK(reply.header("content-type") == "text/plain; version=0.0.4; charset=utf-8");
  std::set<std::string> shown, listed;
  auto samples = samples_in(reply.body, &shown);
  CHECK(samples[R"(celltrail_batches_total{outcome="recorded"})"] == "1");
  CHECK(samples["celltrail_commit_seconds_count"] == "1");
  CHECK(std::stoi(samples["celltrail_head_size"]) > 1);
  CHECK(std::stoi(samples["celltrail_connections"]) >= 1);
  static const std::regex row(R"(\| `(celltrail_[a-z_]+)`)");
  const std::string manual = file(SOURCE_DIR "/docs/operating.md");
  for (std::sregex_iterator at(manual.begin(), manual.end(), row), end; at != end; ++at)
    listed.insert((*at)[1]);
  // Shown only once witnesses were asked.
  for (const std::string name :
       {"celltrail_witnesses", "celltrail_witnessed_size", "celltrail_witness_quorum"})
    CHECK(listed.erase(name) == 1);
  CHECK(shown == listed);
  served.stop_and_check();
}

TEST_CASE("a line of the log is one JSON object whatever was asked", "[log]") {
  const std::string nasty = "a\nb\r\x1b[31m\x7f\"\\\xff\xe2\x80\xae\0c"s;
  const std::string line = api::request_line({.at_ms = 1'709'602'200'123,
                                              .id = "1f",
                                              .method = nasty,
                                              .route = "/v1/units/{code}",
                                              .operation = "get_unit",
                                              .path = nasty,
                                              .refusal = "",
                                              .client = nasty,
                                              .token = "plant-7",
                                              .status = 200,
                                              .bytes_in = 1,
                                              .bytes_out = 2,
                                              .waited = microseconds(40),
                                              .worked = microseconds(1500)});
  for (const char c : line) CHECK((c >= ' ' && c < '\x7f'));
  const json read = json::parse(line);
  CHECK(read.at("time") == "2024-03-05T01:30:00.123Z");
  CHECK(read.at("event") == "request");
  CHECK(read.at("us") == 1500);
  CHECK(read.at("waited_us") == 40);
  CHECK(read.at("token") == "plant-7");
  CHECK_FALSE(read.contains("refusal"));
  CHECK(json::parse(api::failure_line(-1, "1f", nasty)).at("time") == "1969-12-31T23:59:59.999Z");
  CHECK(json::parse(api::event_line(0, "serving", nasty)).at("event") == "serving");
}

TEST_CASE("a line of the log is short enough for a pipe to take it whole", "[log]") {
  const std::string nasty(20'000, '\x01');
  const std::string id(64, 'f'), name(31, 'n'), address(45, ':');
  CHECK(api::request_line({.at_ms = 0,
                           .id = id,
                           .method = nasty,
                           .route = "/v1/lots/{operator}/{no}/trail",
                           .operation = "get_operator_trail",
                           .path = nasty,
                           .refusal = "initially_fixed_size_x",
                           .client = address,
                           .token = name,
                           .status = 400,
                           .bytes_in = 1'000'000'000,
                           .bytes_out = 1'000'000'000,
                           .waited = microseconds(1'000'000'000'000),
                           .worked = microseconds(1'000'000'000'000)})
            .size() <= 4000);
  CHECK(api::failure_line(0, id, nasty).size() <= 4000);
  CHECK(api::event_line(0, "witnesses_failed", nasty).size() <= 4000);
}

TEST_CASE("who says something to the log never waits for its reader", "[log]") {
  const ledger::SystemClock clock;
  std::vector<std::string> read;
  bool reads = true;
  api::LogLines lines(
      [&](const std::string& line) {
        if (reads) read.push_back(line);
        return reads;
      },
      clock, 10);
  const auto said = [&](const std::string& line) {
    lines.say(line);
    return std::exchange(read, {});
  };
  CHECK(said("one") == std::vector<std::string>{"one"});
  reads = false;
  for (const std::string line : {"two", "three", "four", "a"}) CHECK(said(line).empty());
  // Ten bytes are kept: "two" and "three". There would be room for "a", but it came after the gap.
  CHECK(lines.dropped() == 2);
  lines.finish(std::chrono::milliseconds(0));
  CHECK(read.empty());
  reads = true;
  const auto told = said("five");
  REQUIRE(told.size() == 4);
  CHECK(told[0] + told[1] == "twothree");
  CHECK(json::parse(told[2]).at("event") == "log_lines_dropped");
  CHECK_THAT(told[2], ContainsSubstring(R"("detail":"2: )"));
  CHECK(told[3] == "five");
  CHECK(said("six") == std::vector<std::string>{"six"});

  reads = false;
  CHECK(said("seven").empty());
  reads = true;
  lines.finish(std::chrono::seconds(1));
  CHECK(read == std::vector<std::string>{"seven"});
}

TEST_CASE("a request knows how long it waited for a thread", "[guard]") {
  api::ServerOptions narrow = Echo::options();
  narrow.limits.threads = 1;
  Echo echo(narrow);
  const Client first = echo.connect(), second = echo.connect();
  first.send(made_up::post("", "/slow"));
  echo.wait_until_at_work(1);
  second.send(post("waits"));
  while (echo.server.in_hand().waiting == 0) std::this_thread::yield();
  const auto seen = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() < seen + 2ms) std::this_thread::yield();
  echo.free();
  CHECK_THAT(second.rest(), EndsWith("waits"));
  const std::lock_guard lock(echo.guard);
  CHECK(echo.waited >= 2ms);
}

TEST_CASE("the log has neither tokens nor codes", "[log]") {
  Served served([](TempLedger& book) { book.accept(retire(collector, "R-1")); }, true);
  const std::string token = served.token("regulator");
  CHECK(served.get("/v1/units/" + pack(1), token).status == 200);
  CHECK(served.get("/v1/entries?about=" + pack(1), token).status == 200);
  CHECK(served.get("/v1/entries?token=" + token).status >= 400);
  CHECK(served.get("/" + token).status == 404);
  CHECK(served.get("/v1/units/" + pack(1), token + "x").status == 401);
  CHECK(served.ask({.target = "/v1/units/" + pack(1), .headers = {"Cookie: " + token}}).status ==
        401);
  const std::string log = served.log();
  CHECK(log.find(token) == std::string::npos);
  CHECK(log.find("ct_") == std::string::npos);
  CHECK(log.find(pack(1)) == std::string::npos);
  int requests = 0;
  for (const std::string& line : lines_of(log)) {
    const json read = json::parse(line);
    if (read.at("event") != "request") continue;
    ++requests;
    CHECK_FALSE(read.at("id").get<std::string>().empty());
    CHECK(read.at("us") >= 0);
    CHECK(read.at("waited_us") >= 0);
  }
  CHECK(requests == 6);
  CHECK_THAT(log, ContainsSubstring(R"("route":"/v1/units/{code}")") &&
                      ContainsSubstring(R"("token":"regulator")"));
}

TEST_CASE("the log has paths when that is asked for, and still no query", "[log]") {
  Served served({}, false, [](api::ServiceOptions& options) { options.log_paths = true; });
  CHECK(served.get("/v1/units/" + pack(1) + "?x=secret").status >= 400);
  CHECK_THAT(served.log(), ContainsSubstring("\"path\":\"/v1/units/" + pack(1) + "\""));
  CHECK(served.get("/v1/units/" + ledger::new_token().text).status == 404);
  CHECK(served.log().find("ct_") == std::string::npos);
  CHECK(served.log().find("secret") == std::string::npos);
}
