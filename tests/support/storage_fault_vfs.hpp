#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace tests {

/// What can be made to fail.
enum DiskOperation : unsigned {
  on_open = 1,
  on_read = 2,
  on_write = 4,
  on_truncate = 8,
  on_sync = 16,
  on_remove = 32,
  on_change = on_write | on_truncate | on_sync | on_remove
};

/// The n-th operation among `operations` fails with an SQLite result code; with `lasting` every
/// later one too, as on a disk that has died.
struct DiskFault {
  unsigned operations{};
  std::int64_t nth{};
  int code{};
  bool lasting = false;
};

/// SQLite's disk while it lives: the real one, with faults. Files opened through it before it goes
/// must be closed before it goes. One at a time; with planes, or while it comes and goes, one
/// thread.
class FaultDisk {
 public:
  FaultDisk();
  ~FaultDisk();
  FaultDisk(const FaultDisk&) = delete;
  FaultDisk& operator=(const FaultDisk&) = delete;

  /// Counts from here.
  void fail(const DiskFault& fault);
  void heal();
  /// Whether the fault has happened.
  [[nodiscard]] bool failed() const;

  /// From here on the planes of each file opened are kept (storage_disk_planes.hpp).
  void keep_planes();
  /// At the n-th change from here the power goes: it and everything after it fails.
  void cut_power_at(std::int64_t nth);
  /// Leaves the files as a power cut could have left them and heals the disk. Every file must be
  /// closed.
  void restart(std::uint64_t seed);

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace tests
