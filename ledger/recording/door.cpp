#include "ledger/recording/door.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

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

std::string counted(std::int64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

Result<void> judge_root(const BatchHead& head, const std::vector<Event>& events) {
  chain::Frontier tree;
  for (const Event& event : events) tree.add(crypto::leaf_hash(event.bytes()));
  if (head.count == static_cast<std::int64_t>(events.size()) && head.root == tree.root()) return {};
  return refuse(Refusal::wrong_root, "",
                fmt::format("the head names {} with root {}; the {} sent {} root {}",
                            counted(head.count, "event"), encoding::base64(head.root),
                            counted(static_cast<std::int64_t>(events.size()), "event"),
                            events.size() == 1 ? "has" : "have", encoding::base64(tree.root())));
}

constexpr std::size_t opening_bytes_max = 16'384;

std::optional<std::string> wrong_in(const SealedText& opening, const Event& event) {
  const auto is_of_member = [&](const Commitment& c) { return c.member == opening.member; };
  if (std::none_of(event.sealed.begin(), event.sealed.end(), is_of_member))
    return fmt::format("the event {} seals nothing under the member {}", event.id, opening.member);
  if (opening.text.size() > opening_bytes_max)
    return fmt::format("the text for {} has {} bytes, at most {} are kept", opening.member,
                       opening.text.size(), opening_bytes_max);
  if (chain::is_sealed(event, opening.member, opening.salt, opening.text)) return std::nullopt;
  return fmt::format("the salt and text for {} do not hash to the commitment in the event {}",
                     opening.member, event.id);
}

tl::unexpected<Error> no_such_opening(const SealedText& opening, std::string detail) {
  return refuse(Refusal::opening_mismatch, "/sealed/" + opening.member, std::move(detail));
}

Result<void> judge_openings(const SignedBatch& batch) {
  if (batch.openings.empty()) return {};
  std::unordered_map<std::string_view, std::size_t> positions;
  for (std::size_t i = 0; i < batch.events.size(); ++i) positions.emplace(batch.events[i].id, i);
  for (const SealedText& opening : batch.openings) {
    const auto found = positions.find(opening.event_id);
    if (found == positions.end())
      return no_such_opening(opening, fmt::format("an opening of {} is for the event {}, and the "
                                                  "batch has none of that id",
                                                  opening.member, opening.event_id));
    if (auto wrong = wrong_in(opening, batch.events[found->second])) {
      auto refused = no_such_opening(opening, std::move(*wrong));
      refused.value().event = static_cast<std::int64_t>(found->second);
      refused.value().event_id = opening.event_id;
      return refused;
    }
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
