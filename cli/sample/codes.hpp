#pragma once

#include <cstdint>
#include <string>

#include "cli/sample/random.hpp"
#include "ledger/lists.hpp"

namespace cli::sample {

/// Codes that are well formed and belong to nobody. Each object is a series: no code comes twice.
class Codes {
 public:
  /// A unified social credit code (GB 32100-2015) under the administrative code 999999, which no
  /// place has. `kind` is its first two characters: "91" a company, "11" an authority.
  [[nodiscard]] std::string credit_code(std::string_view kind);

  /// GB/T 34014-2017, 24 characters, made on that day (days since 1970).
  [[nodiscard]] std::string battery(ledger::Level level, ledger::Chemistry chemistry,
                                    std::int64_t made_on, Random& random);
  /// Its 19-character form for a second-life product.
  [[nodiscard]] std::string second_life(ledger::Level level, ledger::Chemistry chemistry,
                                        std::int64_t made_on);
  /// 17 characters with a manufacturer's part that says SAMPLE.
  [[nodiscard]] std::string vin();

 private:
  std::int64_t companies_ = 0, batteries_ = 0, second_lives_ = 0, vehicles_ = 0;
};

/// What a scanner might have shown instead of the code itself: lower case, parts apart.
[[nodiscard]] std::string raw_scan(const std::string& code);

}  // namespace cli::sample
