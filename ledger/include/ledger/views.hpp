#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/entry.hpp"
#include "ledger/hash.hpp"
#include "ledger/state.hpp"

/// What a ledger is asked for, taken apart for reading.
namespace ledger {

struct LedgerInfo {
  std::string origin;
  Hash identity{};
  std::int64_t size{};
  Hash root{};
  std::string checkpoint;  ///< the latest signed note, with what cosignatures it has
  std::string ledger_key;  ///< vkey
  std::string authority;
  std::int64_t last_recorded_at_ms{};
  Constitution constitution;
};

/// One entry, taken apart for reading. `bytes` are exactly what the leaf hash covers.
struct Entry {
  Index index{};
  std::string bytes;
  Hash leaf{};
  Batch batch;
  std::string event;  ///< canonical JSON
  std::vector<TrailLink> trail;
};

struct UnitView {
  UnitState state;
  std::vector<CodeState> codes;
  std::string holder;  ///< operator id when in somebody's stock or lost from it, else ""
};
/// Where a line stands in a list of stock.
struct StockKey {
  bool is_lot{};
  std::int64_t no{};  ///< of the unit or lot, from 1
};
struct StockLine {
  bool is_lot{};
  std::string id;  ///< unit code or lot name
  Level level{};
  Material material{};
  Chemistry chemistry{};
  Origin origin{};
  std::int64_t mass_g{}, claimed_g{};
  std::int64_t energy_wh = -1;
  Index last{};
  std::int64_t no{};  ///< of the unit or lot
};
struct TransferView {
  TransferState state;
  std::string from, to;               ///< operator ids
  std::vector<std::string> subjects;  ///< unit code or lot name of each item
};

/// A sealed text as it can be read now. The file of openings may be erased, and whoever can write
/// it can forge it: a text is given out only when it hashes to the commitment in its event.
struct OpenedText {
  enum class State : std::uint8_t { opened, absent, wrong };
  std::string member;
  State state{};
  std::string text;  ///< of an opened one; else empty
};

/// An entry beside what proves that it is in the ledger.
struct EntryProof {
  std::string bytes;  ///< what the leaf hash covers
  std::string proof;  ///< C2SP tlog-proof
};

/// Which entries to list, and in which order.
struct EntryQuery {
  std::optional<EventType> type;
  std::string operator_id;  ///< who reported it; empty for anybody
  std::string about;        ///< a unit (any of its codes), lot or operator; empty for anything
  std::optional<std::int64_t> recorded_from_ms, recorded_before_ms;
  bool newest_first = false;
  /// The first index to look at: the oldest or newest of all when absent.
  std::optional<Index> from;
  std::size_t entries_max = 100;
};

/// Entries that a query found. A page may be short, or empty, though there are more: each looks at
/// a bounded number of entries.
struct EntryPage {
  std::vector<Entry> entries;
  std::optional<Index> next;  ///< `from` of the page after this one; nothing when it was the last
  std::int64_t size{};        ///< of the head that the page speaks of
};

}  // namespace ledger
