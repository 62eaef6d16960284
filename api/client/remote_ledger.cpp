#include "api/client/remote_ledger.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "api/client/problem_details.hpp"
#include "api/client/read_json.hpp"
#include "api/wire/answers.hpp"
#include "ledger/elsewhere.hpp"
#include "ledger/verify.hpp"

namespace api::client {

using nlohmann::json;

RemoteLedger::RemoteLedger(HttpClient client, Patience patience)
    : exchange_(std::move(client), std::move(patience)), info_(read_info_now()) {}

ledger::LedgerInfo RemoteLedger::read_info_now() const {
  const json said = exchange_.get_json("/v1/ledger");
  ledger::LedgerInfo info = read_info(said);
  const Members after(Members(said).of("after"));
  const std::lock_guard lock(newest_guard_);
  newest_ = ledger::After{after.whole("index"), after.hash("hash")};
  return info;
}

ledger::LedgerInfo RemoteLedger::info() const {
  ledger::LedgerInfo now = read_info_now();
  if (now.identity != info_.identity || now.origin != info_.origin)
    throw ledger::Damage(
        "the server shows another ledger than a moment ago; begin again, and ask "
        "whoever runs it why");
  info_ = std::move(now);
  require_proven(info_.checkpoint, "the checkpoint");
  return info_;
}

ledger::After RemoteLedger::newest() const {
  {
    const std::lock_guard lock(newest_guard_);
    if (newest_) return *newest_;
  }
  const ledger::LedgerInfo now = read_info_now();
  const std::lock_guard lock(newest_guard_);
  return newest_.value();
}

void RemoteLedger::forget_newest() {
  const std::lock_guard lock(newest_guard_);
  newest_.reset();
}

// A head of before a rotation is signed by the key of then.
std::string RemoteLedger::policy() const {
  std::string text = ledger::starting_policy(info_);
  std::string former;
  for (const ledger::FormerLedgerKey& key : info_.constitution.former_ledger_keys)
    former += "log " + key.vkey + '\n';
  return text.insert(text.rfind("quorum "), former);
}

void RemoteLedger::require_proven(std::string_view file, const std::string& what,
                                  std::optional<std::string_view> entry) const {
  const auto judge = [&] {
    return ledger::verify_proof({file, entry, std::nullopt, policy(), info_.identity});
  };
  ledger::Verdict verdict = judge();
  if (verdict.outcome == ledger::Outcome::not_trusted) {
    // The ledger's key may have been replaced since it was asked for.
    info_ = read_info_now();
    verdict = judge();
  }
  if (verdict.outcome == ledger::Outcome::proven) return;
  throw ledger::Damage("the server's word on " + what + " does not verify: " + verdict.sentence +
                       (verdict.found.empty() ? "" : "; found " + verdict.found) +
                       "; do not rely on this server, and `celltrail mirror` the ledger from "
                       "another");
}

ledger::Entry RemoteLedger::read_leaf(const json& item) const {
  const Members members(item);
  // Entries are canonical JSON: written again they are the same bytes.
  const std::string bytes =
      members.of("entry").dump(-1, ' ', false, json::error_handler_t::replace);
  auto entry = ledger::read_entry(bytes, info_.origin);
  if (!entry) strange("an entry of this ledger was expected");
  if (entry->leaf != members.hash("leaf"))
    throw ledger::Damage("entry " + std::to_string(entry->index) +
                         " as the server gives it does not hash to its leaf; ask another server");
  return std::move(*entry);
}

std::optional<ledger::Entry> RemoteLedger::entry(ledger::Index index) const {
  if (index < 0) return std::nullopt;
  const auto found = exchange_.find("/v1/entries/" + std::to_string(index));
  if (!found) throw refused_unasked(found.error(), "an entry");
  if (!*found) return std::nullopt;
  const json said = read_json(**found);
  ledger::Entry entry = read_leaf(said);
  if (entry.index != index) strange("entry " + std::to_string(index) + " was asked for");
  require_proven(Members(said).text("proof"), "entry " + std::to_string(index), entry.bytes);
  return entry;
}

std::optional<ledger::EntryProof> RemoteLedger::prove(ledger::Index index) const {
  if (index < 0) return std::nullopt;
  const auto found = exchange_.find("/v1/proofs/entries/" + std::to_string(index));
  if (!found) throw refused_unasked(found.error(), "a proof");
  if (!*found) return std::nullopt;
  const json said = read_json(**found);
  ledger::EntryProof proof{Members(said).text("bytes"), Members(said).text("proof")};
  require_proven(proof.proof, "entry " + std::to_string(index), proof.bytes);
  return proof;
}

ledger::Result<std::string> RemoteLedger::prove_trail(std::string_view id) const {
  auto found = exchange_.find("/v1/proofs/trails/" + encoded(id));
  if (!found) return tl::unexpected(found.error());
  if (!*found)
    return ledger::refuse(ledger::Refusal::unknown_unit, "", "nothing is about " + std::string(id));
  require_proven(**found, "the trail of " + std::string(id));
  return std::move(**found);
}

ledger::Result<std::string> RemoteLedger::prove_consistency(std::int64_t older) const {
  auto found = exchange_.find("/v1/proofs/consistency/" + std::to_string(older));
  if (!found) return tl::unexpected(found.error());
  if (!*found)
    return ledger::refuse(ledger::Refusal::out_of_range, "",
                          "no checkpoint was made for " + std::to_string(older) + " entries");
  require_proven(**found, "the head of " + std::to_string(older) + " entries");
  return std::move(**found);
}

std::optional<std::string> RemoteLedger::tile_file(std::string_view path) const {
  auto found = exchange_.find('/' + std::string(path), {.content_type = ""});
  if (!found) throw refused_unasked(found.error(), std::string(path));
  return std::move(*found);
}

ledger::Result<std::string> RemoteLedger::written_report(const ledger::ReportRequest& request,
                                                         const ledger::Progress&) const {
  std::string target = "/v1/reports/" + std::to_string(request.year) +
                       "?rule=" + encoded(ledger::text(request.rule)) +
                       "&format=" + std::string(ledger::text(request.format));
  if (request.at_size) target += "&size=" + std::to_string(*request.at_size);
  if (request.language == ledger::Language::zh) target += "&lang=zh";
  Wanted wanted;
  wanted.content_type = wire::media_type(request.format);
  // At a named size the server replays the entries up to there before it says a word.
  if (request.at_size) wanted.bounds.read = wanted.bounds.whole = std::chrono::seconds(600);
  auto found = exchange_.must_find(target, wanted);
  if (found && request.format == ledger::ReportFormat::json) static_cast<void>(read_json(*found));
  return found;
}

}  // namespace api::client
