#include "ledger/recording/stored_state.hpp"

#include "ledger/event.hpp"

namespace ledger {

model::Numbers StoredState::numbers() const {
  const auto counts = store_.counts();
  return {counts.operators, counts.units, counts.lots, counts.transfers};
}
std::optional<Constitution> StoredState::constitution() const {
  return store_.constitution();
}
std::optional<OperatorState> StoredState::operator_by_id(std::string_view id) const {
  return store_.operator_by_id(id);
}
std::optional<OperatorState> StoredState::operator_by_no(std::int64_t no) const {
  return store_.operator_by_no(no);
}
std::optional<std::string> StoredState::owner_of_key(const PublicKey& key) const {
  return store_.owner_of_key(key);
}
std::optional<CodeState> StoredState::code(std::string_view code) const {
  return store_.code(code);
}
std::optional<UnitState> StoredState::unit(std::int64_t no) const {
  return store_.unit(no);
}
std::optional<LotState> StoredState::lot(std::string_view name) const {
  return store_.lot_by_name(name);
}
std::optional<TransferState> StoredState::transfer(std::int64_t from, std::int64_t to,
                                                   std::string_view slip) const {
  return store_.transfer(from, to, slip);
}
std::optional<TransferState> StoredState::transfer_by_no(std::int64_t no) const {
  return store_.transfer_by_no(no);
}

bool StoredState::is_scrap_vehicle(std::string_view operator_id, std::string_view event_id) const {
  const auto op = store_.operator_by_id(operator_id);
  if (!op) return false;
  const auto index = store_.event_index(op->no, event_id);
  if (!index) return false;
  const auto row = store_.entry(*index);
  const auto event = row ? read_canonical_event(row->event) : refuse(Refusal::malformed, "", "");
  return event && event->type == EventType::scrap_vehicle;
}

}  // namespace ledger
