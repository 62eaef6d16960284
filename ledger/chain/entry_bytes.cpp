#include "ledger/chain/entry_bytes.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "ledger/chain/json_text.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/encoding/time.hpp"
#include "ledger/event.hpp"
#include "ledger/result.hpp"

namespace ledger::chain {
namespace {

void append_number(std::string& out, std::int64_t value) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

template <std::size_t N>
void append_base64(std::string& out, const std::array<std::uint8_t, N>& bytes) {
  out.append("\"").append(encoding::base64(bytes)).append("\"");
}

}  // namespace

std::string trail_text(const std::vector<TrailLink>& links) {
  constexpr std::size_t link_bytes = 40;  // of one with a usual number, its id aside
  std::size_t room = 2;
  for (const TrailLink& link : links) room += link.id.size() + link_bytes;
  std::string text;
  text.reserve(room);
  text.push_back('[');
  const TrailLink* before = nullptr;
  for (const TrailLink& link : links) {
    require(before == nullptr || before->id < link.id, "a trail is sorted by id, each id once");
    text.append(before == nullptr ? R"({"id":)" : R"(,{"id":)");
    append_json_text(text, link.id);
    text.append(R"(,"prev":)");
    append_number(text, link.prev);
    text.append("}");
    before = &link;
  }
  text.push_back(']');
  return text;
}

// Members stand sorted by name at every level (RFC 8785), so the pieces are cut where the
// position in the batch, the event and the entry's own numbers come.
EntryWriter::EntryWriter(const Batch& batch) : first_(batch.first) {
  const BatchHead& head = batch.head;
  head_ = R"({"batch":{)";
  if (head.after_index >= 0) {
    head_.append(R"("after":{"hash":)");
    append_base64(head_, head.after_hash);
    head_.append(R"(,"index":)");
    append_number(head_, head.after_index);
    head_.append("},");
  }
  head_.append(R"("count":)");
  append_number(head_, head.count);
  head_.append(R"(,"index":)");

  middle_ = R"(,"key":)";
  append_json_text(middle_, head.key);
  middle_.append(R"(,"root":)");
  append_base64(middle_, head.root);
  middle_.append(R"(,"signature":)");
  append_base64(middle_, head.signature);
  middle_.append(R"(,"standing":)");
  append_number(middle_, batch.standing);
  middle_.append(R"(},"event":)");

  tail_ =
      R"(","recorded_at":")" + encoding::recorded_at_text(batch.recorded_at_ms) + R"(","trail":)";
}

void EntryWriter::write(std::string& out, std::int64_t position, const Hash& prev,
                        std::string_view event, std::string_view trail) const {
  out.append(head_);
  append_number(out, position);
  out.append(middle_).append(event).append(R"(,"index":)");
  append_number(out, first_ + position);
  out.append(R"(,"prev":")").append(encoding::base64(prev)).append(tail_);
  out.append(trail).append(R"(,"v":1})");
}

Hash before_the_first(std::string_view origin) {
  return crypto::sha256(origin);
}

Hash seal(const Hash& salt, std::string_view text) {
  std::string start("celltrail/sealed/v1");
  start.append(reinterpret_cast<const char*>(salt.data()), salt.size());
  return crypto::sha256(start, text);
}

bool is_sealed(const Event& event, std::string_view member, const Hash& salt,
               std::string_view text) {
  const std::string value = encoding::base64(seal(salt, text));
  return std::any_of(event.sealed.begin(), event.sealed.end(),
                     [&](const Commitment& c) { return c.member == member && c.value == value; });
}

}  // namespace ledger::chain
