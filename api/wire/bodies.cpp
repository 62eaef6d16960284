#include "api/wire/bodies.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "api/wire/envelope.hpp"
#include "api/wire/problem.hpp"
#include "ledger/operator_id.hpp"
#include "ledger/verify.hpp"

namespace api::wire {
namespace {

using ledger::Error;
using ledger::Event;

[[noreturn]] void malformed(std::string pointer, std::string detail) {
  Problem said = problem(Trouble::body_malformed, std::move(detail));
  said.pointer = std::move(pointer);
  throw Stop(std::move(said));
}

/// The members of a body, by name.
class Body {
 public:
  Body(std::string_view text, const std::vector<std::string_view>& names) {
    auto members = members_of(text);
    if (!members) {
      const Broken broken = why_no_object(text);
      malformed(broken.member.empty() ? "" : "/" + broken.member, broken.what);
    }
    for (const Member& member : *members)
      if (std::find(names.begin(), names.end(), member.name) == names.end())
        malformed("/" + std::string(member.name),
                  fmt::format("no such member; expected: {}", fmt::join(names, ", ")));
    members_ = std::move(*members);
  }

  [[nodiscard]] std::string_view find(std::string_view name) const {
    const auto is_it = [&](const Member& member) { return member.name == name; };
    const auto found = std::find_if(members_.begin(), members_.end(), is_it);
    return found == members_.end() ? std::string_view() : found->value;
  }
  [[nodiscard]] std::string_view at(std::string_view name) const {
    const std::string_view value = find(name);
    if (value.empty()) malformed("/" + std::string(name), "the member is missing");
    return value;
  }
  [[nodiscard]] std::string text_at(std::string_view name) const {
    auto text = string_of(at(name));
    if (!text) malformed("/" + std::string(name), "this is no text");
    return std::move(*text);
  }

 private:
  std::vector<Member> members_;
};

/// For a message about an event that could not be read.
std::string id_in(std::string_view event) {
  const auto members = members_of(event);
  if (!members) return "";
  for (const Member& member : *members)
    if (member.name == "id") return string_of(member.value).value_or("");
  return "";
}

class EventsReader {
 public:
  explicit EventsReader(std::size_t most) : most_(most) {}

  /// Objects, texts of one event each (as a batch file has them), or one text of lines.
  EventsRead read(std::string_view value) && {
    if (const auto lines = string_of(value)) {
      take_lines(*lines);
      return std::move(read_);
    }
    const auto elements = elements_of(value, most_);
    if (!elements)
      malformed("/events", "expected a list of events, or one text with an event a line");
    for (const std::string_view element : *elements) {
      const auto text = string_of(element);
      take(text ? std::string_view(*text) : element);
    }
    return std::move(read_);
  }

 private:
  void take_lines(std::string_view lines) {
    while (!lines.empty() && read_.count <= most_) {
      const std::size_t end = std::min(lines.find('\n'), lines.size());
      const std::string_view line = lines.substr(0, end);
      lines.remove_prefix(std::min(end + 1, lines.size()));
      if (line.find_first_not_of(" \t\r") != std::string_view::npos) take(line);
    }
  }

  void take(std::string_view text) {
    const std::size_t position = read_.count++;
    if (position >= most_) return;
    auto event = ledger::read_event(text);
    if (event) {
      read_.events.push_back(std::move(*event));
      read_.positions.push_back(position);
      return;
    }
    Error error = std::move(event.error());
    error.event = static_cast<std::int64_t>(position);
    if (error.event_id.empty()) error.event_id = id_in(text);
    read_.errors.push_back(std::move(error));
  }

  std::size_t most_;
  EventsRead read_;
};

ledger::SealedText read_opening(std::string_view text) {
  const Body body(text, {"event", "member", "operator", "salt", "text"});
  const auto salt = ledger::read_identity(body.text_at("salt"));
  if (!salt) malformed("/openings", "a salt is the base64 of 32 bytes");
  return {body.text_at("event"), body.text_at("member"), body.text_at("text"), *salt};
}

std::vector<ledger::SealedText> read_openings(std::string_view value) {
  std::vector<ledger::SealedText> openings;
  if (value.empty()) return openings;
  constexpr std::size_t openings_max = ledger::batch_events_max * 8;
  const auto elements = elements_of(value, openings_max);
  if (!elements || elements->size() > openings_max)
    malformed("/openings", "expected a list of openings, at most eight an event");
  for (const std::string_view element : *elements) openings.push_back(read_opening(element));
  return openings;
}

}  // namespace

ledger::Result<ledger::SignedBatch> read_batch(std::string_view body) {
  const Body read(body, {"events", "head", "openings", "kind", "v"});
  if (const auto kind = read.find("kind"); !kind.empty() && kind != "\"batch\"")
    malformed("/kind", "a batch file has the kind `batch`");
  if (const auto version = read.find("v"); !version.empty() && version != "1")
    malformed("/v", "this program reads version 1");
  ledger::SignedBatch batch;
  batch.head = read.text_at("head");
  EventsRead events = EventsReader(ledger::batch_events_max).read(read.at("events"));
  if (events.count > ledger::batch_events_max)
    return ledger::refuse(
        ledger::Refusal::batch_too_large, "/events",
        fmt::format("the batch has more than {} events", ledger::batch_events_max));
  if (!events.errors.empty()) return tl::unexpected(events.errors.front());
  batch.events = std::move(events.events);
  batch.openings = read_openings(read.find("openings"));
  return batch;
}

EventsRead read_dry_run(std::string_view body) {
  const Body read(body, {"events"});
  EventsRead events = EventsReader(dry_run_events_max).read(read.at("events"));
  if (events.count > dry_run_events_max)
    throw Stop(Trouble::too_large,
               fmt::format("there are more than {} events", dry_run_events_max));
  return events;
}

namespace {

std::vector<Event> read_events_of(const std::string& operator_id, std::string_view value) {
  EventsRead read = EventsReader(dry_run_events_max).read(value);
  if (read.count > dry_run_events_max)
    throw Stop(Trouble::too_large,
               fmt::format("there are more than {} events", dry_run_events_max));
  if (!read.errors.empty()) throw Stop(problem_of(read.errors.front()));
  for (const Event& event : read.events)
    if (event.operator_id != operator_id)
      malformed("/events", fmt::format("the event {} is one of {}, and those of {} are asked for",
                                       event.id, event.operator_id, operator_id));
  return std::move(read.events);
}

}  // namespace

KnownAsked read_known(std::string_view body) {
  const Body read(body, {"operator", "ids", "events"});
  KnownAsked asked{read.text_at("operator"), {}, {}};
  if (!ledger::is_operator_id(asked.operator_id))
    malformed("/operator", "this is no operator's id: a slip in it, or not its form");
  if (const std::string_view events = read.find("events"); !events.empty()) {
    if (!read.find("ids").empty())
      malformed("/ids", "there are `events` already; send one of both");
    asked.events = read_events_of(asked.operator_id, events);
    if (asked.events.empty()) malformed("/events", "there is no event in it");
    return asked;
  }
  const auto ids = elements_of(read.at("ids"), known_ids_max);
  if (!ids) malformed("/ids", "expected a list of event ids");
  if (ids->size() > known_ids_max)
    throw Stop(Trouble::too_large, fmt::format("there are more than {} ids", known_ids_max));
  for (const std::string_view id : *ids) {
    auto text = string_of(id);
    if (!text) malformed("/ids", "an event id is a text");
    asked.ids.push_back(std::move(*text));
  }
  return asked;
}

}  // namespace api::wire
