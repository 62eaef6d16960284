#include <algorithm>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "ledger/chain/note_lines.hpp"
#include "ledger/chain/policy.hpp"
#include "ledger/chain/proof.hpp"
#include "ledger/impl.hpp"
#include "ledger/storage/replace_file.hpp"
#include "ledger/witness/asking.hpp"

namespace ledger {
namespace {

using witness::Asking;

constexpr std::size_t posts_at_once = 16;
constexpr std::chrono::milliseconds first_wait{500};

chain::Policy policy_in(const std::filesystem::path& file) {
  const auto text = storage::read_if_there(file, chain::policy_bytes_max);
  if (!text)
    throw Failure(
        fmt::format("asking the witnesses: there is no file {}; write the witnesses and "
                    "their URLs in it (C2SP tlog-policy)",
                    file.string()));
  auto policy = chain::read_policy(*text);
  if (!policy)
    throw Failure(fmt::format("reading {}: line {} {}", file.string(), policy.error().line,
                              policy.error().what));
  return std::move(*policy);
}

/// Lines of the policy's witnesses that verify; all others are dropped: a wrong one would spoil the
/// checkpoint for every reader who knows that witness.
std::string good_lines(const chain::Note& note, const chain::Policy& policy) {
  std::string lines;
  for (const chain::PolicyWitness& witness : policy.witnesses)
    if (chain::cosignature_of(note, witness.key).state == chain::LineState::verified)
      lines += chain::last_line_of(note, witness.key.name, witness.key.id());
  return lines;
}

/// As many as the note has room for.
std::string with_room_for(std::string note, std::string_view lines) {
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n') + 1;
    if (auto more = chain::with_lines(note, lines.substr(0, end))) note = std::move(*more);
    lines.remove_prefix(end);
  }
  return note;
}

void post_all(const std::vector<Asking*>& askings, WitnessClient& client) {
  std::vector<std::string> bodies;
  for (const Asking* asking : askings) bodies.push_back(asking->body());
  std::vector<std::optional<WitnessAnswer>> answers(askings.size());
  for (std::size_t first = 0; first < askings.size(); first += posts_at_once) {
    std::vector<std::jthread> posts;
    for (std::size_t i = first; i < std::min(first + posts_at_once, askings.size()); ++i)
      posts.emplace_back([&, i] { answers[i] = client.post(askings[i]->url(), bodies[i]); });
  }
  for (std::size_t i = 0; i < askings.size(); ++i) askings[i]->take(answers[i]);
}

/// Who can be asked at once is; those that were busy are left alone for longer each time.
void ask_all(std::vector<Asking>& askings, WitnessClient& client) {
  for (auto pause = first_wait;;) {
    std::vector<Asking*> ready, waiting;
    for (Asking& asking : askings)
      if (!asking.is_done()) (asking.is_waiting() ? waiting : ready).push_back(&asking);
    if (ready.empty() && waiting.empty()) return;
    if (ready.empty()) {
      client.wait(pause);
      pause *= 4;
    }
    post_all(ready.empty() ? waiting : ready, client);
  }
}

/// The size each witness cosigned last, from the lines kept: it saves asking.
std::int64_t seen_by(const chain::PolicyWitness& witness, const std::optional<std::string>& kept) {
  const auto note = kept ? chain::read_note(*kept) : std::nullopt;
  const auto body = note ? chain::read_checkpoint_body(note->text) : std::nullopt;
  if (!body) return 0;
  const bool is_its = chain::cosignature_of(*note, witness.key).state == chain::LineState::verified;
  return is_its ? body->size : 0;
}

std::string what_forbids_writing(const std::filesystem::path& directory,
                                 const WitnessOutcome& outcome) {
  return fmt::format(
      "writing the ledger {}: the witness {} contradicts it: {}. If that head is signed by this "
      "ledger's key, this directory was put back to an earlier state: bring back the newer one. If "
      "it is not, the witness is wrong: take its line out of the file `witnesses`. Nothing was "
      "written",
      directory.string(), outcome.witness, outcome.detail);
}

}  // namespace

std::string Ledger::Impl::published(const Checkpoint& checkpoint) const {
  try {
    const auto kept = storage::read_if_there(paths.cosignatures, chain::note_bytes_max);
    const auto note = kept ? chain::read_note(*kept) : std::nullopt;
    if (!note || !checkpoint.note.starts_with(note->text + "\n")) return checkpoint.note;
    return with_room_for(checkpoint.note, good_lines(*note, policy_in(paths.witnesses)));
  } catch (const Failure&) {
    // Cosignatures are an addition: without them the checkpoint says what it always said.
    return checkpoint.note;
  }
}

bool Ledger::has_witnesses() const {
  return std::filesystem::exists(impl_->paths.witnesses);
}

Gathered Ledger::gather_cosignatures(WitnessClient& client, int attempts) {
  const chain::Policy policy = policy_in(impl_->paths.witnesses);
  const LedgerInfo now = info();
  const auto tile = [&](std::int64_t level, std::int64_t number) {
    return impl_->tile_at(now.size, level, number);
  };
  const witness::HeadToShow head{now.size, now.checkpoint, now.origin, [&](std::int64_t older) {
                                   return chain::consistency_path(older, now.size, tile);
                                 }};
  const auto kept = storage::read_if_there(impl_->paths.cosignatures, chain::note_bytes_max);
  std::vector<Asking> askings;
  for (const chain::PolicyWitness& one : policy.witnesses)
    if (!one.url.empty())
      askings.emplace_back(witness::WitnessAt{one.name, one.key, one.url}, head, seen_by(one, kept),
                           attempts);
  ask_all(askings, client);
  Gathered gathered{now.size, {}, false};
  std::string lines;
  for (const Asking& asking : askings) {
    const WitnessOutcome& outcome = asking.outcome();
    gathered.witnesses.push_back(outcome);
    lines += asking.line();
    if (outcome.word == WitnessWord::ahead || outcome.word == WitnessWord::contradicted)
      impl_->contradiction = what_forbids_writing(impl_->directory, outcome);
  }
  const std::string cosigned = with_room_for(now.checkpoint, lines);
  if (!lines.empty()) storage::replace_file(impl_->paths.cosignatures, cosigned);
  const auto key = read_vkey(now.ledger_key);
  gathered.has_quorum = key && chain::judge_checkpoint(policy, cosigned, *key).has_value();
  return gathered;
}

}  // namespace ledger
