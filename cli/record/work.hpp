#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/record/csv_input.hpp"
#include "cli/record/dry_run.hpp"
#include "cli/record/event_source.hpp"
#include "cli/record/keyring.hpp"
#include "cli/record/openings_file.hpp"
#include "cli/record/refused_file.hpp"

namespace cli {

/// What `record` was asked for.
struct RecordOptions {
  std::vector<std::string> files;
  KeyringOptions keys;
  bool dry_run = false, accept_clock_jump = false, need_quorum = false;
  std::optional<std::string> errors, openings, receipts, operator_id, encoding;
  std::int64_t batch = 1000, retry_for_s = 300;
};

/// What is recorded, with everything that signing it needs.
struct RecordWork {
  Keyring keys;
  OpeningsFile openings;
  std::optional<RefusedFile> refused;
  std::vector<Input> inputs;
  LeftOut left_out;

  [[nodiscard]] RefusedFile* refused_file() { return refused ? &*refused : nullptr; }
};

/// Reads the keys, the openings and the tables, and makes the files that are written: every input
/// is looked at before the first event is recorded. Says the problems of the tables.
[[nodiscard]] RecordWork prepare_work(Context& context, const RecordOptions& options);

/// The events of all inputs; nothing when one is a stream, which is gone once it was read.
[[nodiscard]] std::optional<std::int64_t> count_events(const std::vector<Input>& inputs);

/// The lines of all inputs, for the progress line: 0 when nobody sees it, or when an input is a
/// stream, whose lines cannot be counted beforehand.
[[nodiscard]] std::int64_t count_lines(const Context& context, const std::vector<Input>& inputs);

}  // namespace cli
