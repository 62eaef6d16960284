#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ledger/hash.hpp"

namespace ledger {

/// Event ids of entries that are made but not yet readable from storage.
class PendingIds {
 public:
  void add(std::int64_t operator_no, std::string_view id, Index index) {
    ids_.emplace(Key{operator_no, std::string(id)}, index);
  }
  void remove(std::int64_t operator_no, std::string_view id) {
    const auto found = ids_.find(View{operator_no, id});
    if (found != ids_.end()) ids_.erase(found);
  }
  [[nodiscard]] std::optional<Index> find(std::int64_t operator_no, std::string_view id) const {
    const auto found = ids_.find(View{operator_no, id});
    if (found == ids_.end()) return std::nullopt;
    return found->second;
  }

 private:
  struct View {
    std::int64_t operator_no;
    std::string_view id;
  };
  struct Key {
    std::int64_t operator_no;
    std::string id;
  };
  struct HashOf {
    using is_transparent = void;
    std::size_t operator()(const View& view) const {
      return std::hash<std::string_view>{}(view.id) ^
             (static_cast<std::size_t>(view.operator_no) * 0x9E3779B97F4A7C15U);
    }
    std::size_t operator()(const Key& key) const { return (*this)(View{key.operator_no, key.id}); }
  };
  struct SameAs {
    using is_transparent = void;
    bool operator()(const auto& a, const auto& b) const {
      return a.operator_no == b.operator_no && std::string_view(a.id) == std::string_view(b.id);
    }
  };
  std::unordered_map<Key, Index, HashOf, SameAs> ids_;
};

}  // namespace ledger
