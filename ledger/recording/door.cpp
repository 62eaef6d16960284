#include "ledger/recording/door.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"

namespace ledger {
namespace {

Result<void> judge_size(const SignedBatch& batch) {
  std::size_t bytes = 0;
  for (const Event& event : batch.events) bytes += event.bytes().size() + 1;
  if (batch.events.empty())
    return refuse(Refusal::batch_malformed, "", "the batch has no event; expected at least one");
  if (batch.events.size() > batch_events_max || bytes > batch_bytes_max)
    return refuse(Refusal::batch_too_large, "",
                  fmt::format("the batch has {} events and {} bytes; at most {} events and {} "
                              "bytes are accepted",
                              batch.events.size(), bytes, batch_events_max, batch_bytes_max));
  return {};
}

Result<void> judge_root(const BatchHead& head, const std::vector<Event>& events) {
  chain::Frontier tree;
  for (const Event& event : events) tree.add(crypto::leaf_hash(event.bytes()));
  if (head.count == static_cast<std::int64_t>(events.size()) && head.root == tree.root()) return {};
  return refuse(
      Refusal::wrong_root, "",
      fmt::format("the head names {} events with root {}; the {} events sent have root {}",
                  head.count, encoding::base64(head.root), events.size(),
                  encoding::base64(tree.root())));
}

constexpr std::size_t opening_bytes_max = 16'384;

Result<void> judge_openings(const SignedBatch& batch) {
  if (batch.openings.empty()) return {};
  std::unordered_map<std::string_view, const Event*> events;
  for (const Event& event : batch.events) events.emplace(event.id, &event);
  for (const SealedText& opening : batch.openings) {
    const auto event = events.find(opening.event_id);
    if (event == events.end() || opening.text.size() > opening_bytes_max ||
        !chain::is_sealed(*event->second, opening.member, opening.salt, opening.text))
      return refuse(
          Refusal::opening_mismatch, "/sealed/" + opening.member,
          fmt::format("the opening of {} for the event {} ({} bytes, at most {} are kept) "
                      "does not hash to a commitment in it",
                      opening.member, opening.event_id, opening.text.size(), opening_bytes_max));
  }
  return {};
}

std::vector<std::uint32_t> order_of_ids(const std::vector<Event>& events) {
  std::vector<std::uint32_t> order(events.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&events](std::uint32_t a, std::uint32_t b) {
    const int compared = events[a].id.compare(events[b].id);
    return compared != 0 ? compared < 0 : a < b;
  });
  return order;
}

}  // namespace

Result<void> verify_head(const BatchHead& head, const PublicKey& key) {
  if (chain::verifies(VerifierKey{head.key, key}, chain::batch_head_text(head), head.signature))
    return {};
  return refuse(
      Refusal::bad_signature, "",
      fmt::format("the signature of the batch head does not verify with the key {}", head.key));
}

Result<CheckedBatch> check_at_door(SignedBatch&& batch, std::string_view origin,
                                   const KeyRing& ring) {
  if (auto fits = judge_size(batch); !fits) return tl::unexpected(fits.error());
  auto head = chain::read_batch_head(batch.head);
  if (!head) return tl::unexpected(head.error());
  if (head->origin != origin)
    return refuse(
        Refusal::wrong_origin, "",
        fmt::format("the batch is signed for {}, this ledger is {}", head->origin, origin));
  bool is_verified = false;
  if (const auto key = ring.find(head->key)) {
    if (auto verified = verify_head(*head, *key); !verified)
      return tl::unexpected(verified.error());
    is_verified = true;
  }
  if (auto fits = judge_root(*head, batch.events); !fits) return tl::unexpected(fits.error());
  if (auto fits = judge_openings(batch); !fits) return tl::unexpected(fits.error());
  auto by_id = order_of_ids(batch.events);
  return CheckedBatch{std::move(batch), std::move(*head), is_verified, std::move(by_id)};
}

SignedBatch sign_batch(std::string_view origin, std::vector<Event> events, const After& after,
                       const Signer& signer, std::vector<SealedText> openings) {
  require(!events.empty(), "a batch has events");
  BatchHead head;
  head.origin = origin;
  head.operator_id = events.front().operator_id;
  head.count = static_cast<std::int64_t>(events.size());
  chain::Frontier tree;
  for (const Event& event : events) tree.add(crypto::leaf_hash(event.bytes()));
  head.root = tree.root();
  head.after_index = after.index;
  head.after_hash = after.hash;
  chain::sign_batch_head(head, signer);
  return SignedBatch{chain::write_batch_head(head), std::move(events), std::move(openings)};
}

std::string commitment(const Hash& salt, std::string_view text) {
  return encoding::base64(chain::seal(salt, text));
}

}  // namespace ledger
