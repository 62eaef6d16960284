#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "api/client/remote_ledger.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/api/scripted_server.hpp"
#include "tests/unit/api/served.hpp"

namespace made_up {

/// Waits for nobody, and remembers how long it would have.
struct Waits {
  [[nodiscard]] api::client::Patience patience(
      std::chrono::milliseconds retry_for = std::chrono::milliseconds(60'000)) {
    return {retry_for,
            [this](std::chrono::milliseconds time) {
              waits.push_back(time);
              return true;
            },
            [this] { return seed = seed * 1'103'515'245 + 12'345; }};
  }
  [[nodiscard]] std::chrono::milliseconds sum() const {
    std::chrono::milliseconds all{0};
    for (const std::chrono::milliseconds wait : waits) all += wait;
    return all;
  }

  std::vector<std::chrono::milliseconds> waits;
  std::uint32_t seed = 1;
};

inline api::client::HttpClient client_of(const ScriptedServer& server, std::string token = {}) {
  return api::client::HttpClient(*api::client::read_url(server.url()), std::move(token));
}

inline api::client::HttpClient client_of(const Served& served, std::string token = {}) {
  return api::client::HttpClient(
      *api::client::read_url("http://127.0.0.1:" + std::to_string(served.port())),
      std::move(token));
}

/// Passes a request on to the service, as a proxy does.
inline ScriptedServer::Line passes_on(const Served& served) {
  return [&served](const std::string& request) {
    const Client there(served.port());
    REQUIRE(there.send(request));
    return there.rest();
  };
}

}  // namespace made_up
