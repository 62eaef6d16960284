#include <array>
#include <cstdio>
#include <fstream>

#include <fmt/format.h>

#include "tests/fault/small_ledger.hpp"
#include "tests/service/asking.hpp"
#include "tests/service/service_process.hpp"
#include "tests/support/catch.hpp"

using namespace service;
using ledger::Ledger;

namespace {

constexpr std::size_t mebibyte = 1 << 20;

/// What it writes to its output; nothing when it ends badly.
std::optional<std::string> curl(const std::string& arguments) {
  FILE* running =
      ::popen(("curl --silent --show-error --max-time 30 " + arguments + " 2>&1").c_str(), "r");
  REQUIRE(running != nullptr);
  std::string said;
  std::array<char, 4096> block{};
  for (std::size_t got = 0; (got = std::fread(block.data(), 1, block.size(), running)) > 0;)
    said.append(block.data(), got);
  CAPTURE(said);
  return ::pclose(running) == 0 ? std::optional(said) : std::nullopt;
}

/// A batch whose body is that large; blanks between values mean nothing.
std::string large_body(const fault::fs::path& book, std::size_t bytes) {
  const Ledger ledger = Ledger::open(book, Ledger::Access::read, fault::still_clock);
  const auto signer = ledger::read_key_file(fault::collector_key(), std::nullopt);
  std::string body = batch_body(fault::retirements(ledger, signer, 0, 5));
  body.insert(1, std::string(bytes - body.size(), ' '));
  return body;
}

}  // namespace

TEST_CASE("curl sends a large batch as the documentation says, and asks before a larger one",
          "[service]") {
  if (!curl("--version")) {
    WARN("skipped: there is no curl (packages.txt)");
    return;
  }
  const tests::TempFolder folder;
  const auto book = folder / "book", file = folder / "batch.json";
  fault::copy_ledger(fault::small_ledger(), book);
  ServiceProcess process(options_for(book), fault::still_clock);
  REQUIRE(process.port() > 0);
  const std::string url = fmt::format("http://127.0.0.1:{}", process.port());
  const auto sent = [&](const std::string& body) {
    std::ofstream(file, std::ios::binary) << body;
    return curl(
        fmt::format("--output {} --write-out '%{{http_code}} %{{size_upload}}' "
                    "--header 'Content-Type: application/json' --data-binary @{} "
                    "{}/v1/batches",
                    (folder / "answer").string(), file.string(), url));
  };
  CHECK(sent(large_body(book, 2 * mebibyte)) == fmt::format("201 {}", 2 * mebibyte));
  // It was refused at its head: nothing of it was sent.
  CHECK(sent(std::string(40 * mebibyte, ' ')) == "413 0");
  const auto head = curl("--head " + url + "/v1/stream");
  REQUIRE(head);
  CHECK_THAT(*head, ContainsSubstring("200 OK") && ContainsSubstring("Date: ") &&
                        !ContainsSubstring("Content-Length"));
  CHECK(process.stop());
  CHECK_FALSE(fault::damage_in(book));
}
