#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/guard/guarded_server.hpp"
#include "tests/bench/http/baselines.hpp"
#include "tests/bench/http/load.hpp"
#include "tests/bench/http/served_ledger.hpp"
#include "tests/bench/measure.hpp"
#include "tests/service/service_process.hpp"

/// Measures the service beside what limits it, in one run on this machine (docs/performance.md).
namespace bench {
namespace {

namespace fs = std::filesystem;

const ledger::SystemClock the_clock;

struct Options {
  std::string directory;
  // Together a thousand's multiple, so that later batches are of one company.
  std::int64_t alone = 1000, crowd = 8000;
  std::int64_t recorded = 100'000, reads = 20'000;
  bool quick = false;
};

/// The same server with a fixed answer: HTTP, threads and guard, and no ledger.
class BareServer {
 public:
  BareServer() {
    int ends[2];
    if (::pipe(ends) != 0) throw ledger::Failure("no pipe");
    child_ = ::fork();
    if (child_ == 0) {
      api::ServerOptions options;
      options.body_bytes_max = [](auto) { return std::size_t{1} << 25U; };
      api::GuardedServer server(std::move(options), [](const api::Request&) {
        api::Response response;
        response.content_type = "application/json";
        response.body = std::string(1000, ' ');
        return response;
      });
      const int port = server.port();
      if (::write(ends[1], &port, sizeof port) == sizeof port) server.run();
      ::_exit(0);
    }
    ::close(ends[1]);
    if (::read(ends[0], &port_, sizeof port_) != sizeof port_)
      throw ledger::Failure("the bare server did not come up");
    ::close(ends[0]);
  }
  BareServer(const BareServer&) = delete;
  BareServer& operator=(const BareServer&) = delete;
  ~BareServer() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
  [[nodiscard]] int port() const { return port_; }

 private:
  pid_t child_ = -1;
  int port_ = 0;
};

double cpu_s_of(pid_t process) {
  std::ifstream in("/proc/" + std::to_string(process) + "/stat");
  const std::string all((std::istreambuf_iterator<char>(in)), {});
  std::istringstream rest(all.substr(all.rfind(')') + 2));
  std::string field;
  double ticks = 0;
  for (int i = 0; i < 13 && rest >> field; ++i)
    if (i >= 11) ticks += std::stod(field);
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

class Course {
 public:
  explicit Course(const Options& options)
      : options_(options),
        ledger_(options.directory, options.recorded, options.alone + options.crowd + 50'000) {}

  void run() {
    const double bare = bare_commits(fs::path(options_.directory) / "bare", ledger_.row(), 2);
    std::cout << fmt::format(
        "| what | clients | requests/s | p50 ms | p90 ms | p99 ms | server CPU µs | beside it |\n"
        "|---|---|---|---|---|---|---|---|\n"
        "| bare commit loop with head file | 1 | {:.0f} | | | | | |\n",
        bare);
    writes(bare);
    reads();
  }

 private:
  void writes(double bare) {
    struct Row {
      std::string what;
      std::size_t events;
      std::int64_t batches;
      int clients;
    };
    const std::vector<Row> rows{{"append, 1 event", 1, options_.alone, 1},
                                {"append, 1 event", 1, options_.crowd, 32},
                                {"append, 100 events", 100, 200, 4},
                                {"append, 1,000 events", 1000, 30, 2}};
    // Before the bodies: what is in memory when a process begins would count as its own.
    const service::ServiceProcess process(service::options_for(ledger_.book()), the_clock);
    const BareServer empty;
    std::vector<std::vector<std::string>> bodies;
    for (const Row& row : rows) bodies.push_back(ledger_.bodies(row.batches, row.events));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto bare_load = measured(empty.port(), "POST", bodies[i], rows[i].clients);
      const double cpu = cpu_s_of(process.number());
      const auto load = measured(process.port(), "POST", bodies[i], rows[i].clients);
      tell(rows[i].what, rows[i].clients, load, cpu_s_of(process.number()) - cpu,
           rows[i].events == 1
               ? fmt::format("{:.0f} % of bare commits; no ledger: {:.0f}/s",
                             100 * load.rate() / bare, bare_load.rate())
               : fmt::format("{:.0f} events/s; no ledger: {:.0f} requests/s",
                             load.rate() * static_cast<double>(rows[i].events), bare_load.rate()));
    }
    std::cout << fmt::format("\nmost memory while writing: {} MiB\n\n",
                             process.peak_bytes() / 1024 / 1024);
  }

  void reads() {
    const service::ServiceProcess process(service::options_for(ledger_.book()), the_clock);
    const BareServer empty;
    std::mt19937_64 random(1);
    const auto drawn = [&](const std::vector<std::string>& from) {
      return from[random() % from.size()];
    };
    const std::vector<std::pair<std::string, std::function<std::string()>>> rows{
        {"trail of a unit", [&] { return "/v1/units/" + drawn(ledger_.codes()) + "/trail"; }},
        {"an entry with its path",
         [&] {
           return fmt::format("/v1/entries/{}",
                              random() % static_cast<std::uint64_t>(options_.recorded));
         }},
        {"annual report, JSON", [] { return std::string("/v1/reports/2024?format=json"); }},
        {"a full tile", [&] {
           return fmt::format("/tile/0/{:03}",
                              random() % static_cast<std::uint64_t>(options_.recorded / 256));
         }}};
    for (const auto& [what, target] : rows)
      for (const int clients : {1, 32}) {
        std::vector<std::string> targets;
        const std::int64_t count = clients == 1 ? options_.reads / 10 : options_.reads;
        for (std::int64_t i = 0; i < count; ++i) targets.push_back(target());
        const auto bare_load = measured(empty.port(), "GET", targets, clients);
        const double cpu = cpu_s_of(process.number());
        const auto load = measured(process.port(), "GET", targets, clients);
        tell(what, clients, load, cpu_s_of(process.number()) - cpu,
             fmt::format("no ledger: {:.0f}/s", bare_load.rate()));
      }
    std::cout << fmt::format("\nmost memory while reading: {} MiB\n",
                             process.peak_bytes() / 1024 / 1024);
  }

  /// Of POSTs the bodies, of GETs the targets.
  static Load measured(int port, const std::string& method, const std::vector<std::string>& what,
                       int clients) {
    std::vector<std::string> requests;
    for (const std::string& one : what)
      requests.push_back(method == "POST" ? request_text(port, method, "/v1/batches", one)
                                          : request_text(port, method, one));
    return send_all(port, requests, clients);
  }

  static void tell(const std::string& what, int clients, const Load& load, double cpu_s,
                   const std::string& beside) {
    ledger::require(!load.latency_s.empty(), "some request is answered");
    const auto at = [&](int permille) { return quantile(load.latency_s, permille) * 1e3; };
    std::cout << fmt::format(
        "| {} | {} | {:.0f} | {:.2f} | {:.2f} | {:.2f} | {:.0f} | {}{} |\n", what, clients,
        load.rate(), at(500), at(900), at(990),
        cpu_s * 1e6 / static_cast<double>(load.latency_s.size()), beside,
        load.refused + load.broken == 0
            ? ""
            : fmt::format("; {} refused, {} broken", load.refused, load.broken));
    std::cout.flush();
  }

  Options options_;
  ServedLedger ledger_;
};

int main(int argc, char** argv) {
  Options options;
  options.directory = (fs::temp_directory_path() / "celltrail-http-bench").string();
  CLI::App app("Measures the HTTP service beside what limits it, in one run on this machine.");
  app.add_option("--dir", options.directory, "an absent folder on the disk to be measured");
  app.add_option("--recorded", options.recorded, "entries before the first request");
  app.add_flag("--quick", options.quick, "a few seconds");
  CLI11_PARSE(app, argc, argv);
  if (options.quick) {
    options.recorded = 20'000;
    options.alone = 200;
    options.crowd = 800;
    options.reads = 2000;
  }
  if (fs::exists(options.directory)) {
    std::cerr << options.directory << " exists; name an absent folder with --dir\n";
    return 2;
  }
  fs::create_directories(options.directory);
  int code = 0;
  try {
    Course(options).run();
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    code = 1;
  }
  fs::remove_all(options.directory);
  return code;
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  return bench::main(argc, argv);
}
