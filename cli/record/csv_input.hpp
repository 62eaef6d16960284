#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/command.hpp"
#include "cli/record/event_source.hpp"
#include "cli/record/openings_file.hpp"
#include "cli/record/refused_file.hpp"
#include "ledger/csv.hpp"

namespace cli {

[[nodiscard]] bool is_csv(const std::string& file);

/// Turns CSV files into events before anything is recorded.
class CsvInputs {
 public:
  /// Problems go to `refused`, or (the first of them) to `err` when it is null.
  CsvInputs(Context& context, ledger::CsvOptions options, OpeningsFile& openings,
            RefusedFile* refused);

  /// The file's good events; they keep the numbers of their first rows.
  [[nodiscard]] Input read(const std::string& file);
  [[nodiscard]] std::int64_t problems() const { return problems_; }

 private:
  void tell(const std::string& file, const ledger::CsvProblem& problem);

  Context& context_;
  ledger::CsvOptions options_;
  OpeningsFile& openings_;
  RefusedFile* refused_;
  std::int64_t problems_ = 0;
};

}  // namespace cli
