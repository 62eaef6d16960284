#pragma once

#include <map>
#include <string>

#include "ledger/entry.hpp"
#include "ledger/model/world.hpp"
#include "ledger/report.hpp"

namespace ledger {

/// Names of keys no longer trusted, and the index from which on.
using DoubtedKeys = std::map<std::string, Index>;
[[nodiscard]] DoubtedKeys doubted_keys(const model::World& world);

/// Takes apart, while entries are replayed, what those add to the figures that stand on keys no
/// longer trusted.
class DoubtfulSums {
 public:
  explicit DoubtfulSums(const DoubtedKeys& keys);
  /// Around the judging of each entry. What was accepted before is settled first.
  void before(model::World& world, Index index, const Batch& batch);
  void after(model::World& world, const Event& event);
  [[nodiscard]] DoubtfulSource take() { return std::move(source_); }

 private:
  const DoubtedKeys& keys_;
  bool is_doubted_ = false;
  DoubtfulSource source_;
};

}  // namespace ledger
