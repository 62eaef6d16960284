#include "tests/support/storage_disk_planes.hpp"

#include <filesystem>
#include <fstream>
#include <random>

namespace tests {

namespace {

constexpr std::size_t sector = 512;

std::size_t size_of(std::int64_t value) {
  return static_cast<std::size_t>(value);
}

}  // namespace

void DiskPlanes::opened(const std::string& file, bool existed, const std::string& bytes) {
  const auto [at, fresh] = files_.try_emplace(file);
  if (fresh) at->second = {existed, false, bytes, {}};
  at->second.removed = false;
}

void DiskPlanes::wrote(const std::string& file, std::int64_t offset, std::string bytes) {
  files_[file].since.push_back({offset, std::move(bytes), false});
}

void DiskPlanes::truncated(const std::string& file, std::int64_t size) {
  files_[file].since.push_back({size, "", true});
}

void DiskPlanes::synced(const std::string& file) {
  File& found = files_[file];
  for (const Change& change : found.since) apply(found.durable, change);
  found.since.clear();
  found.on_disk = true;
}

void DiskPlanes::removed(const std::string& file, bool synced) {
  if (synced)
    files_.erase(file);
  else
    files_[file].removed = true;
}

void DiskPlanes::apply(std::string& bytes, const Change& change) {
  const std::size_t end = size_of(change.offset) + change.bytes.size();
  if (change.truncates || bytes.size() < end) bytes.resize(end, '\0');
  bytes.replace(size_of(change.offset), change.bytes.size(), change.bytes);
}

void DiskPlanes::cut_power(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  for (auto& [name, file] : files_) {
    std::string bytes = file.durable;
    for (const Change& change : file.since) {
      const bool kept = seed != 0 && (seed == 1 || random() % 2 == 0);
      if (!kept) continue;
      Change done = change;
      // Whole sectors are written or not; a longer write may stop between two.
      if (seed > 1 && random() % 4 == 0 && done.bytes.size() > sector)
        done.bytes.resize(random() % (done.bytes.size() / sector) * sector);
      apply(bytes, done);
    }
    const bool there =
        file.on_disk || (!file.since.empty() && seed != 0 && (seed == 1 || random() % 2 == 0));
    const bool gone = !there || (file.removed && seed % 2 == 1);
    std::filesystem::remove(name);
    if (!gone) std::ofstream(name, std::ios::binary) << bytes;
    std::filesystem::remove(name + "-shm");
  }
  files_.clear();
}

}  // namespace tests
