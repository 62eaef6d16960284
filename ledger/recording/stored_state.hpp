#pragma once

#include "ledger/model/state_source.hpp"
#include "ledger/storage/store.hpp"

namespace ledger {

/// The world's states as storage keeps them. `store` must outlive it.
class StoredState final : public model::StateSource {
 public:
  explicit StoredState(const storage::Store& store) : store_(store) {}

  [[nodiscard]] model::Numbers numbers() const override;
  [[nodiscard]] std::optional<Constitution> constitution() const override;
  [[nodiscard]] std::optional<OperatorState> operator_by_id(std::string_view id) const override;
  [[nodiscard]] std::optional<OperatorState> operator_by_no(std::int64_t no) const override;
  [[nodiscard]] std::optional<std::string> owner_of_key(const PublicKey& key) const override;
  [[nodiscard]] std::optional<CodeState> code(std::string_view code) const override;
  [[nodiscard]] std::optional<UnitState> unit(std::int64_t no) const override;
  [[nodiscard]] std::optional<LotState> lot(std::string_view name) const override;
  [[nodiscard]] std::optional<TransferState> transfer(std::int64_t from, std::int64_t to,
                                                      std::string_view slip) const override;
  [[nodiscard]] std::optional<TransferState> transfer_by_no(std::int64_t no) const override;
  [[nodiscard]] bool is_scrap_vehicle(std::string_view operator_id,
                                      std::string_view event_id) const override;

 private:
  const storage::Store& store_;
};

}  // namespace ledger
