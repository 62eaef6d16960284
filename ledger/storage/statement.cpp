#include <cstring>

#include <fmt/format.h>

#include "ledger/result.hpp"
#include "ledger/storage/database.hpp"

namespace ledger::storage {

namespace {

const char* start_of(std::string_view bytes) {
  // SQLite takes a null pointer for NULL, even of length 0.
  return bytes.data() == nullptr ? "" : bytes.data();
}

}  // namespace

void Statement::prepare() {
  const int code =
      sqlite3_prepare_v3(database_->handle(), sql_.data(), static_cast<int>(sql_.size()),
                         SQLITE_PREPARE_PERSISTENT, &handle_, nullptr);
  if (code != SQLITE_OK) fail(code);
  parameters_ = static_cast<std::size_t>(sqlite3_bind_parameter_count(handle_));
  slots_.assign(parameters_, Slot{nullptr, 0});
}

int Statement::slot(Parameter parameter) {
  if (handle_ == nullptr) prepare();
  require(bound_ < parameters_, "a statement is bound no more often than it has parameters");
  Slot& slot = slots_[bound_++];
  if (slot.name != parameter.name()) {
    slot = {parameter.name(), sqlite3_bind_parameter_index(handle_, parameter.name())};
    require(slot.index != 0, "a bound name is in the statement");
  }
  return slot.index;
}

Statement& Statement::bind(Parameter parameter, std::int64_t value) {
  const int index = slot(parameter);
  if (const int code = sqlite3_bind_int64(handle_, index, value); code != SQLITE_OK) fail(code);
  return *this;
}

Statement& Statement::bind(Parameter parameter, std::string_view text) {
  const int index = slot(parameter);
  const int code =
      sqlite3_bind_text64(handle_, index, start_of(text), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (code != SQLITE_OK) fail(code);
  return *this;
}

Statement& Statement::bind_blob(Parameter parameter, std::string_view bytes) {
  const int index = slot(parameter);
  const int code =
      sqlite3_bind_blob64(handle_, index, start_of(bytes), bytes.size(), SQLITE_STATIC);
  if (code != SQLITE_OK) fail(code);
  return *this;
}

void Statement::run() {
  const bool row = step();
  reset();
  require(!row, "a statement that is run gives no rows");
}

Rows Statement::query() {
  return Rows(*this);
}

bool Statement::step() {
  if (handle_ == nullptr) prepare();
  // A parameter left over from the run before would write somebody else's value.
  require(bound_ == parameters_, "every parameter is bound before every run");
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  fail(code);
}

void Statement::reset() {
  bound_ = 0;
  sqlite3_reset(handle_);
}

void Statement::fail(int code) {
  // The reset comes after the words are read and before they are thrown.
  try {
    database_->fail(code, fmt::format("\"{}\"", sql_));
  } catch (...) {
    reset();
    throw;
  }
}

std::int64_t Rows::integer(int column) const {
  if (sqlite3_column_type(statement_->handle_, column) != SQLITE_INTEGER)
    misshapen(column, "an integer");
  return sqlite3_column_int64(statement_->handle_, column);
}

std::string_view Rows::text(int column) const {
  return bytes(column, SQLITE_TEXT, "text");
}
std::string_view Rows::blob(int column) const {
  return bytes(column, SQLITE_BLOB, "a blob");
}

std::string_view Rows::bytes(int column, int type, const char* expected) const {
  if (sqlite3_column_type(statement_->handle_, column) != type) misshapen(column, expected);
  // Also for text: sqlite3_column_text would copy it to put a zero behind it.
  const void* start = sqlite3_column_blob(statement_->handle_, column);
  const int size = sqlite3_column_bytes(statement_->handle_, column);
  if (start == nullptr && size != 0) statement_->fail(SQLITE_NOMEM);
  return {static_cast<const char*>(start), static_cast<std::size_t>(size)};
}

std::int64_t Rows::position_below(std::size_t size, int column) const {
  const std::int64_t value = integer(column);
  if (value < 0 || value >= static_cast<std::int64_t>(size)) misshapen(column, "a listed value");
  return value;
}

void Rows::copy_exactly(std::string_view bytes, std::uint8_t* out, std::size_t size,
                        int column) const {
  if (bytes.size() != size) misshapen(column, "a blob of its fixed length");
  std::memcpy(out, bytes.data(), size);
}

void Rows::misshapen(int column, const char* expected) const {
  throw Damage(fmt::format(
      "{}: column {} of \"{}\" should be {}; run `celltrail audit`", statement_->database_->name(),
      sqlite3_column_name(statement_->handle_, column), statement_->sql_, expected));
}

}  // namespace ledger::storage
