#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/state.hpp"

namespace ledger::model {

/// The highest number given to a thing of each kind so far.
struct Numbers {
  std::int64_t operators{}, units{}, lots{}, transfers{};
};

/// Where the world finds what is not in its memory yet. The base class finds nothing: a replay from
/// entry 0 needs no other.
class StateSource {
 public:
  virtual ~StateSource() = default;
  [[nodiscard]] virtual Numbers numbers() const { return {}; }
  [[nodiscard]] virtual std::optional<Constitution> constitution() const { return {}; }
  [[nodiscard]] virtual std::optional<OperatorState> operator_by_id(std::string_view) const {
    return {};
  }
  [[nodiscard]] virtual std::optional<OperatorState> operator_by_no(std::int64_t) const {
    return {};
  }
  [[nodiscard]] virtual std::optional<std::string> owner_of_key(const PublicKey&) const {
    return {};
  }
  [[nodiscard]] virtual std::optional<CodeState> code(std::string_view) const { return {}; }
  [[nodiscard]] virtual std::optional<UnitState> unit(std::int64_t) const { return {}; }
  [[nodiscard]] virtual std::optional<LotState> lot(std::string_view) const { return {}; }
  [[nodiscard]] virtual std::optional<TransferState> transfer(std::int64_t /*from*/,
                                                              std::int64_t /*to*/,
                                                              std::string_view /*slip*/) const {
    return {};
  }
  [[nodiscard]] virtual std::optional<TransferState> transfer_by_no(std::int64_t) const {
    return {};
  }
  /// Whether this operator recorded a scrap_vehicle under this event id.
  [[nodiscard]] virtual bool is_scrap_vehicle(std::string_view /*operator_id*/,
                                              std::string_view /*event_id*/) const {
    return false;
  }
};

}  // namespace ledger::model
