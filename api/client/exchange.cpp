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

Judged Exchange::judge_and_remember(const HttpAnswer& answer) const {
  Judged judged = judge(answer, client_);
  const std::lock_guard lock(guard_);
  absent_ = judged.absent;
  return judged;
}

void Exchange::require_not_withheld() const {
  const std::lock_guard lock(guard_);
  if (!client_.has_token() || !absent_) return;
  ServiceWords words = *absent_;
  words.status = 404;
  fail(std::move(words));
}

ledger::Result<Exchange::Found> Exchange::seek(const std::string& target,
                                               const Wanted& wanted) const {
  const bool is_patient = patience_.with_reading;
  HttpAnswer answer = persist([&] { return client_.get(target, wanted.bounds); },
                              is_patient ? patience_.retry_for : reading_patience, is_patient);
  Judged judged = judge_and_remember(answer);
  if (judged.refusal) return tl::unexpected(std::move(*judged.refusal));
  if (judged.absent) return Found{"", std::move(judged.absent)};
  require_type(answer, wanted.content_type);
  return Found{std::move(answer.body), std::nullopt};
}

ledger::Result<std::optional<std::string>> Exchange::find(const std::string& target,
                                                          const Wanted& wanted) const {
  auto found = seek(target, wanted);
  if (!found) return tl::unexpected(std::move(found.error()));
  if (found->absent) return std::nullopt;
  return std::move(found->body);
}

ledger::Result<std::string> Exchange::must_find(const std::string& target,
                                                const Wanted& wanted) const {
  auto found = seek(target, wanted);
  if (!found) return tl::unexpected(std::move(found.error()));
  if (found->absent) fail(std::move(*found->absent));
  return std::move(found->body);
}

std::string Exchange::get(const std::string& target) const {
  auto found = must_find(target);
  if (!found) throw refused_unasked(found.error(), target);
  return std::move(*found);
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
  Judged judged = judge_and_remember(answer);
  if (judged.refusal) return tl::unexpected(std::move(*judged.refusal));
  if (judged.absent) fail(std::move(*judged.absent));
  require_type(answer, Wanted().content_type);
  return answer;
}

std::optional<ServiceWords> Exchange::walk(const std::string& target,
                                           const std::function<bool(const json&)>& take) const {
  std::string at = target;
  for (std::size_t number = 0; number < pages_max; ++number) {
    auto found = seek(at, {});
    if (!found) throw refused_unasked(found.error(), at);
    if (found->absent) return std::move(found->absent);
    const json page = read_json(found->body);
    auto next = next_of(page);
    if (!take(page) || !next) return std::nullopt;
    if (*next == at) strange("its next page is the same page");
    at = std::move(*next);
  }
  strange("a list does not end");
}

bool Exchange::each_page(const std::string& target,
                         const std::function<bool(const json&)>& take) const {
  return !walk(target, take);
}

void Exchange::each_item(const std::string& target,
                         const std::function<bool(const json&)>& take) const {
  auto absent = walk(target, [&](const json& page) {
    for (const json& item : Members(page).list("items"))
      if (!take(item)) return false;
    return true;
  });
  if (absent) fail(std::move(*absent));
}

}  // namespace api::client
