#include "tests/support/storage_fault_vfs.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <new>
#include <optional>

#include <sqlite3.h>

#include "ledger/result.hpp"
#include "tests/support/storage_disk_planes.hpp"

namespace tests {

struct FaultDisk::State {
  sqlite3_vfs vfs{};
  sqlite3_vfs* real = nullptr;
  DiskFault fault;
  std::int64_t count = 0;
  bool happened = false;
  std::optional<DiskPlanes> planes;
  std::mutex mutex;  ///< of the counting: several connections may be at work

  /// The code to fail with, or SQLITE_OK.
  int strike(DiskOperation operation) {
    const std::lock_guard lock(mutex);
    if ((fault.operations & operation) == 0) return SQLITE_OK;
    ++count;
    if (count != fault.nth && !(fault.lasting && count > fault.nth)) return SQLITE_OK;
    happened = true;
    return fault.code;
  }
};

namespace {

using State = FaultDisk::State;

/// SQLite gives us room for this and, behind it, for the real file.
struct FaultFile {
  sqlite3_file base{};
  State* state = nullptr;
  std::string* name = nullptr;  ///< none for files without one: they are gone with the power

  [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  [[nodiscard]] DiskPlanes* planes() const {
    return name != nullptr && state->planes ? &*state->planes : nullptr;
  }
};

FaultFile* ours(sqlite3_file* file) {
  return reinterpret_cast<FaultFile*>(file);
}
State* state_of(sqlite3_vfs* vfs) {
  return static_cast<State*>(vfs->pAppData);
}

int close_file(sqlite3_file* file) {
  FaultFile* own = ours(file);
  const int code =
      own->real()->pMethods == nullptr ? SQLITE_OK : own->real()->pMethods->xClose(own->real());
  delete own->name;
  return code;
}

int read_file(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
  FaultFile* own = ours(file);
  if (const int code = own->state->strike(on_read)) return code;
  return own->real()->pMethods->xRead(own->real(), out, size, offset);
}

int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  FaultFile* own = ours(file);
  if (const int code = own->state->strike(on_write)) return code;
  if (DiskPlanes* planes = own->planes())
    planes->wrote(*own->name, offset,
                  {static_cast<const char*>(bytes), static_cast<std::size_t>(size)});
  return own->real()->pMethods->xWrite(own->real(), bytes, size, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  FaultFile* own = ours(file);
  if (const int code = own->state->strike(on_truncate)) return code;
  if (DiskPlanes* planes = own->planes()) planes->truncated(*own->name, size);
  return own->real()->pMethods->xTruncate(own->real(), size);
}

int sync_file(sqlite3_file* file, int /*flags*/) {
  FaultFile* own = ours(file);
  if (const int code = own->state->strike(on_sync)) return code;
  if (DiskPlanes* planes = own->planes()) planes->synced(*own->name);
  // The real disk is not waited for: what it would keep is told by the planes.
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return ours(file)->real()->pMethods->xFileSize(ours(file)->real(), size);
}
int lock_file(sqlite3_file* file, int level) {
  return ours(file)->real()->pMethods->xLock(ours(file)->real(), level);
}
int unlock_file(sqlite3_file* file, int level) {
  return ours(file)->real()->pMethods->xUnlock(ours(file)->real(), level);
}
int check_lock(sqlite3_file* file, int* out) {
  return ours(file)->real()->pMethods->xCheckReservedLock(ours(file)->real(), out);
}
int file_control(sqlite3_file* file, int what, void* argument) {
  return ours(file)->real()->pMethods->xFileControl(ours(file)->real(), what, argument);
}
int sector_size(sqlite3_file* file) {
  return ours(file)->real()->pMethods->xSectorSize(ours(file)->real());
}
int characteristics(sqlite3_file* /*file*/) {
  // A disk that promises nothing.
  return 0;
}
int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
  return ours(file)->real()->pMethods->xShmMap(ours(file)->real(), page, size, extend, out);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
  return ours(file)->real()->pMethods->xShmLock(ours(file)->real(), offset, count, flags);
}
void barrier(sqlite3_file* file) {
  ours(file)->real()->pMethods->xShmBarrier(ours(file)->real());
}
int unmap_shared(sqlite3_file* file, int remove) {
  return ours(file)->real()->pMethods->xShmUnmap(ours(file)->real(), remove);
}

const sqlite3_io_methods methods{.iVersion = 2,
                                 .xClose = close_file,
                                 .xRead = read_file,
                                 .xWrite = write_file,
                                 .xTruncate = truncate_file,
                                 .xSync = sync_file,
                                 .xFileSize = file_size,
                                 .xLock = lock_file,
                                 .xUnlock = unlock_file,
                                 .xCheckReservedLock = check_lock,
                                 .xFileControl = file_control,
                                 .xSectorSize = sector_size,
                                 .xDeviceCharacteristics = characteristics,
                                 .xShmMap = map_shared,
                                 .xShmLock = lock_shared,
                                 .xShmBarrier = barrier,
                                 .xShmUnmap = unmap_shared,
                                 .xFetch = nullptr,
                                 .xUnfetch = nullptr};

std::string bytes_of(const std::string& name) {
  std::ifstream in(name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  State* state = state_of(vfs);
  auto* own = new (file) FaultFile;
  if (const int code = state->strike(on_open)) return code;
  const bool existed = name != nullptr && std::filesystem::exists(name);
  std::memset(own->real(), 0, static_cast<std::size_t>(state->real->szOsFile));
  const int code = state->real->xOpen(state->real, name, own->real(), flags, out_flags);
  if (code != SQLITE_OK) return code;
  own->base.pMethods = &methods;
  own->state = state;
  if (name != nullptr) own->name = new std::string(name);
  if (DiskPlanes* planes = own->planes()) planes->opened(name, existed, bytes_of(name));
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  State* state = state_of(vfs);
  if (const int code = state->strike(on_remove)) return code;
  if (state->planes) state->planes->removed(name, sync_folder != 0);
  return state->real->xDelete(state->real, name, sync_folder);
}

int access_file(sqlite3_vfs* vfs, const char* name, int flags, int* out) {
  return state_of(vfs)->real->xAccess(state_of(vfs)->real, name, flags, out);
}
int full_name(sqlite3_vfs* vfs, const char* name, int size, char* out) {
  return state_of(vfs)->real->xFullPathname(state_of(vfs)->real, name, size, out);
}

}  // namespace

FaultDisk::FaultDisk() : state_(std::make_unique<State>()) {
  state_->real = sqlite3_vfs_find(nullptr);
  // Clock, randomness and sleeping stay the real ones.
  state_->vfs = *state_->real;
  state_->vfs.iVersion = 1;
  state_->vfs.szOsFile = static_cast<int>(sizeof(FaultFile)) + state_->real->szOsFile;
  state_->vfs.pNext = nullptr;
  state_->vfs.zName = "celltrail-faults";
  state_->vfs.pAppData = state_.get();
  state_->vfs.xOpen = open_file;
  state_->vfs.xDelete = remove_file;
  state_->vfs.xAccess = access_file;
  state_->vfs.xFullPathname = full_name;
  ledger::require(sqlite3_vfs_register(&state_->vfs, 1) == SQLITE_OK, "the fault disk registers");
}

FaultDisk::~FaultDisk() {
  sqlite3_vfs_unregister(&state_->vfs);
  sqlite3_vfs_register(state_->real, 1);
}

void FaultDisk::fail(const DiskFault& fault) {
  const std::lock_guard lock(state_->mutex);
  state_->fault = fault;
  state_->count = 0;
  state_->happened = false;
}

void FaultDisk::heal() {
  const std::lock_guard lock(state_->mutex);
  state_->fault = {};
}
bool FaultDisk::failed() const {
  const std::lock_guard lock(state_->mutex);
  return state_->happened;
}
void FaultDisk::keep_planes() {
  state_->planes.emplace();
}

void FaultDisk::cut_power_at(std::int64_t nth) {
  fail({on_change, nth, SQLITE_IOERR, true});
}

void FaultDisk::restart(std::uint64_t seed) {
  ledger::require(state_->planes.has_value(), "a restart needs planes");
  state_->planes->cut_power(seed);
  heal();
}

}  // namespace tests
