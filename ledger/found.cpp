#include <unistd.h>

#include <fmt/format.h>

#include "ledger/chain/json_text.hpp"
#include "ledger/encoding/codes.hpp"
#include "ledger/encoding/time.hpp"
#include "ledger/founding.hpp"
#include "ledger/impl.hpp"
#include "ledger/storage/file.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;

std::string as_json(std::string_view text) {
  std::string out;
  chain::append_json_text(out, text);
  return out;
}

/// The directories above that are not there yet, the innermost first.
std::vector<fs::path> absent(fs::path directory) {
  std::vector<fs::path> found;
  for (; !fs::exists(directory); directory = directory.parent_path()) found.push_back(directory);
  return found;
}

/// The directory itself, however it was spelled.
fs::path named(const fs::path& directory) {
  const fs::path whole = fs::absolute(directory).lexically_normal();
  return whole.has_filename() ? whole : whole.parent_path();
}

}  // namespace

Result<void> judge_origin(std::string_view origin) {
  if (encoding::is_origin(origin)) return {};
  return refuse(Refusal::id_malformed, "/origin",
                fmt::format("an origin is [a-z0-9.:/-]{{3,128}} without /batch/ and without a "
                            "slash at its end, found {}",
                            origin));
}

Result<Event> founding_event(const Ledger::Founding& f, const VerifierKey& authority,
                             const std::string& ledger_vkey, const Clock& clock) {
  const std::string id = authority.name.substr(0, authority.name.find('/'));
  const std::string at = f.at.value_or(encoding::local_time_text(clock.now_ms() / 1000, 480));
  const std::string recovery =
      f.recovery_key.empty() ? "" : R"("recovery_key":)" + as_json(f.recovery_key) + ",";
  return read_event(fmt::format(
      R"({{"v":1,"type":"establish","id":"establish","operator":{},"at":{},"origin":{},)"
      R"("authority":{{"id":{},"name":{},"key":{}}},"ledger_key":{},{}"utc_offset_min":480,)"
      R"("mass_tolerance_ppm":{},"batch_window_s":{},"rules":1}})",
      as_json(id), as_json(at), as_json(f.origin), as_json(id), as_json(f.authority_name),
      as_json(authority.text()), as_json(ledger_vkey), recovery, f.mass_tolerance_ppm,
      f.batch_window_s));
}

void require_free(const fs::path& directory) {
  if (!fs::exists(directory)) return;
  if (fs::is_directory(directory) && fs::is_empty(directory)) return;
  throw Failure(
      fmt::format("making the ledger {}: something is there already; a ledger is never "
                  "written over. Choose a new directory",
                  directory.string()));
}

Scaffold::Scaffold(const fs::path& target)
    : target_(named(target)),
      path_(target_.parent_path() /
            fmt::format(".{}.{}.part", target_.filename().string(), ::getpid())),
      homes_(absent(target_.parent_path())) {
  fs::create_directories(target_.parent_path());
  fs::create_directory(path_);
  fs::permissions(path_, fs::perms::owner_all);
}

Scaffold::~Scaffold() {
  if (is_moved_) return;
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  // One that somebody else uses by now is not empty and stays.
  for (const fs::path& home : homes_) fs::remove(home, ignored);
}

void Scaffold::move_to_its_place() {
  storage::sync_directory(path_);
  fs::rename(path_, target_);
  is_moved_ = true;
  storage::sync_directory(target_.parent_path());
}

Result<void> write_entry_0(const fs::path& folder, const storage::Paths& keys, const Clock& clock,
                           CheckedBatch founding) {
  const storage::Paths paths(folder);
  auto store = storage::Store::create(paths.database);
  auto head = storage::HeadFile::create(paths.head);
  LedgerKeys own(keys, vkey_in(keys.ledger_key).value_or(""), {});
  KeyRing ring;
  Recorder recorder(store, clock, ring, &own);
  if (auto recorded = recorder.record(std::move(founding)); !recorded)
    return tl::unexpected(recorded.error());
  const auto transaction = recorder.take();
  store.append(*transaction);
  head.write({transaction->checkpoint->size, transaction->checkpoint->root});
  return {};
}

Result<Ledger> Ledger::create(const fs::path& directory, const Founding& founding,
                              const Clock& clock) {
  if (auto fits = judge_origin(founding.origin); !fits) return tl::unexpected(fits.error());
  require_free(directory);
  const Signer ledger_key = new_signer(founding.origin);
  auto event =
      founding_event(founding, founding.authority->verifier(), ledger_key.verifier().text(), clock);
  if (!event) return tl::unexpected(event.error());
  std::vector<Event> events;
  events.push_back(std::move(*event));
  auto checked =
      check_at_door(sign_batch(founding.origin, std::move(events), After{}, *founding.authority),
                    founding.origin, KeyRing{});
  if (!checked) return tl::unexpected(checked.error());
  Scaffold scaffold(directory);
  const storage::Paths paths(scaffold.path());
  write_key_file(paths.ledger_key, ledger_key, std::nullopt);
  if (auto written = write_entry_0(scaffold.path(), paths, clock, std::move(*checked)); !written)
    return tl::unexpected(written.error());
  scaffold.move_to_its_place();
  return open(directory, Access::write, clock);
}

}  // namespace ledger
