#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "ledger/chain/json_text.hpp"
#include "ledger/encoding/codes.hpp"
#include "ledger/encoding/time.hpp"
#include "ledger/impl.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;

std::string as_json(std::string_view text) {
  std::string out;
  chain::append_json_text(out, text);
  return out;
}

Result<Event> founding_event(const Ledger::Founding& f, const Signer& ledger_key,
                             const Clock& clock) {
  const std::string& key_name = f.authority->verifier().name;
  const std::string authority = key_name.substr(0, key_name.find('/'));
  const std::string at = f.at.value_or(encoding::local_time_text(clock.now_ms() / 1000, 480));
  return read_event(fmt::format(
      R"({{"v":1,"type":"establish","id":"establish","operator":{},"at":{},"origin":{},)"
      R"("authority":{{"id":{},"name":{},"key":{}}},"ledger_key":{},"utc_offset_min":480,)"
      R"("mass_tolerance_ppm":{},"batch_window_s":{},"rules":1}})",
      as_json(authority), as_json(at), as_json(f.origin), as_json(authority),
      as_json(f.authority_name), as_json(f.authority->verifier().text()),
      as_json(ledger_key.verifier().text()), f.mass_tolerance_ppm, f.batch_window_s));
}

void require_free(const fs::path& directory) {
  if (!fs::exists(directory)) return;
  if (fs::is_directory(directory) && fs::is_empty(directory)) return;
  throw Failure(
      fmt::format("making the ledger {}: something is there already; a ledger is never "
                  "written over. Choose a new directory",
                  directory.string()));
}

void sync_directory(const fs::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!synced)
    throw Failure(
        fmt::format("making the ledger: {} could not be synced to disk", directory.string()));
}

/// Removes a half-made ledger unless it was finished.
struct Scaffold {
  fs::path path;
  bool finished = false;
  ~Scaffold() {
    std::error_code ignored;
    if (!finished) fs::remove_all(path, ignored);
  }
};

void write_entry_0(const storage::Paths& paths, const Clock& clock, const Signer& ledger_key,
                   CheckedBatch founding, std::optional<Error>& refused) {
  auto store = storage::Store::create(paths.database);
  auto head = storage::HeadFile::create(paths.head);
  KeyRing ring;
  Recorder recorder(store, clock, ring);
  if (auto recorded = recorder.record(std::move(founding)); !recorded) {
    refused = recorded.error();
    return;
  }
  const auto transaction = recorder.take(ledger_key);
  store.append(*transaction);
  head.write({transaction->checkpoint.size, transaction->checkpoint.root});
}

}  // namespace

Result<Ledger> Ledger::create(const fs::path& directory, const Founding& founding,
                              const Clock& clock) {
  if (!encoding::is_origin(founding.origin))
    return refuse(Refusal::id_malformed, "/origin",
                  fmt::format("an origin is [a-z0-9.:/-]{{3,128}} without /batch/ and without a "
                              "slash at its end, found {}",
                              founding.origin));
  require_free(directory);
  const Signer ledger_key = new_signer(founding.origin);
  auto event = founding_event(founding, ledger_key, clock);
  if (!event) return tl::unexpected(event.error());
  std::vector<Event> events;
  events.push_back(std::move(*event));
  auto checked =
      check_at_door(sign_batch(founding.origin, std::move(events), After{}, *founding.authority),
                    founding.origin, KeyRing{});
  if (!checked) return tl::unexpected(checked.error());

  // Made beside its place and moved there whole: a crash on the way leaves no half ledger.
  const fs::path target = fs::absolute(directory).lexically_normal();
  const fs::path home =
      target.has_filename() ? target.parent_path() : target.parent_path().parent_path();
  fs::create_directories(home);
  Scaffold scaffold{
      home /
      fmt::format(".{}.{}.part",
                  (target.has_filename() ? target : target.parent_path()).filename().string(),
                  ::getpid())};
  fs::create_directory(scaffold.path);
  fs::permissions(scaffold.path, fs::perms::owner_all);
  const storage::Paths paths(scaffold.path);
  write_key_file(paths.ledger_key, ledger_key, std::nullopt);
  std::optional<Error> refused;
  write_entry_0(paths, clock, ledger_key, std::move(*checked), refused);
  if (refused) return tl::unexpected(*refused);
  sync_directory(scaffold.path);
  fs::rename(scaffold.path, target.has_filename() ? target : target.parent_path());
  scaffold.finished = true;
  sync_directory(home);
  return open(directory, Access::write, clock);
}

}  // namespace ledger
