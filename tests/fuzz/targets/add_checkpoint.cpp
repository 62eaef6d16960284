#include "ledger/witness/add_checkpoint.hpp"

#include <map>

#include "ledger/chain/note.hpp"
#include "ledger/chain/note_lines.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/witness/responder.hpp"
#include "tests/fuzz/made_up.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

namespace {

class Memory final : public witness::HeadKeeper {
 public:
  [[nodiscard]] std::optional<std::string> last(const std::string& origin) const override {
    const auto found = notes_.find(origin);
    return found == notes_.end() ? std::nullopt : std::optional(found->second);
  }
  [[nodiscard]] bool exchange(const std::string& origin, const std::optional<std::string>& expected,
                              const std::string& next) override {
    if (last(origin) != expected) return false;
    notes_[origin] = next;
    return true;
  }
  void keep_fork(const std::string&, const std::string&, const std::string&) override {}

 private:
  std::map<std::string, std::string> notes_;
};

std::optional<chain::CheckpointBody> body_of(std::string_view note) {
  const auto read = chain::read_note(note);
  return read ? chain::read_checkpoint_body(read->text) : std::nullopt;
}

/// A witness that has seen `seen` entries of the true history, or nothing, and its answer to the
/// request. What it cosigns continues what it has seen.
void demand_answer(std::string_view request, std::int64_t seen) {
  Memory memory;
  witness::Responder responder(fuzz::witness_signer(), {fuzz::ledger_signer().verifier()}, memory);
  if (seen > 0) {
    const Hash root = fuzz::root_at(static_cast<std::size_t>(seen));
    const std::string head =
        chain::sign_checkpoint(fuzz::origin, seen, root, fuzz::ledger_signer()).note;
    require(
        responder.add_checkpoint(witness::write_add_checkpoint({0, {}, head}), 100).status == 200,
        "a first head is cosigned");
  }
  const auto before = memory.last(std::string(fuzz::origin));
  const WitnessAnswer answer = responder.add_checkpoint(request, 200);
  const auto after = memory.last(std::string(fuzz::origin));
  const bool is_known = answer.status == 200 || answer.status == 400 || answer.status == 403 ||
                        answer.status == 404 || answer.status == 409 || answer.status == 422;
  require(is_known, "an answer has one of the protocol's codes");
  if (answer.status != 200) return require(before == after, "what is refused changes nothing");
  const auto asked = witness::read_add_checkpoint(request);
  require(asked && asked->old == seen, "what is cosigned continues from what was seen");
  const auto body = body_of(*after);
  require(body && fuzz::is_signed({body->size, body->root}), "the ledger has signed it");
  require(body->size >= seen, "a witness goes back to nothing smaller");
  require(seen == 0 || fuzz::is_true({body->size, body->root}), "nor to another history");
}

}  // namespace

bool fuzz::add_checkpoint(std::string_view input) {
  const auto request = witness::read_add_checkpoint(input);
  for (const std::int64_t seen : {0, 3, 6}) demand_answer(input, seen);
  if (!request) return false;
  require(input.size() <= Witness::body_bytes_max, "a request keeps its limit");
  require(witness::write_add_checkpoint(*request) == input, "a request is written as it was read");
  require(request->old >= 0 && request->old <= chain::tree_size_max, "a size is one of a tree");
  require(request->proof.size() <= witness::proof_hashes_max, "a proof keeps its limit");
  return true;
}
