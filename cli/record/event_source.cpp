#include "cli/record/event_source.hpp"

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <utility>

#include "cli/record/refused_line.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

using ledger::Error;
using ledger::Event;
using ledger::require;
using ledger::Result;
using ledger::SignedBatch;

std::size_t hash_of(std::string_view head) {
  return std::hash<std::string_view>{}(head) | 1U;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

std::string_view line_in(const LinePiece& piece, std::int64_t number) {
  std::string_view text = piece.text;
  for (std::int64_t n = piece.first_line; n < number; ++n) text.remove_prefix(text.find('\n') + 1);
  return text.substr(0, text.find('\n'));
}

}  // namespace

EventPlace Input::place_of(std::int64_t line, std::string_view pointer) const {
  if (table == nullptr) return {name, line};
  const ledger::CsvEvent& event = table->file.events.at(static_cast<std::size_t>(line - 1));
  const ledger::CsvCell cell = ledger::csv_cell(event, pointer);
  if (cell.column == 0) return {name, cell.row};
  return {name, cell.row, table->file.headers.at(static_cast<std::size_t>(cell.column - 1))};
}

tl::unexpected<Error> line_too_long() {
  return ledger::refuse(ledger::Refusal::event_too_large, "",
                        "the line is longer than " + grouped(line_bytes_max) + " bytes");
}

/// Walks one piece and cuts it into batches.
class EventSource::Cutter {
 public:
  Cutter(EventSource& source, const Piece& piece) : source_(source), piece_(piece) {}

  void walk() {
    std::string_view text = piece_.lines.text;
    for (std::int64_t number = piece_.lines.first_line; !text.empty(); ++number) {
      const std::size_t end = text.find('\n');
      if (number >= piece_.from_line && !piece_.skipped.contains(number))
        take(number, text.substr(0, end));
      text.remove_prefix(end + 1);
    }
    sign_run();
  }

  std::vector<Result<SignedBatch>> results;
  std::vector<Answer> answers;

 private:
  void take(std::int64_t number, std::string_view line) {
    const auto& overlong = piece_.lines.too_long;
    if (std::binary_search(overlong.begin(), overlong.end(), number)) {
      sign_run();
      return refuse_line(number, line_too_long().value());
    }
    if (is_blank(line)) return;
    Result<Event> event = ledger::read_event(line);
    if (!event) {
      sign_run();
      return refuse_line(number, event.error());
    }
    if (is_in_run(*event)) return void(++repeats_);
    const bool full = run_.size() == source_.limits_.batch_events;
    if (full || (!run_.empty() && run_.front().operator_id != event->operator_id)) sign_run();
    run_ids_.try_emplace(event->id, run_.size());
    run_.push_back(std::move(*event));
    run_lines_.push_back(number);
  }

  /// A batch names an id once. The same id with other content goes in: it is for the ledger to
  /// refuse.
  [[nodiscard]] bool is_in_run(const Event& event) const {
    const auto at = run_ids_.find(event.id);
    return at != run_ids_.end() && run_.front().operator_id == event.operator_id &&
           run_[at->second].bytes() == event.bytes();
  }

  void sign_run() {
    if (run_.empty()) return;
    Result<SignedBatch> batch = source_.sign_(std::move(run_));
    if (batch)
      answers.push_back({hash_of(batch->head), std::move(run_lines_), {}, repeats_});
    else
      for (const std::int64_t number : run_lines_) refuse_line(number, batch.error());
    if (batch) results.push_back(std::move(batch));
    run_ids_.clear();
    run_.clear();
    run_lines_.clear();
    repeats_ = 0;
  }

  void refuse_line(std::int64_t number, Error error) {
    const std::lock_guard lock(source_.mutex_);
    error.event = -2 - static_cast<std::int64_t>(source_.bad_lines_.size());
    source_.bad_lines_.push_back({source_.inputs_[piece_.input].place_of(number, error.pointer),
                                  std::string(line_in(piece_.lines, number))});
    results.push_back(tl::unexpected(std::move(error)));
    answers.push_back({0, {number}, {}, 0});
  }

  EventSource& source_;
  const Piece& piece_;
  std::vector<Event> run_;
  std::vector<std::int64_t> run_lines_;
  std::unordered_map<std::string_view, std::size_t> run_ids_;  ///< looks into the events of run_
  std::int64_t repeats_ = 0;
};

EventSource::EventSource(std::vector<Input> inputs, Sign sign, Limits limits,
                         std::function<bool()> interrupted)
    : inputs_(std::move(inputs)),
      sign_(std::move(sign)),
      limits_(limits),
      interrupted_(std::move(interrupted)) {}

std::optional<LinePiece> EventSource::read_lines() {
  for (; input_ < inputs_.size(); ++input_) {
    if (!reader_) {
      const Input& input = inputs_[input_];
      if (input.stream == nullptr) {
        file_ = std::ifstream(input.name, std::ios::binary);
        if (!file_) throw ledger::Failure("the file " + input.name + " cannot be opened");
      }
      reader_ = std::make_unique<LineReader>(input.stream != nullptr ? *input.stream : file_);
    }
    if (auto lines = reader_->next(limits_.piece_lines, limits_.piece_bytes))
      return unwrapped(std::move(*lines));
    reader_.reset();
  }
  return std::nullopt;
}

std::optional<std::string> EventSource::next() {
  if (interrupted_()) return std::nullopt;
  {
    const std::lock_guard lock(mutex_);
    if (served_ < read_) return std::to_string(served_++);
  }
  std::optional<LinePiece> lines = read_lines();
  if (!lines) return std::nullopt;
  const std::lock_guard lock(mutex_);
  Piece& added = pieces_[read_];
  added.input = input_;
  added.lines = std::move(*lines);
  served_ = ++read_;
  return std::to_string(read_ - 1);
}

const EventSource::Piece& EventSource::piece(std::int64_t number) const {
  const auto at = pieces_.find(number);
  require(at != pieces_.end(), "a piece of the input is kept until it is settled");
  return at->second;
}

// What travels as a piece is its number: the text stays here for a second try. Nobody changes a
// piece while it is being prepared, and a map never moves its values.
std::vector<Result<SignedBatch>> EventSource::prepare(std::string piece_number) {
  const std::int64_t number = std::stoll(piece_number);
  const Piece* input = nullptr;
  {
    const std::lock_guard lock(mutex_);
    input = &piece(number);
  }
  Cutter cutter(*this, *input);
  cutter.walk();
  const std::lock_guard lock(mutex_);
  Piece& done = pieces_.at(number);
  done.answers = std::move(cutter.answers);
  done.is_prepared = true;
  return std::move(cutter.results);
}

SignedBatch EventSource::without(SignedBatch batch, const std::vector<std::size_t>& known) {
  const std::size_t old_hash = hash_of(batch.head);
  std::vector<Event> rest;
  for (std::size_t i = 0; i < batch.events.size(); ++i)
    if (std::find(known.begin(), known.end(), i) == known.end())
      rest.push_back(std::move(batch.events[i]));
  Result<SignedBatch> signed_again = sign_(std::move(rest));
  require(signed_again.has_value(), "what was signed once can be signed again");

  const std::lock_guard lock(mutex_);
  for (auto& [number, piece] : pieces_) {
    for (Answer& answer : piece.answers) {
      if (answer.head_hash != old_hash) continue;
      Answer rest_of{hash_of(signed_again->head), {}, answer.known, answer.repeats};
      for (std::size_t i = 0; i < answer.lines.size(); ++i) {
        const bool is_known = std::find(known.begin(), known.end(), i) != known.end();
        (is_known ? rest_of.known : rest_of.lines).push_back(answer.lines[i]);
      }
      answer = std::move(rest_of);
      return std::move(*signed_again);
    }
  }
  return std::move(*signed_again);
}

std::int64_t EventSource::settle(std::int64_t count) {
  std::int64_t repeats = 0;
  const std::lock_guard lock(mutex_);
  while (!pieces_.empty()) {
    Piece& first = pieces_.begin()->second;
    const auto open = static_cast<std::int64_t>(first.answers.size() - first.settled);
    const std::int64_t now = std::min(open, count);
    for (std::int64_t i = 0; i < now; ++i) repeats += first.answers[first.settled++].repeats;
    count -= now;
    if (!first.is_prepared || first.settled < first.answers.size()) break;
    pieces_.erase(pieces_.begin());
  }
  return repeats;
}

std::optional<EventSource::BadLine> EventSource::bad_line(const Error& error) const {
  if (error.event > -2) return std::nullopt;
  const std::lock_guard lock(mutex_);
  return bad_lines_.at(static_cast<std::size_t>(-2 - error.event));
}

BatchLines EventSource::lines_of(std::string_view head) const {
  const std::size_t hash = hash_of(head);
  const std::lock_guard lock(mutex_);
  for (const auto& [number, piece] : pieces_)
    for (const Answer& answer : piece.answers)
      if (answer.head_hash == hash) return {number, answer.lines, answer.known};
  require(false, "a batch that is answered was prepared and is not settled");
  return {};
}

EventPlace EventSource::place_of(const BatchLines& lines, std::size_t position,
                                 std::string_view pointer) const {
  const std::lock_guard lock(mutex_);
  return inputs_[piece(lines.piece).input].place_of(lines.numbers.at(position), pointer);
}

std::string EventSource::text_of(const BatchLines& lines, std::size_t position) const {
  const std::lock_guard lock(mutex_);
  return std::string(line_in(piece(lines.piece).lines, lines.numbers.at(position)));
}

void EventSource::resume_at(const BatchLines& lines, const std::vector<std::size_t>& refused) {
  const std::lock_guard lock(mutex_);
  Piece& start = pieces_.at(lines.piece);
  start.from_line = lines.numbers.front();
  for (const std::size_t position : refused) start.skipped.insert(lines.numbers.at(position));
  start.skipped.insert(lines.known.begin(), lines.known.end());
  served_ = lines.piece;
  pieces_.erase(pieces_.begin(), pieces_.find(lines.piece));
  for (auto& [number, piece] : pieces_) {
    piece.answers.clear();
    piece.settled = 0;
    piece.is_prepared = false;
  }
}

}  // namespace cli
