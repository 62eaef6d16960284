#include "api/guard/outgoing.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/uio.h>

#include <fmt/format.h>

#include "api/guard/http_request.hpp"

namespace api {
namespace {

void add_header(std::string& head, std::string_view name, std::string_view value) {
  if (!is_header_name(name) || !is_one_line(value))
    throw std::logic_error("a header of the answer is not one line: " + std::string(name));
  head.append(name).append(": ").append(value).append("\r\n");
}

std::string head_of(int status, std::string_view content_type, std::string_view request_id) {
  std::string head;
  head.reserve(512);
  head.append("HTTP/1.1 ").append(std::to_string(status)).append(" ").append(reason_of(status));
  head.append("\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\n");
  using std::chrono::floor, std::chrono::seconds, std::chrono::system_clock;
  head.append("Date: ").append(http_date(floor<seconds>(system_clock::now()))).append("\r\n");
  add_header(head, "X-Request-Id", request_id);
  if (!content_type.empty()) add_header(head, "Content-Type", content_type);
  return head;
}

/// The guard says these itself.
bool is_ours(std::string_view name) {
  static constexpr std::array<std::string_view, 6> ours{
      "connection", "content-length",         "content-type",
      "date",       "x-content-type-options", "x-request-id"};
  return std::find(ours.begin(), ours.end(), lower(name)) != ours.end();
}

bool has_length(int status) {
  return status != 204 && status != 304;
}

}  // namespace

std::string http_date(std::chrono::sys_seconds at) {
  static constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed",
                                                        "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> months{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(at - day);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     days[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()),
                     months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

Outgoing::Way Outgoing::send(int socket) {
  while (sent_ < size()) {
    const std::size_t of_head = std::min(sent_, head_.size()), of_body = sent_ - of_head;
    std::array<iovec, 2> parts{{{head_.data() + of_head, head_.size() - of_head},
                                {body_.data() + of_body, body_.size() - of_body}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const ssize_t put = ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return Way::full;
    if (put <= 0) return Way::broken;
    sent_ += static_cast<std::size_t>(put);
  }
  return Way::all_sent;
}

Outgoing whole_answer(Response&& response, bool has_feed, std::string_view request_id,
                      bool head_only) {
  std::string head = head_of(response.status, response.content_type, request_id);
  for (const auto& [name, value] : response.headers)
    if (!is_ours(name)) add_header(head, name, value);
  if (!has_feed && has_length(response.status))
    add_header(head, "Content-Length", std::to_string(response.body.size()));
  head.append("\r\n");
  const bool has_body = !head_only && has_length(response.status);
  return {std::move(head), has_body ? std::move(response.body) : std::string()};
}

Outgoing whole_answer(const HttpRefusal& refusal, std::string_view request_id, bool head_only) {
  std::string body = problem_text(refusal, request_id);
  std::string head = head_of(refusal.status, "application/problem+json", request_id);
  add_header(head, "Cache-Control", "no-store");
  head.append(refusal.header);
  add_header(head, "Content-Length", std::to_string(body.size()));
  head.append("\r\n");
  return {std::move(head), head_only ? std::string() : std::move(body)};
}

}  // namespace api
