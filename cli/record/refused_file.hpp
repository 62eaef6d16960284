#pragma once

#include <fstream>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "cli/record/event_source.hpp"
#include "ledger/csv.hpp"
#include "ledger/result.hpp"

namespace cli {

/// The events that were refused, as lines {"file","line","refusal","pointer","detail","hint",
/// "event"}: what to mend, with the event as it was read.
class RefusedFile {
 public:
  /// Makes the file before anything is recorded. Stops (usage) when it holds something already.
  explicit RefusedFile(const std::string& file);

  /// On disk before it returns. Throws Failure.
  void add(const Place& place, const ledger::Error& error, const std::string& event_text);
  /// The same of what could not become an event: {"file","line","column","header",...}.
  void add(const std::string& file, const ledger::CsvProblem& problem);

 private:
  void write(const nlohmann::json& line);

  std::string name_;
  std::ofstream out_;
};

}  // namespace cli
