#pragma once

#include <cstdint>

namespace ledger {

/// The time of day, handed in from outside so that tests can hold it still.
class Clock {
 public:
  virtual ~Clock() = default;

  /// Milliseconds since 1970-01-01T00:00:00Z. May go backwards; the ledger never does.
  [[nodiscard]] virtual std::int64_t now_ms() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] std::int64_t now_ms() const override;
};

}  // namespace ledger
