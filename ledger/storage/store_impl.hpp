#pragma once

#include "ledger/storage/chain_tables.hpp"
#include "ledger/storage/lot_tables.hpp"
#include "ledger/storage/operator_tables.hpp"
#include "ledger/storage/register_tables.hpp"
#include "ledger/storage/store.hpp"
#include "ledger/storage/tally_tables.hpp"
#include "ledger/storage/transfer_tables.hpp"
#include "ledger/storage/unit_tables.hpp"

namespace ledger::storage {

struct Store::Impl {
  Impl(const std::filesystem::path& file, Use use) : database(file, use) {}

  Database database;
  ChainTables chain{database};
  OperatorTables operators{database};
  UnitTables units{database};
  LotTables lots{database};
  TransferTables transfers{database};
  TallyTables tallies{database};
  RegisterTables registers{database};
  bool leaves_wal = false;
  int reading = 0;  ///< how many times begin_read without its end_read

  void write(const Append& transaction);
  void check_place(const Append& transaction);
};

}  // namespace ledger::storage
