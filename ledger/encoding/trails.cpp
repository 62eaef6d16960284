#include "ledger/encoding/trails.hpp"

#include <algorithm>

namespace ledger {
namespace {

void add_things(std::vector<std::string_view>& ids, const std::vector<Item>& items) {
  for (const Item& item : items) ids.push_back(item.unit.empty() ? item.lot : item.unit);
}

}  // namespace

std::vector<std::string_view> named_trails(const Event& event) {
  std::vector<std::string_view> ids;
  ids.reserve(7 + event.items.size() + event.inputs.size() + event.units.size() +
              event.lots.size());
  ids = {event.operator_id, event.subject,    event.to,       event.from,
         event.holder,      event.thing.unit, event.thing.lot};
  add_things(ids, event.items);
  add_things(ids, event.inputs);
  add_things(ids, event.units);
  add_things(ids, event.lots);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (!ids.empty() && ids.front().empty()) ids.erase(ids.begin());
  return ids;
}

namespace encoding {

std::size_t find_repeat(const std::vector<std::string_view>& texts) {
  constexpr std::size_t few = 16;
  if (texts.size() <= few) {
    for (std::size_t i = 1; i < texts.size(); ++i)
      for (std::size_t k = 0; k < i; ++k)
        if (texts[k] == texts[i]) return i;
    return texts.size();
  }
  std::vector<std::size_t> order(texts.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&texts](std::size_t a, std::size_t b) {
    return texts[a] != texts[b] ? texts[a] < texts[b] : a < b;
  });
  std::size_t first = texts.size();
  for (std::size_t i = 1; i < order.size(); ++i)
    if (texts[order[i]] == texts[order[i - 1]]) first = std::min(first, order[i]);
  return first;
}

}  // namespace encoding
}  // namespace ledger
