#include "ledger/batch_file.hpp"

#include <fmt/format.h>

#include "ledger/chain/form_reader.hpp"
#include "ledger/chain/json_text.hpp"
#include "ledger/chain/note.hpp"
#include "ledger/recording/door.hpp"

namespace ledger {
namespace {

tl::unexpected<Error> malformed(const std::string& found) {
  return refuse(Refusal::malformed, "",
                "reading a batch file: " + found +
                    "; expected what `celltrail init` or `celltrail sign` wrote");
}

}  // namespace

std::string write_batch_file(const BatchFile& batch) {
  std::string out = R"({"events":[)";
  for (const Event& event : batch.events) {
    if (&event != &batch.events.front()) out.push_back(',');
    chain::append_json_text(out, event.bytes());
  }
  out.append(R"(],"head":)");
  chain::append_json_text(out, batch.head);
  return out.append(R"(,"kind":"batch","v":1})").append("\n");
}

Result<BatchFile> read_batch_file(std::string_view text) {
  // Escapes at most double what a batch may hold.
  if (text.size() > 2 * batch_bytes_max + chain::note_bytes_max)
    return malformed("it is larger than any batch");
  BatchFile batch;
  chain::FormReader form(text);
  form.take(R"({"events":[)");
  do {
    auto event = read_canonical_event(form.text());
    if (form.failed()) return malformed("it is no batch file");
    if (!event) return tl::unexpected(event.error());
    batch.events.push_back(std::move(*event));
  } while (batch.events.size() < batch_events_max && form.take_if(","));
  form.take(R"(],"head":)");
  batch.head = form.note();
  form.take(R"(,"kind":"batch","v":1})");
  form.take("\n");
  if (!form.done()) return malformed("it is no batch file, or has too many events");
  return batch;
}

Result<SignedBatch> sign_batch_file(BatchFile batch, const Signer& signer) {
  const std::string& name = signer.verifier().name;
  if (!batch.head.ends_with('\n'))
    return refuse(Refusal::batch_malformed, "",
                  "the head in the batch file does not end in a line feed; the file was edited");
  // Read as it will be read once signed: what is not a batch head is signed by nobody.
  auto head = chain::read_batch_head(chain::write_note(batch.head, name, LineSignature{}));
  if (!head) return tl::unexpected(head.error());
  if (chain::batch_head_text(*head) != batch.head)
    return refuse(Refusal::batch_malformed, "", "the head in the batch file is spelled otherwise");
  SignedBatch made{
      chain::write_note(batch.head, name, signer.sign(batch.head)), std::move(batch.events), {}};
  KeyRing ring;
  ring.add(name, signer.verifier().key);
  auto checked = check_at_door(std::move(made), head->origin, ring);
  if (!checked) return tl::unexpected(checked.error());
  for (const Event& event : checked->batch.events)
    if (event.operator_id != head->operator_id)
      return refuse(
          Refusal::wrong_operator, "/operator",
          fmt::format("an event is by {}, the batch by {}", event.operator_id, head->operator_id));
  return std::move(checked->batch);
}

}  // namespace ledger
