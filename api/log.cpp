#include "api/log.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "ledger/token.hpp"

namespace api {
namespace {

using nlohmann::ordered_json;

/// A line has no line feed and no byte that a terminal would obey: what is not printable ASCII is
/// escaped, what is no UTF-8 replaced.
std::string line_of(const ordered_json& object) {
  std::string line = object.dump(-1, ' ', true, ordered_json::error_handler_t::replace);
  // JSON leaves DEL as it is.
  for (std::size_t at = line.find('\x7f'); at != std::string::npos; at = line.find('\x7f', at))
    line.replace(at, 1, "\\u007f");
  return line;
}

/// A byte may become six by escaping; with all else a line stays below what a pipe takes whole.
constexpr std::size_t method_bytes_max = 32, path_bytes_max = 512, reason_bytes_max = 560;

/// A token in a path is a client's slip; it must not stay anywhere.
std::string without_tokens(std::string_view path) {
  const std::size_t at = path.find(ledger::token_prefix);
  if (at == std::string_view::npos) return std::string(path);
  return std::string(path.substr(0, at)) + "…";
}

/// Seconds since 1970 and milliseconds: no time zone, no library that knows of any.
std::string time_text(std::int64_t at_ms) {
  const auto days = (at_ms >= 0 ? at_ms : at_ms - 86'399'999) / 86'400'000;
  const std::int64_t of_day = at_ms - days * 86'400'000;
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     of_day / 3'600'000, of_day / 60'000 % 60, of_day / 1000 % 60, of_day % 1000);
}

}  // namespace

std::string request_line(const RequestTold& told) {
  ordered_json line{{"time", time_text(told.at_ms)},
                    {"event", "request"},
                    {"id", told.id},
                    {"method", told.method.substr(0, method_bytes_max)},
                    {"route", told.route}};
  if (!told.path.empty()) line["path"] = without_tokens(told.path.substr(0, path_bytes_max));
  line["operation"] = told.operation;
  line["status"] = told.status;
  if (!told.refusal.empty()) line["refusal"] = told.refusal;
  line["bytes_in"] = told.bytes_in;
  line["bytes_out"] = told.bytes_out;
  line["waited_us"] = told.waited.count();
  line["us"] = told.worked.count();
  line["client"] = told.client;
  if (!told.token.empty()) line["token"] = told.token;
  return line_of(line);
}

std::string failure_line(std::int64_t at_ms, std::string_view request_id, std::string_view reason) {
  return line_of({{"time", time_text(at_ms)},
                  {"event", "failure"},
                  {"id", request_id},
                  {"reason", reason.substr(0, reason_bytes_max)}});
}

std::string event_line(std::int64_t at_ms, std::string_view event, std::string_view detail) {
  return line_of({{"time", time_text(at_ms)},
                  {"event", event},
                  {"detail", detail.substr(0, reason_bytes_max)}});
}

}  // namespace api
