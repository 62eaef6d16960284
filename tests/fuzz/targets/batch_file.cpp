#include "ledger/batch_file.hpp"

#include "ledger/ledger.hpp"
#include "tests/fuzz/made_up.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

/// Whoever signs a batch file signs exactly what is in it.
bool fuzz::batch_file(std::string_view input) {
  auto batch = read_batch_file(input);
  if (!batch) {
    require(!batch.error().detail.empty(), "a refusal says why");
    return false;
  }
  require(write_batch_file(*batch) == input, "a batch file is written as it was read");
  require(!batch->events.empty() && batch->events.size() <= batch_events_max,
          "a batch has 1 to 4,096 events");
  const auto made = sign_batch_file(std::move(*batch), witness_signer());
  require(!made, "a key that is no operator's signs no batch");
  return true;
}
