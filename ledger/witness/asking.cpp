#include "ledger/witness/asking.hpp"

#include <utility>

#include <fmt/format.h>

#include "ledger/chain/note_lines.hpp"
#include "ledger/chain/strict_text.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/witness/add_checkpoint.hpp"

namespace ledger::witness {
namespace {

/// Deployed witnesses differ: the size may come without LF or as another content type, or, where a
/// witness objects to the root instead, not at all.
std::optional<std::int64_t> size_in(std::string_view body) {
  if (body.ends_with('\n')) body.remove_suffix(1);
  return chain::read_decimal(body, chain::tree_size_max);
}

std::string seen_at(const WitnessAt& witness, const std::string& origin) {
  return fmt::format("{}/{}/checkpoint", witness.url, encoding::hex(crypto::sha256(origin)));
}

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace

Asking::Asking(WitnessAt witness, const HeadToShow& head, std::int64_t seen, int attempts)
    : witness_(std::move(witness)), head_(head), old_(seen), attempts_(attempts) {
  witness_.url = without_slash(std::move(witness_.url));
  // What is known may be from a larger tree, when this one was put back: then the witness says so.
  if (old_ > head_.size) old_ = 0;
}

std::string Asking::url() const {
  return witness_.url + "/add-checkpoint";
}

std::string Asking::body() const {
  return write_add_checkpoint(
      {old_, old_ == 0 ? std::vector<Hash>{} : head_.path_from(old_), head_.checkpoint});
}

void Asking::take(const std::optional<WitnessAnswer>& answer) {
  ++requests_;
  is_waiting_ = false;
  if (!answer) return take_busy("no answer came from " + witness_.url);
  const int status = answer->status;
  if (status == 200) return take_cosignature(answer->body);
  if (status == 409) return take_conflict(answer->body);
  if (status == 429 || status >= 500)
    return take_busy(fmt::format("{} answers {}", witness_.url, status));
  if (status == 404)
    return end(WitnessWord::refused,
               fmt::format("it does not know this ledger (404 from {}): give whoever runs it the "
                           "ledger's vkey, and look for a slip in the URL",
                           url()));
  if (status == 403)
    return end(WitnessWord::refused,
               "it does not take the ledger's key (403): give whoever runs it the ledger's vkey");
  if (status == 422)
    return end(WitnessWord::contradicted,
               fmt::format("it has cosigned another tree at size {} (422). Compare with {}", old_,
                           seen_at(witness_, head_.origin)));
  end(WitnessWord::refused, fmt::format("{} answers {}, which the protocol does not have here; it "
                                        "may speak another version of it",
                                        url(), status));
}

/// Only a line that verifies counts, and none but this witness's own is kept.
void Asking::take_cosignature(const std::string& body) {
  const auto own = chain::read_note(head_.checkpoint);
  require(own.has_value(), "the head that is shown is a note");
  const auto note = chain::read_note(own->text + "\n" + body);
  const auto found = note ? chain::cosignature_of(*note, witness_.key) : chain::CosignatureLine{};
  if (found.state != chain::LineState::verified)
    return end(WitnessWord::refused,
               fmt::format("its answer holds no cosignature by {} that verifies; compare that vkey "
                           "with the one its operator publishes",
                           witness_.key.text()));
  line_ = chain::last_line_of(*note, witness_.key.name, witness_.key.id());
  end(WitnessWord::cosigned, fmt::format("cosigned {} entries", head_.size));
}

void Asking::take_conflict(const std::string& body) {
  const auto size = size_in(body);
  if (size && *size > head_.size)
    return end(
        WitnessWord::ahead,
        fmt::format("it has cosigned {} entries of this ledger, here are {}. Compare with {}",
                    *size, head_.size, seen_at(witness_, head_.origin)));
  // An older protocol said 409, not 422, to another root of the very size it was asked about.
  if (old_ == head_.size && (!size || *size == old_))
    return end(WitnessWord::contradicted,
               fmt::format("it has cosigned another tree at size {} (409). Compare with {}", old_,
                           seen_at(witness_, head_.origin)));
  if (!size || was_told_size_ || *size == old_)
    return end(WitnessWord::refused,
               fmt::format("it says 409 to the size {} and no size to go on from; send again "
                           "later, somebody else may be sending",
                           old_));
  was_told_size_ = true;
  old_ = *size;
}

void Asking::take_busy(const std::string& what) {
  if (requests_ < attempts_) {
    is_waiting_ = true;
    return;
  }
  end(WitnessWord::unreachable,
      fmt::format("{}; asked {}. Send again later", what,
                  requests_ == 1 ? "once" : fmt::format("{} times", requests_)));
}

void Asking::end(WitnessWord word, std::string detail) {
  outcome_ = WitnessOutcome{witness_.name, word, std::move(detail)};
}

}  // namespace ledger::witness
