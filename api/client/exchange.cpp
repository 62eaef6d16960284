#include "api/client/exchange.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "api/client/problem_details.hpp"
#include "api/client/read_json.hpp"

namespace api::client {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

/// A reader waits for a busy service, not for one that is gone.
constexpr milliseconds reading_patience{15'000};
constexpr milliseconds first_pause{200}, longest_pause{20'000};
/// No ledger has as many pages of anything: a list that never ends is no list.
constexpr std::size_t pages_max = 10'000'000;

/// Nothing was done, or it may be done again: asked a little later it may go well.
bool is_passing(int status) {
  return status == 429 || status == 502 || status == 503 || status == 504 || status == 507;
}

void require_type(const HttpAnswer& answer, const std::string& expected) {
  if (!expected.empty() && answer.content_type != expected)
    strange("content type " + answer.content_type.substr(0, 60) + ", expected " + expected);
}

/// The address of the next page: a path of this service, whatever stands there.
std::optional<std::string> next_of(const json& page) {
  const json* next = Members(page).find("next");
  if (next == nullptr) return std::nullopt;
  std::string target = text_of(*next);
  const bool is_path = target.starts_with("/v1/") && target.size() <= 4096 &&
                       std::all_of(target.begin(), target.end(), [](char c) {
                         return c > ' ' && c <= '~' && c != '#' && c != '\\';
                       });
  if (!is_path) strange("its member next is no path of the service");
  return target;
}

}  // namespace

Exchange::Exchange(HttpClient client, Patience patience)
    : client_(std::move(client)), patience_(std::move(patience)) {}

HttpAnswer Exchange::persist(const Ask& ask, milliseconds retry_for,
                             bool though_unreachable) const {
  using Steady = std::chrono::steady_clock;
  milliseconds spent{0}, pause = first_pause;
  for (;;) {
    const auto begin = Steady::now();
    std::optional<HttpAnswer> answer;
    std::optional<Unreachable> failure;
    try {
      answer = ask();
      if (!is_passing(answer->status)) return *answer;
    } catch (const Unreachable& unreachable) {
      if (!though_unreachable) throw;
      failure = unreachable;
    }
    spent += std::chrono::duration_cast<milliseconds>(Steady::now() - begin);
    // Between half and all of the pause, so that clients that failed together come back apart.
    milliseconds wait = pause / 2;
    if (answer && answer->retry_after) wait = std::max<milliseconds>(wait, *answer->retry_after);
    const std::string why =
        failure ? failure->what() : "the service answers " + std::to_string(answer->status);
    {
      const std::lock_guard lock(guard_);
      wait += milliseconds(patience_.random() % (pause.count() / 2 + 1));
      if (spent + wait <= retry_for) patience_.tell(why);
    }
    if (spent + wait > retry_for || !patience_.wait(wait)) {
      if (failure) throw *failure;
      return *answer;
    }
    spent += wait;
    pause = std::min(2 * pause, longest_pause);
  }
}

ledger::Result<std::optional<std::string>> Exchange::find(const std::string& target,
                                                          const Wanted& wanted) const {
  const bool is_patient = patience_.with_reading;
  HttpAnswer answer = persist([&] { return client_.get(target, wanted.bounds); },
                              is_patient ? patience_.retry_for : reading_patience, is_patient);
  Judged judged = judge(answer, client_.url());
  if (judged.refusal) return tl::unexpected(std::move(*judged.refusal));
  if (judged.is_absent) return std::nullopt;
  require_type(answer, wanted.content_type);
  return std::move(answer.body);
}

std::string Exchange::get(const std::string& target) const {
  auto found = find(target);
  if (!found) throw refused_unasked(found.error(), target);
  if (!*found) strange("there is nothing at " + target);
  return std::move(**found);
}

json Exchange::get_json(const std::string& target) const {
  return read_json(get(target));
}

ledger::Result<HttpAnswer> Exchange::post(const std::string& target,
                                          const std::string& body) const {
  RequestBounds bounds;
  bounds.whole = std::chrono::seconds(300);
  HttpAnswer answer =
      persist([&] { return client_.post(target, body, bounds); }, patience_.retry_for, true);
  Judged judged = judge(answer, client_.url());
  if (judged.refusal) return tl::unexpected(std::move(*judged.refusal));
  if (judged.is_absent) strange("there is nothing at " + target);
  require_type(answer, Wanted().content_type);
  return answer;
}

bool Exchange::each_page(const std::string& target,
                         const std::function<bool(const json&)>& take) const {
  std::string at = target;
  for (std::size_t number = 0; number < pages_max; ++number) {
    const auto found = find(at);
    if (!found) throw refused_unasked(found.error(), at);
    if (!*found) return false;
    const json page = read_json(**found);
    auto next = next_of(page);
    if (!take(page) || !next) return true;
    if (*next == at) strange("its next page is the same page");
    at = std::move(*next);
  }
  strange("a list does not end");
}

void Exchange::each_item(const std::string& target,
                         const std::function<bool(const json&)>& take) const {
  const bool is_there = each_page(target, [&](const json& page) {
    for (const json& item : Members(page).list("items"))
      if (!take(item)) return false;
    return true;
  });
  if (!is_there) strange("there is nothing at " + target);
}

}  // namespace api::client
