#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ledger/ledger.hpp"
#include "ledger/mirror.hpp"

namespace made_up {

/// A log as files of C2SP tlog-tiles, to be harmed.
using LogFiles = std::map<std::string, std::string>;

/// The files of a tree of exactly these entries, made apart from what the ledger itself exports;
/// `checkpoint` is the note given.
[[nodiscard]] LogFiles log_files(const std::vector<std::string>& entries, const std::string& note);
/// Those of a ledger's latest head.
[[nodiscard]] LogFiles log_files(const ledger::Ledger& ledger);
[[nodiscard]] std::vector<std::string> entry_bytes(const ledger::Ledger& ledger);

/// A source that gives those files, and may fail before the nth.
class FileSource final : public ledger::LogSource {
 public:
  explicit FileSource(LogFiles files, std::int64_t fails_at = -1)
      : files_(std::move(files)), left_(fails_at) {}
  std::optional<std::string> fetch(std::string_view path) override;

 private:
  LogFiles files_;
  std::int64_t left_;
};

}  // namespace made_up
