#include "tests/unit/api/served.hpp"

#include <cctype>

#include <fmt/format.h>

#include "api/access/token_file.hpp"
#include "ledger/verify.hpp"
#include "tests/support/catch.hpp"

namespace made_up {

using nlohmann::json;

nlohmann::json Reply::json() const {
  auto read = nlohmann::json::parse(body, nullptr, false);
  if (read.is_discarded()) FAIL("no JSON: " << body);
  return read;
}

std::string Reply::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

Reply read_reply(const std::string& bytes) {
  const std::size_t head_end = bytes.find("\r\n\r\n");
  CAPTURE(bytes.substr(0, 200));
  REQUIRE(bytes.starts_with("HTTP/1.1 "));
  REQUIRE(head_end != std::string::npos);
  Reply reply;
  reply.status = std::stoi(bytes.substr(9, 3));
  reply.body = bytes.substr(head_end + 4);
  std::size_t at = bytes.find("\r\n") + 2;
  while (at < head_end) {
    const std::size_t end = bytes.find("\r\n", at);
    const std::string line = bytes.substr(at, end - at);
    const std::size_t colon = line.find(": ");
    REQUIRE(colon != std::string::npos);
    std::string name = line.substr(0, colon);
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    reply.headers[name] = line.substr(colon + 2);
    at = end + 2;
  }
  return reply;
}

void Served::write_tokens(const std::filesystem::path& file) {
  const std::int64_t now_s = temp.clock.now_ms() / 1000;
  const auto add = [&](std::vector<api::Token>& list, const std::string& name,
                       api::Caller::Kind kind, const std::string& company) {
    const ledger::NewToken made = ledger::new_token();
    tokens_[company.empty() ? name : company] = made.text;
    list.push_back({name, kind, company, made.hash, now_s, now_s + 86'400, 0});
  };
  api::change_tokens(file, [&](std::vector<api::Token>& list) {
    using Kind = api::Caller::Kind;
    add(list, "regulator", Kind::regulator, "");
    add(list, "metrics", Kind::metrics, "");
    add(list, "expired", Kind::regulator, "");
    list.back().expires_s = now_s;
    add(list, "revoked", Kind::regulator, "");
    list.back().revoked_s = now_s;
    for (const std::string_view company : {collector, recycler, repurposer})
      add(list, "of-" + std::string(company), Kind::operator_, std::string(company));
  });
}

Served::Served(const std::function<void(TempLedger&)>& fill, bool has_tokens,
               const std::function<void(api::ServiceOptions&)>& change) {
  if (fill) fill(temp);
  // Closed, so that the service may write it.
  { const ledger::Ledger closed = std::move(temp.ledger()); }
  api::ServiceOptions options;
  options.ledger = temp.directory();
  options.port = 0;
  options.threads = 4;
  options.readers = 2;
  if (has_tokens) {
    options.tokens = folder_.path() / "tokens";
    write_tokens(*options.tokens);
  }
  if (change) change(options);
  service_ = std::make_unique<api::Service>(options, temp.clock, ledger::AskPassphrase{},
                                            [this](const std::string& line) {
                                              const std::lock_guard lock(logging_);
                                              log_ += line + '\n';
                                              return true;
                                            });
  running_ = std::thread([this] { service_->run(); });
}

Served::~Served() {
  stop();
}

void Served::stop() {
  if (!service_) return;
  service_->stop();
  running_.join();
  service_.reset();
}

void Served::stop_and_check() {
  stop();
  temp.reopen();
  temp.check();
}

std::string Served::log() const {
  const std::lock_guard lock(logging_);
  return log_;
}

const std::string& Served::token(std::string_view whose) const {
  const auto found = tokens_.find(whose);
  REQUIRE(found != tokens_.end());
  return found->second;
}

std::string Served::request_text(const Asked& asked) {
  std::string head = asked.method + ' ' + asked.target + " HTTP/1.1\r\nHost: localhost\r\n";
  if (!asked.token.empty()) head += "Authorization: Bearer " + asked.token + "\r\n";
  if (asked.method == "POST")
    head +=
        fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", asked.body.size());
  for (const std::string& header : asked.headers) head += header + "\r\n";
  return head + "\r\n" + asked.body;
}

Reply Served::ask(const Asked& asked) const {
  const Client client(port());
  REQUIRE(client.send(request_text(asked)));
  return read_reply(client.rest());
}

nlohmann::json Served::batch(const std::vector<Said>& events) const {
  const nlohmann::json info = get("/v1/ledger").json();
  std::vector<ledger::Event> read;
  nlohmann::json sent = nlohmann::json::array();
  for (const Said& said : events) {
    auto event = ledger::read_event(said.json());
    REQUIRE(event);
    sent.push_back(nlohmann::json::parse(said.json()));
    read.push_back(std::move(*event));
  }
  const ledger::After after{
      info.at("after").at("index").get<std::int64_t>(),
      ledger::read_identity(info.at("after").at("hash").get<std::string>()).value()};
  const ledger::SignedBatch made =
      ledger::sign_batch(TempLedger::origin, std::move(read), after,
                         key_named(events.front().operator_id() + "/desk"));
  return {{"head", made.head}, {"events", std::move(sent)}};
}

std::vector<nlohmann::json> Served::all(const std::string& target, const std::string& token) const {
  std::vector<nlohmann::json> items;
  std::string next = target;
  for (int pages = 0; !next.empty(); ++pages) {
    REQUIRE(pages < 1000);
    const Reply reply = get(next, token);
    CAPTURE(next, reply.body);
    REQUIRE(reply.status == 200);
    const nlohmann::json page = reply.json();
    for (const auto& item : page.at("items")) items.push_back(item);
    next = page.value("next", "");
    CHECK(reply.header("link") == (next.empty() ? "" : "<" + next + ">; rel=\"next\""));
  }
  return items;
}

}  // namespace made_up
