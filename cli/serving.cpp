#include "cli/serving.hpp"

#include <atomic>
#include <charconv>
#include <chrono>
#include <exception>
#include <ostream>
#include <thread>

#include "cli/problem.hpp"
#include "cli/text.hpp"

namespace cli {

bool Place::is_loopback() const {
  // A name may begin with anything.
  const bool is_number = address.find_first_not_of("0123456789.") == std::string::npos;
  return (is_number && address.starts_with("127.")) || address == "::1" || address == "localhost";
}

std::string Place::url(int bound) const {
  const bool is_bracketed = address.find(':') != std::string::npos;
  return "http://" + (is_bracketed ? "[" + address + "]" : address) + ":" + std::to_string(bound);
}

std::optional<Place> read_place(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  Place place;
  if (colon != std::string::npos) {
    place.address = listen.substr(0, colon);
    const char* const end = listen.data() + listen.size();
    const auto read = std::from_chars(listen.data() + colon + 1, end, place.port);
    if (read.ptr != end || read.ec != std::errc{}) place.port = -1;
  }
  if (place.address.starts_with('[') && place.address.ends_with(']'))
    place.address = place.address.substr(1, place.address.size() - 2);
  if (place.address.empty() || place.port < 0 || place.port > 65'535) return std::nullopt;
  return place;
}

void warn_of_strangers(const Context& context, const Place& place) {
  if (place.is_loopback()) return;
  context.streams.err << "warning: " << place.address << " is not loopback; put a proxy that "
                      << "speaks TLS and limits clients in front of it\n";
}

void run_until_interrupted(const Context& context, const std::function<void()>& run,
                           const std::function<void()>& stop) {
  std::atomic<bool> is_over = false;
  std::exception_ptr failed;
  std::thread running([&] {
    try {
      run();
    } catch (...) {
      failed = std::current_exception();
    }
    is_over = true;
  });
  for (bool is_stopped = false; !is_over;) {
    if (!is_stopped && context.environment.interrupted()) {
      stop();
      is_stopped = true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  running.join();
  if (failed) std::rethrow_exception(failed);
}

}  // namespace cli
