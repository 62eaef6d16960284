#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/bench/stream.hpp"

namespace bench {

/// A ledger of the plain stream with its first events recorded, and the rest to be posted in order.
class ServedLedger {
 public:
  ServedLedger(const std::filesystem::path& directory, std::int64_t recorded, std::int64_t posted);

  [[nodiscard]] const std::filesystem::path& book() const { return book_; }
  /// Bodies of POST /v1/batches with the next events, so many each.
  [[nodiscard]] std::vector<std::string> bodies(std::int64_t batches, std::size_t events);
  /// Codes of packs that are recorded.
  [[nodiscard]] const std::vector<std::string>& codes() const { return codes_; }

 private:
  std::filesystem::path book_;
  Stream stream_;
  std::ifstream rest_;
  std::string row_;  ///< an event, of the size of all
  std::vector<std::string> codes_;

 public:
  [[nodiscard]] const std::string& row() const { return row_; }
};

}  // namespace bench
