#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ledger/hash.hpp"

namespace ledger::crypto {

/// Public keys by name, as a ledger granted them. A name never changes its key, so what is in the
/// ring stays right; it lets signatures be verified in parallel, before an entry's turn comes.
/// Threads: any.
class KeyRing {
 public:
  void add(const std::string& name, const PublicKey& key) {
    const std::lock_guard lock(mutex_);
    keys_.emplace(name, key);
  }
  /// When what was granted may not have been stored.
  void clear() {
    const std::lock_guard lock(mutex_);
    keys_.clear();
  }
  [[nodiscard]] std::optional<PublicKey> find(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    const auto key = keys_.find(std::string(name));
    if (key == keys_.end()) return std::nullopt;
    return key->second;
  }

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, PublicKey> keys_;
};

}  // namespace ledger::crypto
