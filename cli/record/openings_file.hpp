#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/ledger.hpp"

namespace cli {

/// The texts behind sealed members, as lines {"event","member","operator","salt","text"}. Kept as
/// text and parsed when asked for, so that a big file costs little more than its bytes.
class OpeningsFile {
 public:
  OpeningsFile() = default;
  /// Stops (not found, usage) when the file is missing or a line is not such an object.
  explicit OpeningsFile(const std::string& file);

  /// One more, from elsewhere. Before any thread asks.
  void add(const std::string& operator_id, ledger::SealedText opening);

  /// Adds the openings of an event to `openings`. Threads: any.
  void add_of(std::string_view operator_id, std::string_view event_id,
              std::vector<ledger::SealedText>& openings) const;

 private:
  struct Line {
    std::size_t key, at, bytes;
  };
  std::map<std::pair<std::string, std::string>, std::vector<ledger::SealedText>> added_;
  std::string text_;
  std::vector<Line> lines_;  ///< sorted by key, a hash of operator and event id
};

}  // namespace cli
