#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "api/request.hpp"
#include "ledger/report.hpp"
#include "ledger/views.hpp"

namespace api::wire {

inline constexpr std::int64_t list_items_default = 100, list_items_max = 500;
/// A page of large items ends earlier.
inline constexpr std::size_t page_bytes_max = 1024 * 1024;

/// `limit` of a decoded query. Throws Stop (`parameter_malformed`).
[[nodiscard]] std::size_t limit_in(const Fields& query);

/// Where a page of stock begins, as `from` says it: "unit-17", "lot-4".
[[nodiscard]] std::string cursor(const ledger::StockKey& key);
/// `from` of a decoded query; the beginning when it is absent. Throws Stop (`parameter_malformed`).
[[nodiscard]] ledger::StockKey stock_from_in(const Fields& query);

[[nodiscard]] Response json_answer(const nlohmann::json& value);
[[nodiscard]] Response text_answer(std::string content_type, std::string body);
/// Without parameters.
[[nodiscard]] std::string_view media_type(ledger::ReportFormat format);

/// A page of a list on its way out.
class List {
 public:
  explicit List(std::size_t items_max) : items_max_(items_max) {}

  [[nodiscard]] bool is_full() const {
    return count_ >= items_max_ || items_.size() > page_bytes_max;
  }
  /// `json` is the text of one value.
  void add_text(std::string_view json);
  void add(const nlohmann::json& value);
  /// Where the next page begins, for `from`.
  void go_on_at(std::string from) { next_ = std::move(from); }
  void go_on_at(std::int64_t from) { next_ = std::to_string(from); }
  [[nodiscard]] bool goes_on() const { return next_.has_value(); }
  /// A member beside `size` and `items`.
  void set(std::string_view name, const nlohmann::json& value);

  /// `{"size":…,"items":[…],"next":…}` and its Link.
  [[nodiscard]] Response answer(const Request& request, const Fields& query,
                                std::int64_t size) const;
  /// The items alone, a line each.
  [[nodiscard]] Response answer_lines(const Request& request, const Fields& query,
                                      std::int64_t size) const;

 private:
  [[nodiscard]] std::string next_target(const Request& request, Fields query) const;

  std::size_t items_max_, count_ = 0;
  std::string items_;  ///< a line each
  std::string members_;
  std::optional<std::string> next_;
};

}  // namespace api::wire
