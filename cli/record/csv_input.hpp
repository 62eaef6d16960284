#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/problem.hpp"
#include "cli/record/event_source.hpp"
#include "cli/record/openings_file.hpp"
#include "cli/record/refused_file.hpp"
#include "ledger/csv.hpp"

namespace cli {

/// Problems said of one recording before the rest is only counted.
inline constexpr std::int64_t problems_said_max = 20;

/// Whether a file's name says that it is JSON Lines.
[[nodiscard]] bool is_named_lines(const std::string& file);
/// Whether a file is a table: by its name, or else by its first byte, since an event begins with a
/// bracket.
[[nodiscard]] bool is_csv(const std::string& file);
/// The same of a stream that is open; takes nothing from it.
[[nodiscard]] bool is_csv(std::istream& in);

/// Turns CSV files into events before anything is recorded.
class CsvInputs {
 public:
  /// `refused` may be null.
  CsvInputs(Context& context, ledger::CsvOptions options, OpeningsFile& openings,
            RefusedFile* refused);

  /// The file's good events, with their places in it; `-` is standard input. Says the problems.
  [[nodiscard]] Input read(const std::string& file);
  /// Events that could not be made.
  [[nodiscard]] std::int64_t left_out() const { return left_out_; }
  [[nodiscard]] std::int64_t problems() const { return problems_; }
  /// The first of them, for one JSON object; as text they have been said.
  [[nodiscard]] std::vector<Problem> unsaid() const { return unsaid_; }

 private:
  void tell(const std::string& file, const ledger::CsvProblem& problem);

  Context& context_;
  ledger::CsvOptions options_;
  OpeningsFile& openings_;
  RefusedFile* refused_;
  std::int64_t problems_ = 0, left_out_ = 0;
  std::vector<Problem> unsaid_;
};

}  // namespace cli
