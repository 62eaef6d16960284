#include <algorithm>
#include <regex>
#include <sstream>

#include "api/routes/route.hpp"
#include "tests/e2e/process.hpp"
#include "tests/support/catch.hpp"

using namespace e2e;

namespace {

const std::string here = std::string(TESTS_DIR) + "/e2e/";

Ran python(const Workshop& workshop, const std::string& words) {
  return run(workshop, std::string("PYTHONDONTWRITEBYTECODE=1 ") + PYTHON_PROGRAM + " " + words);
}

/// The lines of an example that say something: no comments, one blank where there are more.
std::string said_in(const std::string& example) {
  std::istringstream in(read_file(fs::path(SOURCE_DIR) / "examples" / example));
  std::string text = "\n";
  for (std::string line; std::getline(in, line);) {
    line = std::regex_replace(line, std::regex("^ +|^ *#.*"), "");
    if (!line.empty()) text += std::regex_replace(line, std::regex(" +"), " ") + '\n';
  }
  return text;
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

bool has_program(const Workshop& workshop, const std::string& name) {
  return run(workshop, "command -v " + name).code == 0;
}

}  // namespace

TEST_CASE("the service begins, goes on and ends as its operator expects") {
  const Workshop workshop;
  const Ran ran = python(workshop, here + "serving.py");
  CAPTURE(ran.out, ran.err);
  CHECK(ran.code == 0);
}

TEST_CASE("the service behind nginx, as the example sets it up") {
  const Workshop workshop;
  const Ran ran =
      python(workshop, here + "behind_nginx.py " SOURCE_DIR
                              "/examples/nginx/celltrail.conf " SOURCE_DIR "/build/unpacked");
  if (ran.code == 77) {
    WARN("there is no nginx: the example of it was not tried (packages.txt, [proxy])");
    return;
  }
  CAPTURE(ran.out, ran.err);
  CHECK(ran.code == 0);
}

TEST_CASE("a server is told nothing until its certificate is one that is trusted, of its name") {
  const Workshop workshop;
  const Ran ran = python(workshop, here + "behind_tls.py");
  CAPTURE(ran.out, ran.err);
  CHECK(ran.code == 0);
}

TEST_CASE("the example for nginx has every line that guards the service") {
  const std::string text = said_in("nginx/celltrail.conf");
  for (const char* line :
       {"limit_req_zone $binary_remote_addr zone=celltrail_requests:10m rate=50r/s;",
        "limit_conn_zone $binary_remote_addr zone=celltrail_connections:10m;",
        "limit_req zone=celltrail_requests burst=100 nodelay;",
        "limit_req_status 429;",
        "limit_conn celltrail_connections 32;",
        "limit_conn_status 429;",
        "ssl_protocols TLSv1.2 TLSv1.3;",
        "return 301 https://ledger.example$request_uri;",
        "add_header Strict-Transport-Security \"max-age=31536000\" always;",
        "client_header_timeout 10s;",
        "client_body_timeout 10s;",
        "send_timeout 30s;",
        "keepalive_timeout 30s;",
        "proxy_connect_timeout 5s;",
        "proxy_read_timeout 60s;",
        "large_client_header_buffers 4 8k;",
        "underscores_in_headers off;",
        "max_ranges 0;",
        "proxy_http_version 1.1;",
        "proxy_set_header Connection close;",
        "proxy_set_header Host $host;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Request-Id $request_id;",
        "proxy_set_header Range \"\";",
        "proxy_set_header Expect \"\";",
        "proxy_request_buffering on;"}) {
    CAPTURE(line);
    CHECK(times(text, '\n' + std::string(line) + '\n') == 1);
  }
  // Written where requests are passed on, these would take the place of all those above.
  CHECK(times(text, "\nproxy_set_header ") == 7);
  CHECK(times(text, "\nadd_header ") == 1);
  CHECK_THAT(text, ContainsSubstring("location = /v1/stream {\nproxy_pass http://celltrail;\n"
                                     "proxy_buffering off;\nproxy_read_timeout 1h;\n}"));
  CHECK_THAT(text, ContainsSubstring("location = /metrics {\nreturn 404;\n}"));
  CHECK_THAT(text, ContainsSubstring("if ($celltrail_refuses_encoding) {\nreturn 415;\n}"));
}

TEST_CASE("the example for nginx lets through what the routes take, and no more") {
  std::size_t largest = 0;
  for (const api::Route& route : api::routes()) largest = std::max(largest, route.body_bytes_max);
  CHECK_THAT(
      said_in("nginx/celltrail.conf"),
      ContainsSubstring("\nclient_max_body_size " + std::to_string(largest >> 20U) + "m;\n"));
}

TEST_CASE("the example's unit shuts the service in, and starts it as it can be started") {
  const Workshop workshop;
  const std::string text = said_in("systemd/celltrail.service");
  for (const char* line : {"User=celltrail",
                           "StateDirectory=celltrail",
                           "StateDirectoryMode=0700",
                           "UMask=0077",
                           "ProtectSystem=strict",
                           "ReadWritePaths=/var/lib/celltrail",
                           "ProtectHome=yes",
                           "PrivateTmp=yes",
                           "PrivateDevices=yes",
                           "NoNewPrivileges=yes",
                           "CapabilityBoundingSet=",
                           "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
                           "MemoryDenyWriteExecute=yes",
                           "SystemCallFilter=@system-service",
                           "SystemCallFilter=~@privileged @resources",
                           "MemoryMax=2G",
                           "LimitNOFILE=16384",
                           "Restart=on-failure",
                           "KillSignal=SIGTERM",
                           "RestartPreventExitStatus=2 3 4 6 8"}) {
    CAPTURE(line);
    CHECK(times(text, '\n' + std::string(line) + '\n') == 1);
  }
  const std::string program = "\nExecStart=/usr/local/bin/celltrail ";
  const std::size_t at = text.find(program);
  REQUIRE(at != std::string::npos);
  std::istringstream words(
      text.substr(at + program.size(), text.find('\n', at + 1) - at - program.size()));
  const std::string help = run(workshop, "celltrail serve --help").out;
  std::string word;
  words >> word;
  CHECK(word == "serve");
  while (words >> word) {
    CAPTURE(word);
    if (word.starts_with("--")) CHECK_THAT(help, ContainsSubstring(word + ' '));
  }
}

TEST_CASE("systemd takes the unit of the example") {
  const Workshop workshop;
  if (!has_program(workshop, "systemd-analyze")) {
    WARN("systemd-analyze is not installed: the example's unit was not tried");
    return;
  }
  // Where the program is not installed, another stands for it.
  const Ran ran = run(workshop, "sed s,/usr/local/bin/celltrail,/bin/true, " SOURCE_DIR
                                "/examples/systemd/celltrail.service > celltrail.service && "
                                "systemd-analyze verify ./celltrail.service");
  CAPTURE(ran.out, ran.err);
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
  // Of 0 to 10, in tenths.
  const Ran exposure = run(workshop,
                           "systemd-analyze security --offline=true --threshold=15 "
                           "./celltrail.service");
  CAPTURE(exposure.out, exposure.err);
  CHECK(exposure.code == 0);
}
