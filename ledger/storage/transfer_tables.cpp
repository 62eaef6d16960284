#include "ledger/storage/transfer_tables.hpp"

#include <algorithm>

#include "ledger/result.hpp"

namespace ledger::storage {

namespace {

bool is_open(const TransferItem& item) {
  return !item.missing && (item.dispatched_g < 0) != (item.received_g < 0);
}

TransferState read_transfer(const Rows& rows) {
  TransferState transfer;
  transfer.no = rows.integer(0);
  transfer.from = rows.integer(1);
  transfer.to = rows.integer(2);
  transfer.slip = rows.text(3);
  transfer.dispatched = rows.integer(4);
  transfer.received = rows.integer(5);
  transfer.dispatched_at_s = rows.integer(6);
  transfer.received_at_s = rows.integer(7);
  return transfer;
}

}  // namespace

void TransferTables::write(const TransferState& transfer) {
  upsert_.bind(":no", transfer.no)
      .bind(":from_no", transfer.from)
      .bind(":to_no", transfer.to)
      .bind(":slip", transfer.slip)
      .bind(":dispatched", transfer.dispatched)
      .bind(":received", transfer.received)
      .bind(":dispatched_at_s", transfer.dispatched_at_s)
      .bind(":received_at_s", transfer.received_at_s)
      .bind(":open", std::ranges::any_of(transfer.items, is_open))
      .run();
  write_items(transfer);
  if (stored_items(transfer.no) == static_cast<std::int64_t>(transfer.items.size())) return;
  // An item went, as when a dispatch is voided.
  delete_items_.bind(":transfer", transfer.no).run();
  write_items(transfer);
}

void TransferTables::write_items(const TransferState& transfer) {
  for (const TransferItem& item : transfer.items)
    upsert_item_.bind(":transfer", transfer.no)
        .bind(":is_lot", item.is_lot)
        .bind(":subject", item.subject)
        .bind(":dispatched_g", item.dispatched_g)
        .bind(":received_g", item.received_g)
        .bind(":accepted_g", item.accepted_g)
        .bind(":refused_g", item.refused_g)
        .bind(":claimed_g", item.claimed_g)
        .bind(":missing", item.missing)
        .run();
}

std::int64_t TransferTables::stored_items(std::int64_t transfer) {
  Rows rows = count_items_.bind(":transfer", transfer).query();
  require(rows.next(), "an aggregate gives a row");
  return rows.integer(0);
}

void TransferTables::read_items(TransferState& transfer) {
  Rows rows = items_.bind(":transfer", transfer.no).query();
  while (rows.next()) {
    TransferItem& item = transfer.items.emplace_back();
    item.is_lot = rows.flag(0);
    item.subject = rows.integer(1);
    item.dispatched_g = rows.integer(2);
    item.received_g = rows.integer(3);
    item.accepted_g = rows.integer(4);
    item.refused_g = rows.integer(5);
    item.claimed_g = rows.integer(6);
    item.missing = rows.flag(7);
  }
}

std::optional<TransferState> TransferTables::one(Rows&& rows) {
  if (!rows.next()) return std::nullopt;
  TransferState transfer = read_transfer(rows);
  read_items(transfer);
  return transfer;
}

void TransferTables::give(Rows&& rows, const std::function<bool(TransferState&&)>& take) {
  while (rows.next()) {
    TransferState transfer = read_transfer(rows);
    read_items(transfer);
    if (!take(std::move(transfer))) return;
  }
}

std::optional<TransferState> TransferTables::by_slip(std::int64_t from, std::int64_t to,
                                                     std::string_view slip) {
  return one(by_slip_.bind(":from_no", from).bind(":to_no", to).bind(":slip", slip).query());
}

std::optional<TransferState> TransferTables::by_no(std::int64_t no) {
  return one(by_no_.bind(":no", no).query());
}

void TransferTables::each(const std::function<bool(TransferState&&)>& take, std::int64_t from_no) {
  Statement statement(
      *database_,
      "SELECT no, from_no, to_no, slip, dispatched, received, dispatched_at_s, received_at_s"
      " FROM transfer WHERE no >= :from_no ORDER BY no");
  give(statement.bind(":from_no", from_no).query(), take);
}

void TransferTables::each_open(const std::function<bool(TransferState&&)>& take,
                               std::int64_t from_no) {
  Statement statement(
      *database_,
      "SELECT no, from_no, to_no, slip, dispatched, received, dispatched_at_s, received_at_s"
      " FROM transfer WHERE open = 1 AND no >= :from_no ORDER BY no");
  give(statement.bind(":from_no", from_no).query(), take);
}

}  // namespace ledger::storage
