#include <fmt/format.h>

#include "ledger/chain/note.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/founding.hpp"
#include "ledger/impl.hpp"
#include "ledger/storage/file.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;

BatchFile unsigned_founding(Event event, const std::string& origin) {
  BatchHead head;
  head.origin = origin;
  head.operator_id = event.operator_id;
  head.count = 1;
  chain::Frontier tree;
  tree.add(crypto::leaf_hash(event.bytes()));
  head.root = tree.root();
  BatchFile file{chain::batch_head_text(head), {}};
  file.events.push_back(std::move(event));
  return file;
}

/// Another founding, signed just as well, would leave the ledger without the key it names.
void require_same_key(const Event& founding, const storage::Paths& paths) {
  const auto own = vkey_in(paths.ledger_key);
  if (own == founding.ledger_key) return;
  throw Failure(
      fmt::format("founding the ledger: the signed batch names the ledger key {}, this "
                  "directory holds {}; sign the file `founding` in it",
                  founding.ledger_key, own.value_or("none")));
}

Result<void> write_prepared(const fs::path& directory, SignedBatch founding, const Clock& clock) {
  const auto nothing = [&] {
    return Failure(
        fmt::format("founding the ledger {}: nothing was prepared there; run "
                    "`celltrail init` with --authority-key first",
                    directory.string()));
  };
  if (!Ledger::is_prepared(directory)) throw nothing();
  const storage::WriteLock lock(directory);
  if (!Ledger::is_prepared(directory)) throw nothing();
  const storage::Paths paths(directory);
  if (founding.events.size() != 1 || founding.events[0].type != EventType::establish)
    return refuse(Refusal::not_founded, "", "the founding batch holds an establish event alone");
  require_same_key(founding.events[0], paths);
  const std::string origin(founding.events[0].origin_name);
  auto checked = check_at_door(std::move(founding), origin, KeyRing{});
  if (!checked) return tl::unexpected(checked.error());
  const Scaffold made(directory);
  if (auto written = write_entry_0(made.path(), paths, clock, std::move(*checked)); !written)
    return written;
  // The database last: until it is there, all of this can be done again.
  const storage::Paths from(made.path());
  fs::rename(from.head, paths.head);
  storage::sync_directory(directory);
  fs::rename(from.database, paths.database);
  storage::sync_directory(directory);
  fs::remove(paths.founding);
  return {};
}

}  // namespace

bool Ledger::is_prepared(const fs::path& directory) {
  const storage::Paths paths(directory);
  std::error_code failed;
  return fs::exists(paths.founding, failed) && !fs::exists(paths.database, failed);
}

Result<BatchFile> Ledger::prepare(const fs::path& directory, const Founding& founding,
                                  const VerifierKey& authority, const Clock& clock) {
  if (auto fits = judge_origin(founding.origin); !fits) return tl::unexpected(fits.error());
  require_free(directory);
  const Signer ledger_key = new_signer(founding.origin);
  auto event = founding_event(founding, authority, ledger_key.verifier().text(), clock);
  if (!event) return tl::unexpected(event.error());
  // Judged here, too: a founding that the rules refuse is not carried to another machine first.
  const model::StateSource nothing;
  model::World world(nothing);
  if (auto lawful = model::apply(world, *event, 0, clock.now_ms()); !lawful)
    return tl::unexpected(lawful.error());
  BatchFile file = unsigned_founding(std::move(*event), founding.origin);
  Scaffold scaffold(directory);
  const storage::Paths paths(scaffold.path());
  write_key_file(paths.ledger_key, ledger_key, std::nullopt);
  storage::write_private_file(paths.founding, write_batch_file(file));
  scaffold.move_to_its_place();
  return file;
}

Result<Ledger> Ledger::finish(const fs::path& directory, SignedBatch founding, const Clock& clock) {
  if (auto written = write_prepared(directory, std::move(founding), clock); !written)
    return tl::unexpected(written.error());
  return open(directory, Access::write, clock);
}

}  // namespace ledger
