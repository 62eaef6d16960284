#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace ledger {

/// Why the rules say no. A closed list of stable names; docs/rules.md gives each its sentence, its
/// source and what to do next, and `describe` gives the same to programs.
enum class Refusal : std::uint8_t {
  // Reading: the text is not an event.
  malformed,
  too_deep,
  duplicate_member,
  unknown_member,
  missing_member,
  wrong_type,
  number_malformed,
  out_of_range,
  text_not_allowed,
  too_long,
  value_not_allowed,
  code_malformed,
  id_malformed,
  time_malformed,
  unknown_type,
  not_supported,
  event_too_large,
  too_many_trails,
  duplicate_item,
  not_canonical,
  // The batch and its signature.
  batch_malformed,
  batch_too_large,
  wrong_origin,
  wrong_operator,
  wrong_root,
  bad_signature,
  unknown_key,
  key_revoked,
  key_expired,
  key_scope,
  other_history,
  stale_batch,
  partly_recorded,
  id_reused,
  opening_mismatch,
  // Who may do what.
  not_founded,
  already_founded,
  unknown_operator,
  role_not_allowed,
  suspended,
  not_suspended,
  key_reused,
  last_key,
  unknown_site,
  unknown_version,
  clock_jump,
  // The thing and who has it.
  unknown_unit,
  unknown_lot,
  not_holder,
  already_held,
  already_consumed,
  not_missing,
  claimed,
  code_taken,
  part_of_whole,
  not_yours,
  lot_closed,
  lot_mismatch,
  unknown_scrap,
  // Grams.
  mass_not_balanced,
  mass_not_booked,
  mass_out_of_tolerance,
  not_enough,
  material_not_allowed,
  purpose_not_allowed,
  mixed_origin,
  chemistry_required,
  name_required,
  parent_required,
  // Transfers and time.
  receiver_not_allowed,
  already_dispatched,
  already_received,
  at_in_future,
};

inline constexpr std::size_t refusal_count = static_cast<std::size_t>(Refusal::at_in_future) + 1;

/// What every refusal says of itself, the same everywhere.
struct RefusalText {
  std::string_view name;      ///< the stable name, e.g. "not_holder"
  std::string_view sentence;  ///< what the rule is
  std::string_view source;    ///< where the rule comes from
  std::string_view hint;      ///< what to do next
};

/// The one table of refusals. Threads: any.
[[nodiscard]] const RefusalText& describe(Refusal refusal);

/// One refusal, about one event or one batch.
struct Error {
  Refusal refusal{};
  std::string pointer;      ///< JSON Pointer into the event, "" for the whole of it
  std::string detail;       ///< what was found and what was expected, for a person
  std::int64_t event = -1;  ///< position in the batch, -1 when it is about the batch
  std::string event_id;     ///< the event's own id, when it was read
};

/// Named so that callers need not know which library carries it.
template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> refuse(Refusal refusal, std::string pointer,
                                                  std::string detail) {
  return tl::unexpected<Error>(
      Error{refusal, std::move(pointer), std::move(detail), -1, std::string{}});
}

/// The machine could not: disk, memory, operating system. What was asked for may be sent again.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Another process holds the ledger's write lock.
class Locked : public Failure {
 public:
  using Failure::Failure;
};

/// There was no room on the disk. Nothing is lost or half there; the same may be sent again when
/// there is.
class DiskFull : public Failure {
 public:
  using Failure::Failure;
};

/// Too much is asked for at once: nothing was done, and the same may be sent again a little later.
class Busy : public Failure {
 public:
  using Failure::Failure;
};

/// Nothing is written any more until the ledger is opened again.
class WriteStopped : public Failure {
 public:
  using Failure::Failure;
};

/// The stored record contradicts itself: not a refusal, not a passing failure.
class Damage : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A bug: stops the program. Stays on in release builds; never used on input.
inline void require(bool condition, const char* what) {
  if (condition) return;
  std::fputs("celltrail: broken assumption: ", stderr);
  std::fputs(what, stderr);
  std::fputs("\n", stderr);
  std::abort();
}

}  // namespace ledger
