#include "ledger/chain/entry_reader.hpp"

#include <string>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/form_reader.hpp"
#include "ledger/encoding/codes.hpp"
#include "ledger/encoding/time.hpp"
#include "ledger/ledger.hpp"

namespace ledger::chain {
namespace {

/// The members of "batch", which the entry's own index and time complete.
void read_batch(FormReader& form, ReadEntry& entry) {
  BatchHead& head = entry.batch.head;
  form.take(R"({"batch":{)");
  if (form.take_if(R"("after":{"hash":)")) {
    head.after_hash = form.hash();
    form.take(R"(,"index":)");
    head.after_index = form.number();
    form.take("},");
  }
  form.take(R"("count":)");
  head.count = form.number();
  form.take(R"(,"index":)");
  entry.position = form.number();
  form.take(R"(,"key":)");
  head.key = form.name();
  form.take(R"(,"root":)");
  head.root = form.hash();
  form.take(R"(,"signature":)");
  head.signature = form.base64<std::tuple_size_v<LineSignature>>();
  form.take(R"(,"standing":)");
  entry.batch.standing = form.number_or_none();
  form.take("}");
}

void read_time(FormReader& form, ReadEntry& entry) {
  const auto time = encoding::read_recorded_at(form.plain_string());
  if (!time) form.fail();
  entry.batch.recorded_at_ms = time.value_or(0);
}

void read_links(FormReader& form, ReadEntry& entry) {
  const std::string_view start = form.rest();
  form.take("[");
  do {
    form.take(R"({"id":)");
    TrailLink link{form.name(), -1};
    form.take(R"(,"prev":)");
    link.prev = form.number_or_none();
    form.take("}");
    // Sorted by bytes, each once; the entry itself is no predecessor.
    const bool is_next = entry.links.empty() || entry.links.back().id < link.id;
    if (link.id.empty() || !is_next || link.prev >= entry.index) form.fail();
    entry.links.push_back(std::move(link));
  } while (form.take_if(","));
  form.take("]");
  entry.trail = start.substr(0, start.size() - form.rest().size());
}

bool is_possible(const ReadEntry& entry) {
  const BatchHead& head = entry.batch.head;
  const Batch& batch = entry.batch;
  const bool is_founding = entry.index == 0;
  return head.count >= 1 && head.count <= static_cast<std::int64_t>(batch_events_max) &&
         entry.position < head.count && batch.first >= 0 && batch.standing < batch.first &&
         (head.after_index < 0) == is_founding && head.after_index < batch.first &&
         encoding::is_key_name(head.key);
}

}  // namespace

std::optional<ReadEntry> read_entry(std::string_view bytes, std::string_view origin) {
  if (bytes.size() > entry_bytes_max) return std::nullopt;
  ReadEntry entry;
  FormReader form(bytes);
  read_batch(form, entry);
  form.take(R"(,"event":)");
  entry.event = form.object();
  form.take(R"(,"index":)");
  entry.index = form.number();
  form.take(R"(,"prev":)");
  entry.prev = form.hash();
  form.take(R"(,"recorded_at":)");
  read_time(form, entry);
  form.take(R"(,"trail":)");
  read_links(form, entry);
  form.take(R"(,"v":1})");
  entry.batch.first = entry.index - entry.position;
  if (!form.done() || !is_possible(entry)) return std::nullopt;
  BatchHead& head = entry.batch.head;
  head.origin = origin;
  head.operator_id = head.key.substr(0, head.key.find('/'));
  return entry;
}

}  // namespace ledger::chain
