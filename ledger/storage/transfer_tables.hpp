#pragma once

#include <functional>
#include <optional>

#include "ledger/storage/database.hpp"
#include "ledger/storage/store.hpp"

namespace ledger::storage {

/// Hand-overs and their items.
class TransferTables {
 public:
  explicit TransferTables(Database& database) : database_(&database) {}

  void write(const TransferState& transfer);
  [[nodiscard]] std::optional<TransferState> by_slip(std::int64_t from, std::int64_t to,
                                                     std::string_view slip);
  [[nodiscard]] std::optional<TransferState> by_no(std::int64_t no);
  void each(const std::function<bool(TransferState&&)>& take, std::int64_t from_no);
  void each_open(const std::function<bool(TransferState&&)>& take, std::int64_t from_no);

 private:
  void write_items(const TransferState& transfer);
  std::int64_t stored_items(std::int64_t transfer);
  void read_items(TransferState& transfer);
  std::optional<TransferState> one(Rows&& rows);
  void give(Rows&& rows, const std::function<bool(TransferState&&)>& take);

  Database* database_;
  Statement upsert_{
      *database_,
      "INSERT INTO transfer (no, from_no, to_no, slip, dispatched, received, dispatched_at_s,"
      " received_at_s, open)"
      " VALUES (:no, :from_no, :to_no, :slip, :dispatched, :received, :dispatched_at_s,"
      " :received_at_s, :open)"
      " ON CONFLICT (no) DO UPDATE SET from_no = excluded.from_no, to_no = excluded.to_no,"
      " slip = excluded.slip, dispatched = excluded.dispatched, received = excluded.received,"
      " dispatched_at_s = excluded.dispatched_at_s, received_at_s = excluded.received_at_s,"
      " open = excluded.open"};
  // A slip of a thousand items is received in many steps: only what differs is written.
  Statement upsert_item_{
      *database_,
      "INSERT INTO transfer_item (transfer, is_lot, subject, dispatched_g, received_g, accepted_g,"
      " refused_g, claimed_g, missing)"
      " VALUES (:transfer, :is_lot, :subject, :dispatched_g, :received_g, :accepted_g, :refused_g,"
      " :claimed_g, :missing)"
      " ON CONFLICT (transfer, is_lot, subject) DO UPDATE SET"
      " dispatched_g = excluded.dispatched_g, received_g = excluded.received_g,"
      " accepted_g = excluded.accepted_g, refused_g = excluded.refused_g,"
      " claimed_g = excluded.claimed_g, missing = excluded.missing"
      " WHERE (dispatched_g, received_g, accepted_g, refused_g, claimed_g, missing) IS NOT"
      " (excluded.dispatched_g, excluded.received_g, excluded.accepted_g, excluded.refused_g,"
      " excluded.claimed_g, excluded.missing)"};
  Statement count_items_{*database_,
                         "SELECT count(*) FROM transfer_item WHERE transfer = :transfer"};
  Statement delete_items_{*database_, "DELETE FROM transfer_item WHERE transfer = :transfer"};
  Statement by_slip_{
      *database_,
      "SELECT no, from_no, to_no, slip, dispatched, received, dispatched_at_s, received_at_s"
      " FROM transfer WHERE from_no = :from_no AND to_no = :to_no AND slip = :slip"};
  Statement by_no_{
      *database_,
      "SELECT no, from_no, to_no, slip, dispatched, received, dispatched_at_s, received_at_s"
      " FROM transfer WHERE no = :no"};
  Statement items_{
      *database_,
      "SELECT is_lot, subject, dispatched_g, received_g, accepted_g, refused_g, claimed_g, missing"
      " FROM transfer_item WHERE transfer = :transfer ORDER BY is_lot, subject"};
};

}  // namespace ledger::storage
