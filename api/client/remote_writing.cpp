#include <algorithm>
#include <future>

#include <nlohmann/json.hpp>

#include "api/client/problem_details.hpp"
#include "api/client/read_json.hpp"
#include "api/client/remote_ledger.hpp"
#include "api/wire/base64.hpp"
#include "ledger/verify.hpp"

namespace api::client {
namespace {

using ledger::Refusal;
using ledger::Result;
using ledger::SignedBatch;
using nlohmann::json;

/// The events' own bytes: what was signed is what is sent.
std::string list_of(const std::vector<ledger::Event>& events) {
  std::string list = "[";
  for (const ledger::Event& event : events) {
    if (list.size() > 1) list += ',';
    list += event.bytes();
  }
  return list += ']';
}

std::string body_of(const SignedBatch& batch) {
  std::string body =
      "{\"head\":" + json(batch.head).dump() + ",\"events\":" + list_of(batch.events);
  if (batch.openings.empty()) return body += '}';
  json openings = json::array();
  for (const ledger::SealedText& opening : batch.openings)
    openings.push_back({{"event", opening.event_id},
                        {"member", opening.member},
                        {"salt", wire::base64(opening.salt)},
                        {"text", opening.text}});
  return body + ",\"openings\":" + openings.dump(-1, ' ', false, json::error_handler_t::replace) +
         '}';
}

/// A batch whose events were recorded in several others is answered with a list that proves
/// nothing (docs/format.md, "Receipt").
bool is_only_a_list(const ledger::Appended& appended) {
  return appended.repeated && appended.receipt.proof.empty() && appended.receipt.leaves.size() > 1;
}

/// Sends what a source gives, batch by batch in its order.
class RemoteImport {
 public:
  RemoteImport(RemoteLedger& ledger, ledger::BatchSource& source, ledger::ImportWatcher& watcher)
      : ledger_(ledger), source_(source), watcher_(watcher) {}

  ledger::ImportSummary run() {
    auto ahead = std::async(std::launch::async, [this] { return prepare(); });
    while (auto batches = ahead.get()) {
      ahead = std::async(std::launch::async, [this] { return prepare(); });
      for (Result<SignedBatch>& batch : *batches)
        if (!admit(std::move(batch))) return summary_;
    }
    return summary_;
  }

 private:
  using Batches = std::vector<Result<SignedBatch>>;

  std::optional<Batches> prepare() {
    auto piece = source_.next();
    if (!piece) return std::nullopt;
    return source_.prepare(std::move(*piece));
  }

  /// False: stop here.
  bool admit(Result<SignedBatch> batch) {
    if (!batch) return refused(batch.error(), nullptr);
    auto sent = ledger_.send(*batch);
    if (!sent && sent.error().refusal == Refusal::stale_batch) {
      ledger_.forget_newest();
      batch = source_.without(std::move(*batch), {});
      sent = ledger_.send(*batch);
    }
    if (!sent && sent.error().refusal == Refusal::partly_recorded) {
      const auto known = ledger_.known_positions(batch->events);
      if (known.empty()) return refused(sent.error(), &*batch);
      summary_.repeated += static_cast<std::int64_t>(known.size());
      batch = source_.without(std::move(*batch), known);
      sent = ledger_.send(*batch);
    }
    if (!sent) {
      watcher_.recorded(summary_.batches, summary_.recorded, summary_.repeated);
      return refused(sent.error(), &*batch);
    }
    ++summary_.batches;
    (sent->repeated ? summary_.repeated : summary_.recorded) +=
        static_cast<std::int64_t>(batch->events.size());
    watcher_.recorded(summary_.batches, summary_.recorded, summary_.repeated);
    return true;
  }

  bool refused(const ledger::Error& error, const SignedBatch* batch) {
    ++summary_.refused_batches;
    return watcher_.refused(error, batch);
  }

  RemoteLedger& ledger_;
  ledger::BatchSource& source_;
  ledger::ImportWatcher& watcher_;
  ledger::ImportSummary summary_;
};

}  // namespace

void RemoteLedger::require_receipt(const SignedBatch& batch, const ledger::Appended& appended,
                                   std::string_view text) const {
  const ledger::Receipt& receipt = appended.receipt;
  const bool is_of_it = receipt.leaves.size() == batch.events.size() &&
                        (appended.repeated || receipt.batch_head == batch.head) &&
                        receipt.identity == info_.identity;
  if (!is_of_it)
    throw ledger::Damage(
        "the server's receipt is of another batch or ledger than was sent; keep "
        "what you sent, and do not rely on this server");
  if (!is_only_a_list(appended)) require_proven(text, "the recorded batch");
}

Result<ledger::Appended> RemoteLedger::send(const SignedBatch& batch) {
  const auto answer = exchange_.post("/v1/batches", body_of(batch));
  if (!answer) return tl::unexpected(answer.error());
  const ledger::Appended appended{read_receipt(read_json(answer->body)), answer->status == 200};
  require_receipt(batch, appended, answer->body);
  if (!appended.repeated) {
    const std::lock_guard lock(newest_guard_);
    newest_ = {appended.receipt.first + static_cast<ledger::Index>(batch.events.size()) - 1,
               appended.receipt.leaves.back()};
  }
  return appended;
}

Result<ledger::Appended> RemoteLedger::append(SignedBatch batch) {
  return send(batch);
}

std::vector<std::optional<ledger::Error>> RemoteLedger::dry_run(
    const std::vector<ledger::Event>& events) {
  std::vector<std::optional<ledger::Error>> answers(events.size());
  if (events.empty()) return answers;
  if (events.size() > dry_run_events_max)
    throw ledger::Failure("a dry run through a server takes at most " +
                          std::to_string(dry_run_events_max) +
                          " events at once; give it fewer files at a time");
  const auto answer = exchange_.post("/v1/dry-runs", "{\"events\":" + list_of(events) + '}');
  if (!answer) throw refused_unasked(answer.error(), "a dry run");
  const json said = read_json(answer->body);
  for (const json& item : Members(said).list("errors")) {
    auto error = read_refusal(item);
    if (!error) strange("it refuses an event with a name that this program does not know");
    if (error->event < 0 || error->event >= std::ssize(events)) strange("it refuses no event sent");
    answers[static_cast<std::size_t>(error->event)] = std::move(error);
  }
  return answers;
}

ledger::ImportSummary RemoteLedger::import(ledger::BatchSource& source,
                                           ledger::ImportWatcher& watcher) {
  return RemoteImport(*this, source, watcher).run();
}

std::map<std::string, ledger::Index> RemoteLedger::known(
    const std::string& operator_id, const std::vector<std::string>& ids) const {
  constexpr std::size_t ids_max = 10'000;
  std::map<std::string, ledger::Index> found;
  for (std::size_t first = 0; first < ids.size(); first += ids_max) {
    const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end =
        ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), first + ids_max));
    const json asked{{"operator", operator_id}, {"ids", std::vector<std::string>(begin, end)}};
    const auto answer = exchange_.post("/v1/batches/known",
                                       asked.dump(-1, ' ', false, json::error_handler_t::replace));
    if (!answer) throw refused_unasked(answer.error(), "known events");
    const json said = read_json(answer->body);
    const Members indexes(Members(said).of("known"));
    for (const std::string& id : std::vector<std::string>(begin, end))
      if (const auto index = indexes.whole_or(id.c_str(), -1); index >= 0) found.emplace(id, index);
  }
  return found;
}

std::optional<ledger::Index> RemoteLedger::find_event(std::string_view operator_id,
                                                      std::string_view event_id) const {
  const auto found = known(std::string(operator_id), {std::string(event_id)});
  return found.empty() ? std::nullopt : std::optional(found.begin()->second);
}

// Whoever may write may not be allowed to read, so contents are compared by the service.
std::vector<std::size_t> RemoteLedger::known_positions(const std::vector<ledger::Event>& events) {
  if (events.empty()) return {};
  const std::string body = "{\"operator\":" + json(events.front().operator_id).dump() +
                           ",\"events\":" + list_of(events) + '}';
  const auto answer = exchange_.post("/v1/batches/known", body);
  if (!answer) throw refused_unasked(answer.error(), "known events");
  const json said = read_json(answer->body);
  const json& indexes = Members(said).list("indexes");
  if (indexes.size() != events.size()) strange("it was asked for other events");
  std::vector<std::size_t> same;
  for (std::size_t i = 0; i < events.size(); ++i)
    if (!indexes[i].is_null()) same.push_back(i);
  return same;
}

}  // namespace api::client
