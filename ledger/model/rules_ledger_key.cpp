#include <fmt/format.h>

#include "ledger/key.hpp"
#include "ledger/model/case.hpp"
#include "ledger/model/known_keys.hpp"

namespace ledger::model {

std::string known_as(World& world, const PublicKey& key) {
  const Constitution& constitution = world.constitution();
  const auto is = [&](std::string_view vkey) {
    const auto read = read_vkey(vkey);
    return read && read->key == key;
  };
  if (is(constitution.ledger_key)) return constitution.origin;
  for (const FormerLedgerKey& former : constitution.former_ledger_keys)
    if (is(former.vkey)) return constitution.origin;
  return world.owner_of_key(key);
}

/// The new key's own word, `proof`, is not judged here: rules verify no signature.
Verdict judge_rotate_ledger_key(Case& c) {
  const Constitution& now = c.world.constitution();
  if (c.event.old_key != now.ledger_key)
    return refuse(Refusal::unknown_key, "/old_key",
                  fmt::format("the ledger's key in force is {}", now.ledger_key));
  auto next = read_vkey(c.event.new_key);
  if (!next) {
    next.error().pointer = "/new_key";
    return tl::unexpected(next.error());
  }
  if (next->name != now.origin)
    return refuse(
        Refusal::id_malformed, "/new_key",
        fmt::format("the key is named {}, the ledger's is named {}", next->name, now.origin));
  if (const std::string owner = known_as(c.world, next->key); !owner.empty())
    return refuse(Refusal::key_reused, "/new_key",
                  fmt::format("these key bytes are known as {}", owner));
  Constitution rotated = now;
  rotated.former_ledger_keys.push_back({rotated.ledger_key, c.index});
  rotated.ledger_key = c.event.new_key;
  c.world.found(std::move(rotated));
  return {};
}

/// Stands right where the ledger was put back to, so that whoever holds a head from before sees at
/// which size the histories part. Its root is held against the tree by whoever has the tree.
Verdict judge_restored(Case& c) {
  if (c.event.size != c.index)
    return refuse(Refusal::out_of_range, "/size",
                  fmt::format("the ledger has {} entries; what is recorded first after it was put "
                              "back names as many",
                              c.index));
  // Equal where nobody can say whether a larger head was ever signed.
  if (c.event.lost_size >= c.event.size) return {};
  return refuse(Refusal::out_of_range, "/lost_size",
                fmt::format("a head of {} entries was signed before: this one", c.event.size));
}

}  // namespace ledger::model
