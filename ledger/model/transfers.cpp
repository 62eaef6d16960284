#include "ledger/model/transfers.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "ledger/model/holdings.hpp"

namespace ledger::model {
namespace {

bool is_before(const TransferItem& item, const std::pair<bool, std::int64_t>& key) {
  return std::pair(item.is_lot, item.subject) < key;
}

constexpr std::uint32_t holder_roles = ~0U << (static_cast<unsigned>(Role::regulator) + 1);

}  // namespace

const TransferItem* find_item(const TransferState& transfer, bool is_lot, std::int64_t subject) {
  const std::pair key(is_lot, subject);
  const auto item = std::lower_bound(transfer.items.begin(), transfer.items.end(), key, is_before);
  if (item == transfer.items.end() || item->is_lot != is_lot || item->subject != subject)
    return nullptr;
  return &*item;
}

TransferItem& edit_item(TransferState& transfer, bool is_lot, std::int64_t subject) {
  const std::pair key(is_lot, subject);
  auto item = std::lower_bound(transfer.items.begin(), transfer.items.end(), key, is_before);
  if (item == transfer.items.end() || item->is_lot != is_lot || item->subject != subject) {
    TransferItem made;
    made.is_lot = is_lot;
    made.subject = subject;
    item = transfer.items.insert(item, made);
  }
  return *item;
}

TransferState& open_transfer(Case& c, std::int64_t from, std::int64_t to) {
  const TransferState* known = c.world.find_transfer(from, to, c.event.transfer);
  return known ? c.world.edit_transfer(*known) : c.world.add_transfer(from, to, c.event.transfer);
}

Result<const OperatorState*> other_side(Case& c, std::string_view id, const char* pointer,
                                        Refusal refusal) {
  const OperatorState* other = c.world.find_operator(id);
  if (!other || !other->enrolled)
    return refuse(refusal, pointer, fmt::format("{} is not enrolled", id));
  if (other->no == c.sender().no)
    return refuse(refusal, pointer,
                  fmt::format("a transfer is between two operators, and {} is on both sides of "
                              "this one; look at whose key signs it",
                              id));
  if ((other->roles & holder_roles) == 0)
    return refuse(refusal, pointer, fmt::format("{} has no role that holds batteries", id));
  return other;
}

void note_difference(Case& c, std::int64_t before_g, std::int64_t after_g, std::string_view name,
                     std::string_view subject) {
  const std::int64_t gap_g = before_g > after_g ? before_g - after_g : after_g - before_g;
  if (gap_g > proportion(before_g, c.world.constitution().mass_tolerance_ppm, 1'000'000))
    c.finding(name, subject);
}

}  // namespace ledger::model
