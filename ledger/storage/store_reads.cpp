#include "ledger/storage/store_impl.hpp"

/// The reading half of Store: each member goes to the tables that know the rows.
namespace ledger::storage {

std::int64_t Store::size() const {
  return impl_->chain.size();
}

std::optional<Checkpoint> Store::last_checkpoint() const {
  return impl_->chain.last_checkpoint();
}

std::optional<Checkpoint> Store::checkpoint(std::int64_t size) const {
  return impl_->chain.checkpoint(size);
}

std::optional<Checkpoint> Store::checkpoint_from(std::int64_t size) const {
  return impl_->chain.checkpoint_from(size);
}

std::optional<EntryRow> Store::entry(Index index) const {
  return impl_->chain.entry(index);
}

std::optional<Batch> Store::batch_with(Index index) const {
  return impl_->chain.batch_with(index);
}

std::optional<std::string> Store::tile(std::int64_t level, std::int64_t number) const {
  return impl_->chain.tile(level, number);
}

std::vector<Hash> Store::leaves(Index first, Index last) const {
  return impl_->chain.leaves(first, last);
}

std::optional<Index> Store::event_index(std::int64_t operator_no, std::string_view event_id) const {
  return impl_->chain.event_index(operator_no, event_id);
}

std::optional<EventId> Store::event_id_from(std::int64_t operator_no,
                                            std::string_view event_id) const {
  return impl_->chain.event_id_from(operator_no, event_id);
}

std::optional<Constitution> Store::constitution() const {
  return impl_->registers.constitution();
}

Counts Store::counts() const {
  const auto highest = [this](const char* sql) { return impl_->database.integer(sql); };
  return {size(), highest("SELECT coalesce(max(no), 0) FROM operator"),
          highest("SELECT coalesce(max(no), 0) FROM unit"),
          highest("SELECT coalesce(max(no), 0) FROM lot"),
          highest("SELECT coalesce(max(no), 0) FROM transfer")};
}

std::optional<OperatorState> Store::operator_by_id(std::string_view id) const {
  return impl_->operators.by_id(id);
}

std::optional<OperatorState> Store::operator_by_no(std::int64_t no) const {
  return impl_->operators.by_no(no);
}

std::optional<std::string> Store::owner_of_key(const PublicKey& key) const {
  return impl_->operators.owner_of_key(key);
}

std::map<std::string, Index> Store::doubted_keys() const {
  return impl_->operators.doubted_keys();
}

std::optional<CodeState> Store::code(std::string_view code) const {
  return impl_->units.code(code);
}

std::vector<CodeState> Store::codes_of(std::int64_t unit_no) const {
  return impl_->units.codes_of(unit_no);
}

std::optional<UnitState> Store::unit(std::int64_t no) const {
  return impl_->units.unit(no);
}

std::optional<LotState> Store::lot_by_name(std::string_view name) const {
  return impl_->lots.by_name(name);
}

std::optional<LotState> Store::lot_by_no(std::int64_t no) const {
  return impl_->lots.by_no(no);
}

std::optional<std::string> Store::lot_name(std::int64_t no) const {
  return impl_->lots.name_of(no);
}

std::optional<TransferState> Store::transfer(std::int64_t from, std::int64_t to,
                                             std::string_view slip) const {
  return impl_->transfers.by_slip(from, to, slip);
}

std::optional<TransferState> Store::transfer_by_no(std::int64_t no) const {
  return impl_->transfers.by_no(no);
}

void Store::each_entry(Index first, Index last, const std::function<bool(EntryRow&&)>& take) const {
  impl_->chain.each_entry(first, last, take);
}

void Store::each_batch(Index first, Index last, const std::function<bool(Batch&&)>& take) const {
  impl_->chain.each_batch(first, last, take);
}

void Store::each_checkpoint(const std::function<bool(Checkpoint&&)>& take,
                            std::int64_t from_size) const {
  impl_->chain.each_checkpoint(take, from_size);
}

void Store::each_tile(const std::function<bool(Tile&&)>& take) const {
  impl_->chain.each_tile(take);
}

void Store::each_event_id(
    const std::function<bool(std::int64_t, std::string_view, Index)>& take) const {
  impl_->chain.each_event_id(take);
}

void Store::each_operator(const std::function<bool(OperatorState&&)>& take,
                          std::int64_t from_no) const {
  impl_->operators.each(take, from_no);
}

void Store::each_unit(const std::function<bool(UnitState&&)>& take) const {
  impl_->units.each_unit(take);
}

void Store::each_unit_in(Place place, std::int64_t ref,
                         const std::function<bool(UnitState&&)>& take, std::int64_t from_no) const {
  impl_->units.each_unit_in(place, ref, take, from_no);
}

void Store::each_code(const std::function<bool(CodeState&&)>& take) const {
  impl_->units.each_code(take);
}

void Store::each_lot(const std::function<bool(LotState&&)>& take) const {
  impl_->lots.each(take);
}

void Store::each_lot_in(Place place, std::int64_t ref, const std::function<bool(LotState&&)>& take,
                        std::int64_t from_no) const {
  impl_->lots.each_in(place, ref, take, from_no);
}

void Store::each_transfer(const std::function<bool(TransferState&&)>& take,
                          std::int64_t from_no) const {
  impl_->transfers.each(take, from_no);
}

void Store::each_open_transfer(const std::function<bool(TransferState&&)>& take,
                               std::int64_t from_no) const {
  impl_->transfers.each_open(take, from_no);
}

void Store::each_finding(const std::function<bool(Finding&&)>& take, std::int64_t from_no) const {
  impl_->registers.each_finding(take, from_no);
}

std::vector<TargetState> Store::targets() const {
  return impl_->registers.targets();
}

Tallies Store::tallies(std::int64_t first_year, std::int64_t last_year) const {
  return impl_->tallies.read(first_year, last_year);
}

std::map<std::string, std::int64_t> Store::finding_counts(std::int64_t year) const {
  return impl_->registers.finding_counts(year);
}

}  // namespace ledger::storage
