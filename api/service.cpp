#include "api/service.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <malloc.h>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "api/answer.hpp"
#include "api/core.hpp"
#include "api/gauges.hpp"
#include "api/guard/guarded_server.hpp"
#include "api/log.hpp"
#include "api/log_lines.hpp"
#include "api/routes/route.hpp"
#include "api/witness_rounds.hpp"

namespace api {
namespace {

using ledger::Ledger;

bool is_loopback(const std::string& address) {
  // A name that only begins like one could be anybody's.
  in_addr number{};
  return address == "localhost" || address == "::1" ||
         (address.starts_with("127.") && ::inet_pton(AF_INET, address.c_str(), &number) == 1);
}

/// Who may read, judged before anything is opened: a service that strangers reach has tokens.
AccessPolicy policy_of(const ServiceOptions& options) {
  const bool is_for_strangers = !is_loopback(options.address) || !options.proxies.empty();
  if (!options.tokens && is_for_strangers)
    throw ledger::Failure(fmt::format(
        "listening on {}{}: there is no token file, so everybody could read every entry; make "
        "tokens with `celltrail token` and name their file with --tokens, or listen on 127.0.0.1",
        options.address, options.proxies.empty() ? "" : " behind a proxy"));
  return {.open = !options.tokens, .public_tiles = options.public_tiles};
}

/// A stop waits no longer for whoever reads the log.
constexpr std::chrono::seconds log_is_read_within{2};

std::vector<std::string_view> operation_names() {
  std::vector<std::string_view> names;
  for (const Route& route : routes()) names.push_back(route.operation);
  return names;
}

/// Judged by the guard before a byte of the body is taken.
std::size_t body_bytes_max(std::string_view path) {
  const Found found = find_route("POST", path);
  return found.route == nullptr || found.wrong_method ? 0 : found.route->body_bytes_max;
}

/// What the guard refused by itself, or failed at, no route has told the log.
std::optional<std::string> line_of(const Exchange& exchange, std::int64_t now_ms) {
  if (!exchange.failure.empty()) return failure_line(now_ms, exchange.id, exchange.failure);
  if (exchange.refused_as.empty()) return std::nullopt;
  return request_line({.at_ms = now_ms,
                       .id = exchange.id,
                       .method = exchange.method,
                       .route = {},
                       .operation = {},
                       .path = {},
                       .refusal = exchange.refused_as,
                       .client = exchange.client,
                       .token = {},
                       .status = exchange.status,
                       .bytes_in = exchange.bytes_in,
                       .bytes_out = exchange.bytes_out,
                       .waited = exchange.waiting,
                       .worked = exchange.working});
}

}  // namespace

struct Service::Impl {
  Impl(const ServiceOptions& chosen, const ledger::Clock& time, const ledger::AskPassphrase& ask,
       Log told)
      : options(chosen),
        clock(time),
        log(std::move(told), clock),
        policy(policy_of(options)),
        tokens(options.tokens ? std::make_unique<Tokens>(*options.tokens)
                              : std::make_unique<Tokens>()),
        writer(options.read_only ? std::nullopt
                                 : std::optional(Ledger::open(options.ledger, Ledger::Access::write,
                                                              clock, ask))),
        readers(options.ledger, clock, options.readers),
        intake(writer
                   ? std::make_unique<ledger::Intake>(
                         *writer, ledger::IntakeLimits{.batches_max = options.waiting_batches_max})
                   : nullptr),
        metrics(operation_names()),
        heads(readers.lend()->info().size),
        health(options.ledger, clock, intake.get()),
        core{readers,          intake.get(), policy,
             *tokens,          metrics,      heads,
             health,           clock,        [this](const std::string& line) { log.say(line); },
             options.log_paths},
        server(server_options(), [this](const Request& request) { return answer(core, request); }) {
    if (writer && options.accept_clock_jump) writer->accept_clock_jump();
    heads.on_new([this] { server.wake(); });
    if (intake) intake->on_head([this](std::int64_t size) { heads.moved_to(size); });
    add_gauges(metrics, {.intake = intake.get(),
                         .health = &health,
                         .clock = &clock,
                         .guard = [this] { return guard_state(); },
                         .log_lines_dropped = [this] { return log.dropped(); }});
  }

  ServerOptions server_options() {
    ServerOptions made;
    made.address = options.address;
    made.port = options.port;
    made.hosts = options.hosts;
    made.proxies = options.proxies;
    made.limits.connections = options.connections_max;
    made.limits.connections_of_a_client = options.connections_of_a_client_max;
    made.limits.threads = options.threads;
    made.limits.waiting = options.waiting_batches_max;
    made.limits.times.feed_silence = options.stream_silence;
    made.body_bytes_max = body_bytes_max;
    made.allowed = allowed_methods;
    made.log = [this](const Exchange& exchange) { note(exchange); };
    return made;
  }

  void note(const Exchange& exchange) {
    if (const auto line = line_of(exchange, clock.now_ms())) log.say(*line);
    if (!exchange.refused_as.empty())
      metrics.answered("", exchange.status, exchange.refused_as,
                       exchange.waiting + exchange.working, exchange.bytes_out);
  }

  GuardState guard_state() const {
    const InHand held = server.in_hand();
    const auto number = [](std::size_t count) { return static_cast<std::int64_t>(count); };
    return {.connections = number(held.connections),
            .connections_max = number(options.connections_max),
            .requests_waiting = number(held.waiting),
            .readers_awaited = number(readers.waiting()),
            .bytes_held = number(held.body_bytes + held.answer_bytes),
            .feeds = number(held.feeds)};
  }

  const ServiceOptions options;
  const ledger::Clock& clock;
  LogLines log;
  const AccessPolicy policy;
  const std::unique_ptr<Tokens> tokens;
  std::optional<Ledger> writer;
  Readers readers;
  const std::unique_ptr<ledger::Intake> intake;
  Metrics metrics;
  Heads heads;
  Health health;
  Core core;
  GuardedServer server;  ///< last: its streams read through what stands above
};

void share_pools_of_memory() {
  // As many as threads can run at once, but for machines where that would be as bad as the default.
  constexpr unsigned fewest = 2, most = 8;
  ::mallopt(M_ARENA_MAX,
            static_cast<int>(std::clamp(std::thread::hardware_concurrency(), fewest, most)));
}

Service::Service(const ServiceOptions& options, const ledger::Clock& clock,
                 const ledger::AskPassphrase& ask, Log log)
    : impl_(std::make_unique<Impl>(options, clock, ask, std::move(log))) {}

Service::~Service() = default;

int Service::port() const {
  return impl_->server.port();
}

void Service::run() {
  Impl& impl = *impl_;
  std::optional<WitnessRounds> rounds;
  if (impl.intake)
    rounds.emplace(impl.core, impl.options.witness_every, impl.writer->has_witnesses());
  impl.log.say(event_line(impl.clock.now_ms(), "serving",
                          fmt::format("{} port {}", impl.options.address, port())));
  impl.server.run();
  rounds.reset();
  impl.log.say(
      event_line(impl.clock.now_ms(), "stopped", "every request that was whole is answered"));
  impl.log.finish(log_is_read_within);
}

void Service::stop() {
  impl_->server.stop();
}

}  // namespace api
