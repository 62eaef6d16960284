#pragma once

#include <optional>
#include <string>

#include "api/guard/client_address.hpp"

namespace api {

/// A descriptor that is closed with its owner.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

/// A connection that was taken, and whose it is.
struct Accepted {
  Descriptor socket;  ///< does not block; sends at once
  ClientAddress client;
};

/// A port that is listened on. Does not block.
class Listener {
 public:
  /// Port 0 takes any that is free. Throws Failure, also when another server has the port.
  Listener(const std::string& address, int port);

  [[nodiscard]] int descriptor() const { return socket_.number(); }
  [[nodiscard]] int port() const { return port_; }
  /// Nothing when nobody waits, or the one who did has gone. Throws std::system_error when the
  /// machine has no room for one more.
  [[nodiscard]] std::optional<Accepted> accept();
  /// Whoever still waits is turned away.
  void close() { socket_ = Descriptor(); }

 private:
  Descriptor socket_;
  int port_ = 0;
};

}  // namespace api
