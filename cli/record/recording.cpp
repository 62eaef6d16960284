#include "cli/record/recording.hpp"

#include <algorithm>
#include <utility>

#include "api/client/remote_ledger.hpp"
#include "cli/record/receipt_file.hpp"

namespace cli {
namespace {

using ledger::Error;
using ledger::LedgerWriter;
using ledger::SignedBatch;

Problem problem_at(const EventPlace& place, const Error& error) {
  const std::string subject = !error.event_id.empty() ? "event " + error.event_id
                              : error.event == -1     ? "the batch that begins here"
                                                      : "this line";
  Problem problem = problem_of(error, subject + " is refused");
  problem.file = place.file;
  problem.line = place.line;
  problem.header = place.header;
  return problem;
}

/// A batch that the rules did not take, and why.
struct RefusedBatch {
  BatchLines lines;
  Error error;
};

class Watcher final : public ledger::ImportWatcher {
 public:
  Watcher(EventSource& source, ProgressLine& progress, const RecordingSinks& sinks,
          RecordingResult& result)
      : source_(source), progress_(progress), sinks_(sinks), result_(result) {}

  /// The import counts from its own beginning; there may be several.
  void recorded(std::int64_t batches, std::int64_t events, std::int64_t repeated) override {
    add(batches - told_.batches, events - told_.recorded, repeated - told_.repeated);
    told_ = {batches, events, repeated, 0};
  }

  void add(std::int64_t batches, std::int64_t events, std::int64_t repeated) {
    result_.batches += batches;
    result_.recorded += events;
    result_.repeated += repeated + source_.settle(batches);
    tell();
  }

  bool refused(const Error& error, const SignedBatch* batch) override {
    if (batch != nullptr) return refused_batch(error, batch->head);
    const auto line = source_.bad_line(error);
    if (line)
      note(line->place, error, line->text);
    else
      result_.first_problem = problem_of(error, "a batch is refused");
    source_.settle(1);
    return line && sinks_.refused != nullptr;
  }

  /// Stops the import; what to do with the batch is decided outside of it.
  bool refused_batch(const Error& error, std::string_view head) {
    refused_ = RefusedBatch{source_.lines_of(head), error};
    return false;
  }

  std::optional<RefusedBatch> take_refused() {
    told_ = {};
    return std::exchange(refused_, std::nullopt);
  }

  void note(const EventPlace& place, const Error& error, const std::string& text) {
    ++result_.refused;
    if (!result_.first_problem) note_first(place, error, text);
    if (sinks_.refused != nullptr) sinks_.refused->add(place, error, text);
    tell();
  }

 private:
  void note_first(const EventPlace& place, const Error& error, const std::string& text) {
    result_.first_problem = problem_at(place, error);
    if (error.refusal != ledger::Refusal::unknown_key) return;
    if (const auto event = ledger::read_event(text))
      result_.keyless_operator = std::string(event->operator_id);
  }

  void tell() {
    progress_.update(result_.recorded + result_.repeated + result_.refused, sinks_.lines_total);
  }

  EventSource& source_;
  ProgressLine& progress_;
  const RecordingSinks& sinks_;
  RecordingResult& result_;
  std::optional<RefusedBatch> refused_;
  ledger::ImportSummary told_;
};

std::optional<Error> error_of_line(const RefusedBatch& batch,
                                   const std::vector<std::optional<Error>>& answers,
                                   std::size_t position) {
  // An error about the batch as a whole (its key, its operator's standing) is each event's.
  if (batch.error.event < 0) return batch.error;
  if (static_cast<std::size_t>(batch.error.event) == position) return batch.error;
  return position < answers.size() ? answers[position] : std::nullopt;
}

/// Nothing where who records may not try out: then one event at a time shows itself by its refusal.
std::vector<std::optional<Error>> tried_out(LedgerWriter& ledger,
                                            const std::vector<ledger::Event>& events) {
  try {
    return ledger.dry_run(events);
  } catch (const api::client::NotAllowed&) {
    return {};
  }
}

/// Writes down the batch's bad events, all of them at once, and has the rest tried again.
void set_aside(LedgerWriter& ledger, EventSource& source, Watcher& watcher,
               const RefusedBatch& batch) {
  std::vector<ledger::Event> events;
  for (std::size_t i = 0; i < batch.lines.numbers.size(); ++i) {
    auto event = ledger::read_event(source.text_of(batch.lines, i));
    ledger::require(event.has_value(), "an event that was read once is read again");
    events.push_back(std::move(*event));
  }
  const auto answers = tried_out(ledger, events);
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < events.size(); ++i) {
    auto error = error_of_line(batch, answers, i);
    if (!error) continue;
    error->event_id = std::string(events[i].id);
    watcher.note(source.place_of(batch.lines, i, error->pointer), *error,
                 source.text_of(batch.lines, i));
    positions.push_back(i);
  }
  ledger::require(!positions.empty(), "a refused batch has a refused event");
  source.resume_at(batch.lines, positions);
}

/// Positions of events that are recorded already, with the same content.
std::vector<std::size_t> known_positions(LedgerWriter& ledger, const SignedBatch& batch) {
  if (auto* const remote = dynamic_cast<api::client::RemoteLedger*>(&ledger))
    return remote->known_positions(batch.events);
  std::vector<std::size_t> known;
  for (std::size_t i = 0; i < batch.events.size(); ++i) {
    const ledger::Event& event = batch.events[i];
    const auto index = ledger.find_event(event.operator_id, event.id);
    if (index && ledger.entry(*index)->event == event.bytes()) known.push_back(i);
  }
  return known;
}

/// False when recording must stop here.
bool append_one(LedgerWriter& ledger, EventSource& source, Watcher& watcher, SignedBatch batch,
                const std::string& receipts) {
  const std::vector<std::size_t> known = known_positions(ledger, batch);
  const auto count = static_cast<std::int64_t>(batch.events.size());
  const auto repeated = static_cast<std::int64_t>(known.size());
  const bool mixed = repeated > 0 && repeated < count;
  if (mixed) batch = source.without(std::move(batch), known);
  const std::string head = batch.head;
  const auto appended = ledger.append(std::move(batch));
  if (!appended) {
    // As an import does: what is known is counted, and left out of the next try.
    if (mixed) watcher.add(0, 0, repeated);
    return watcher.refused_batch(appended.error(), head);
  }
  write_receipt(receipts, appended->receipt);
  watcher.add(1, appended->repeated ? 0 : count - repeated, repeated);
  return true;
}

/// As Ledger::import, but one batch at a time, since each receipt is kept.
void import_with_receipts(LedgerWriter& ledger, EventSource& source, Watcher& watcher,
                          const std::string& receipts) {
  while (auto piece = source.next()) {
    for (ledger::Result<SignedBatch>& batch : source.prepare(std::move(*piece))) {
      if (!batch && !watcher.refused(batch.error(), nullptr)) return;
      if (batch && !append_one(ledger, source, watcher, std::move(*batch), receipts)) return;
    }
  }
}

}  // namespace

RecordingResult record_all(Context& context, LedgerWriter& ledger, EventSource& source,
                           const RecordingSinks& sinks) {
  RecordingResult result;
  ProgressLine progress(context, "record");
  Watcher watcher(source, progress, sinks, result);
  for (;;) {
    if (sinks.receipts)
      import_with_receipts(ledger, source, watcher, *sinks.receipts);
    else
      ledger.import(source, watcher);
    const auto refused = watcher.take_refused();
    if (!refused) return result;
    if (sinks.refused == nullptr) {
      const auto position =
          static_cast<std::size_t>(std::max<std::int64_t>(0, refused->error.event));
      watcher.note(source.place_of(refused->lines, position, refused->error.pointer),
                   refused->error, source.text_of(refused->lines, position));
      return result;
    }
    set_aside(ledger, source, watcher, *refused);
  }
}

}  // namespace cli
