#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <sqlite3.h>

#include "ledger/lists.hpp"

/// A thin, exact layer over SQLite: what the tables of this room need and nothing more.
namespace ledger::storage {

/// How a file is used; decides the pragmas (connection.cpp).
enum class Use : std::uint8_t { read_ledger, write_ledger, openings, in_memory };

/// One connection. Threads: one at a time.
class Database {
 public:
  /// Opens an existing file with every safety setting made; `in_memory` an empty database of no
  /// file, for which `file` is ":memory:". Throws Failure, or Damage when the bytes are no
  /// database.
  Database(const std::filesystem::path& file, Use use);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  [[nodiscard]] sqlite3* handle() const { return handle_; }
  [[nodiscard]] const std::string& name() const { return name_; }

  /// Runs statements that give no rows: pragmas, migrations, BEGIN and COMMIT. `doing` is for the
  /// message of what is thrown.
  void execute(const std::string& sql, std::string_view doing);
  /// Ends whatever transaction there is, without it.
  void roll_back() noexcept;
  /// The one integer a statement gives.
  [[nodiscard]] std::int64_t integer(const char* sql);

  /// Throws what an SQLite result code means: Damage when the file contradicts itself, DiskFull,
  /// else Failure. A failed fsync is remembered.
  [[noreturn]] void fail(int code, std::string_view doing);

  /// Moves pages from the WAL into the file when there are at least `pages` of them. Never throws:
  /// what is in the WAL is safe there; only a failed fsync is remembered.
  void checkpoint_wal(int pages) noexcept;
  /// The same for all pages, and cuts the WAL off. Waits a moment for whoever reads or writes.
  void truncate_wal() noexcept;
  /// In the WAL after the last commit of this connection.
  [[nodiscard]] int wal_pages() const { return wal_pages_; }
  [[nodiscard]] bool is_sound() const { return !sync_failed_; }

  /// After a failed fsync nobody knows what the disk holds, and a second fsync may lie: no further
  /// write on this connection. Throws Failure then.
  void require_sound_disk() const;

 private:
  void note_sync(int code) noexcept;

  sqlite3* handle_ = nullptr;
  std::string name_;
  int wal_pages_ = 0;
  bool sync_failed_ = false;
};

/// The name of a parameter: a literal, so that its address tells it apart.
class Parameter {
 public:
  template <std::size_t N>
  consteval Parameter(const char (&name)[N]) : name_(name) {}  // NOLINT: a name is meant to convert
  [[nodiscard]] const char* name() const { return name_; }

 private:
  const char* name_;
};

class Rows;

/// A statement, prepared when it is first used. Every parameter is bound by name before every run;
/// the names are looked up once. Text and blobs are not copied: they must live until run() returns
/// or the Rows are gone.
class Statement {
 public:
  Statement(Database& database, std::string sql) : database_(&database), sql_(std::move(sql)) {}
  ~Statement() { sqlite3_finalize(handle_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(Parameter parameter, std::int64_t value);
  Statement& bind(Parameter parameter, std::string_view text);
  Statement& bind_blob(Parameter parameter, std::string_view bytes);
  template <std::size_t N>
  Statement& bind(Parameter parameter, const std::array<std::uint8_t, N>& bytes) {
    return bind_blob(parameter, {reinterpret_cast<const char*>(bytes.data()), N});
  }
  template <class E>
  requires std::is_enum_v<E> Statement& bind(Parameter parameter, E value) {
    return bind(parameter, static_cast<std::int64_t>(value));
  }

  /// For statements without rows.
  void run();
  [[nodiscard]] Rows query();

 private:
  friend class Rows;
  struct Slot {
    const char* name;
    int index;
  };
  int slot(Parameter parameter);
  void prepare();
  bool step();
  void reset();
  [[noreturn]] void fail(int code);

  Database* database_;
  std::string sql_;
  sqlite3_stmt* handle_ = nullptr;
  std::vector<Slot> slots_;  ///< in the order the caller binds
  std::size_t bound_ = 0, parameters_ = 0;
};

/// The rows of a running statement; resets it when it goes. Columns are counted from 0. Reading a
/// column as what it is not throws Damage.
class Rows {
 public:
  explicit Rows(Statement& statement) : statement_(&statement) {}
  ~Rows() { statement_->reset(); }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  /// Goes to the next row; false when there is none.
  [[nodiscard]] bool next() { return statement_->step(); }

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] bool flag(int column) const { return integer(column) != 0; }
  /// Views are good until the next row.
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string_view blob(int column) const;
  template <std::size_t N>
  void fixed(int column, std::array<std::uint8_t, N>& out) const {
    copy_exactly(blob(column), out.data(), N, column);
  }
  template <class E>
  [[nodiscard]] E listed(int column) const {
    return static_cast<E>(position_below(list_size<E>(), column));
  }
  [[nodiscard]] std::int64_t position_below(std::size_t size, int column) const;

 private:
  void copy_exactly(std::string_view bytes, std::uint8_t* out, std::size_t size, int column) const;
  [[nodiscard]] std::string_view bytes(int column, int type, const char* expected) const;
  [[noreturn]] void misshapen(int column, const char* expected) const;

  Statement* statement_;
};

/// BEGIN IMMEDIATE to commit(); rolled back when it goes without. Nothing else writes BEGIN but a
/// reader's snapshot.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  /// On disk when it returns. Throws Failure; the outcome is then unknown.
  void commit();

 private:
  Database* database_;
};

}  // namespace ledger::storage
