#include <charconv>

#include "ledger/chain/note.hpp"
#include "ledger/witness/asking.hpp"
#include "tests/fuzz/made_up.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

namespace {

witness::HeadToShow head_to_show() {
  const std::string note =
      chain::sign_checkpoint(fuzz::origin, 6, fuzz::root_at(6), fuzz::ledger_signer()).note;
  return {6, note, std::string(fuzz::origin), [](std::int64_t older) {
            require(older > 0 && older <= 6, "no path is asked for that no tree has");
            return std::vector<Hash>{};
          }};
}

}  // namespace

/// A status, LF, and the body: the same answer as long as the witness is asked. True: cosigned.
bool fuzz::witness_answer(std::string_view input) {
  static const witness::HeadToShow head = head_to_show();
  constexpr int attempts = 3;
  const std::size_t end = std::min(input.find('\n'), input.size());
  WitnessAnswer answer{0, "", std::string(input.substr(std::min(end + 1, input.size())))};
  std::from_chars(input.data(), input.data() + end, answer.status);
  const chain::CosignerKey key = chain::cosigner_key(witness_signer());
  witness::Asking asking({"w1", key, "https://w1.example"}, head, 3, attempts);
  int requests = 0;
  for (; !asking.is_done(); ++requests) {
    require(requests <= attempts, "a witness is asked at most once more than it may be silent");
    require(!asking.body().empty(), "each request has a body");
    asking.take(answer);
  }
  require(!asking.outcome().detail.empty(), "an outcome says what came");
  const bool is_cosigned = asking.outcome().word == WitnessWord::cosigned;
  require(is_cosigned != asking.line().empty(), "a line is kept when there is one");
  if (!is_cosigned) return false;
  const auto note = chain::read_note(head.checkpoint + asking.line());
  require(note && note->lines.size() == 2, "only the witness's own line is kept");
  const auto line = chain::cosignature_of(*note, key);
  require(line.state == chain::LineState::verified && line.time_s == 1'700'000'000,
          "nobody else can cosign");
  return true;
}
