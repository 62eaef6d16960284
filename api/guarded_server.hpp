#pragma once

#include <chrono>
#include <httplib.h>
#include <string>

#include "api/http_request.hpp"

namespace api {

/// The HTTP library's server behind a guard: the head of a request and exactly its body are read
/// here, bounded in bytes and time, and the library gets them from memory. One request a
/// connection. Routes are the library's.
class GuardedServer final : public httplib::Server {
 public:
  explicit GuardedServer(const RequestLimits& limits, std::size_t threads);

  static constexpr std::chrono::seconds head_time{10}, request_time{20};

 private:
  bool process_and_close_socket(socket_t sock) override;
  RequestLimits limits_;
};

}  // namespace api
