#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cli/command.hpp"

/// What every command shares that answers on a port until somebody ends it.
namespace cli {

struct Place {
  std::string address;
  int port = -1;

  [[nodiscard]] bool is_loopback() const;
  /// "http://127.0.0.1:8787", with the port that it came to be.
  [[nodiscard]] std::string url(int bound) const;
};

/// Takes ADDRESS:PORT apart, an IPv6 address in brackets. Nothing when it is anything else.
[[nodiscard]] std::optional<Place> read_place(const std::string& listen);

/// A warning where others than this machine can connect.
void warn_of_strangers(const Context& context, const Place& place);

/// Runs `run` in a thread until it returns; after an interrupt or a termination `stop` is called
/// once, and `run` finishes what it answers. What `run` throws is thrown here.
void run_until_interrupted(const Context& context, const std::function<void()>& run,
                           const std::function<void()>& stop);

}  // namespace cli
