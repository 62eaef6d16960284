#include "ledger/mirror.hpp"

#include <fmt/format.h>

#include "ledger/copies/mirror_copy.hpp"
#include "ledger/copies/mirror_evidence.hpp"
#include "ledger/copies/mirror_head.hpp"
#include "ledger/copies/staging.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/ledger.hpp"
#include "ledger/mirror/stopped.hpp"
#include "ledger/storage/file.hpp"
#include "ledger/storage/head_file.hpp"
#include "ledger/storage/paths.hpp"
#include "ledger/storage/write_lock.hpp"
#include "ledger/tiles/stored_tiles.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;
using mirror::Stopped;
using mirror::VerifiedLog;

std::optional<chain::Policy> policy_of(const MirrorOptions& options) {
  if (!options.policy) return std::nullopt;
  auto policy = chain::read_policy(*options.policy);
  if (!policy)
    throw Failure(
        fmt::format("reading the policy: line {}: {}", policy.error().line, policy.error().what));
  return std::move(*policy);
}

bool continues(const storage::Store& store, std::int64_t size, VerifiedLog& log) {
  if (size == 0) return true;
  if (size > log.head().size) return false;
  const Hash root = chain::root_from_tiles(size, stored_tiles(store, size));
  return chain::is_consistent({size, root}, log.head(),
                              chain::consistency_path(size, log.head().size, log.tiles()));
}

/// One run of a mirror, from reading the source's head to keeping what it signs.
class Mirroring {
 public:
  Mirroring(LogSource& source, const fs::path& directory, const MirrorOptions& options,
            const Progress& progress)
      : source_(source),
        directory_(directory),
        options_(options),
        policy_(policy_of(options)),
        progress_(progress),
        evidence_(options.evidence) {}

  MirrorReport run() {
    try {
      if (is_free(directory_))
        begin();
      else
        go_on();
    } catch (const Stopped& stopped) {
      report_.outcome = stopped.outcome;
      report_.entry = stopped.entry;
      report_.expected = stopped.expected;
      report_.found = stopped.found;
    }
    report_.evidence = evidence_.files();
    return report_;
  }

 private:
  void begin();
  void fill(const fs::path& place, VerifiedLog& log, bool is_taken_up);
  void go_on();
  void compare_smaller(const storage::Store& store);
  void grow(storage::Store& store, const fs::path& place, VerifiedLog& log, bool commits_parts);
  void judge_first_head() const;
  [[noreturn]] void forked(const std::string& found) const;
  void require_signed(const storage::Store& store, const std::string& found) const;
  void keep_broken(const Stopped& stopped, const storage::Store& store, VerifiedLog& log);
  void done(MirrorOutcome outcome);

  LogSource& source_;
  fs::path directory_;
  const MirrorOptions& options_;
  std::optional<chain::Policy> policy_;
  const Progress& progress_;
  Evidence evidence_;
  ShownHead shown_;
  Checkpoint kept_;  ///< the head that the mirror has
  MirrorReport report_;
};

void Mirroring::done(MirrorOutcome outcome) {
  report_.outcome = outcome;
  report_.size = shown_.checkpoint.size;
  report_.root = shown_.checkpoint.root;
}

/// Before anything of a log is known, the policy must say who may sign for it, unless its entry 0
/// is known: that names the key.
void Mirroring::judge_first_head() const {
  if (options_.identity || policy_->identity_of(shown_.origin)) return;
  if (const auto judged = chain::judge_checkpoint(*policy_, shown_.checkpoint.note); !judged)
    untrusted(judged.error().expected, judged.error().found);
}

/// A first copy: nobody reads it before it is whole, so that it is committed in parts and taken up
/// where a killed run left it.
void Mirroring::begin() {
  if (!options_.identity && !policy_)
    throw Failure(
        "mirroring: nothing says which ledger this is to be; name its identity (the leaf hash of "
        "entry 0, asked of somebody you trust) or a policy");
  shown_ = read_head(source_);
  report_.origin = shown_.origin;
  if (shown_.checkpoint.size == 0) untrusted("a ledger that is founded", "a head of no entries");
  judge_first_head();
  VerifiedLog log(source_, shown_.head());
  report_.identity = log.leaf(0);
  const auto pinned = options_.identity ? options_.identity : policy_->identity_of(shown_.origin);
  if (pinned && *pinned != report_.identity)
    untrusted("identity " + encoding::base64(*pinned),
              "identity " + encoding::base64(report_.identity));
  // Nothing that the head says of itself is believed yet: its origin is the one that was founded.
  if (const auto founding = founding_of(log); founding && founding->origin_name != shown_.origin)
    untrusted(fmt::format("a head of {}", founding->origin_name), "one of " + shown_.origin);
  const Staging staging(directory_, "mirror");
  const storage::WriteLock lock(staging.path());
  const storage::Paths paths(staging.path());
  const bool is_taken_up = fs::exists(paths.database) && [&] {
    const auto store = storage::Store::open(paths.database, storage::Mode::write);
    return continues(store, store.size(), log);
  }();
  if (!is_taken_up) staging.clear();
  try {
    fill(staging.path(), log, is_taken_up);
  } catch (const Stopped& stopped) {
    // What a source may yet complete is taken up again; what it should never have signed is not.
    if (stopped.outcome == MirrorOutcome::broken_rule ||
        stopped.outcome == MirrorOutcome::untrusted)
      staging.remove();
    throw;
  }
  staging.publish();
  done(MirrorOutcome::grown);
}

void Mirroring::fill(const fs::path& place, VerifiedLog& log, bool is_taken_up) {
  const storage::Paths paths(place);
  auto store = is_taken_up ? storage::Store::open(paths.database, storage::Mode::write)
                           : storage::Store::create(paths.database);
  // Killed on its way to its place, it may have these already.
  fs::remove(paths.head);
  fs::remove(paths.mirror);
  storage::HeadFile::create(paths.head);
  grow(store, place, log, true);
  storage::write_private_file(paths.mirror, fmt::format("celltrail-mirror/1\n{}\n", shown_.origin));
}

/// More of a mirror that others may be reading: one transaction, all of it or nothing.
void Mirroring::go_on() {
  const storage::Paths paths(directory_);
  if (!fs::exists(paths.mirror))
    throw Failure(
        fmt::format("mirroring into {}: it is no mirror; only what `celltrail mirror` made is "
                    "written to. Choose a new directory",
                    directory_.string()));
  const storage::WriteLock lock(directory_);
  const SystemClock clock;
  const LedgerInfo info = Ledger::open(directory_, Ledger::Access::read, clock).info();
  report_.origin = info.origin;
  report_.identity = info.identity;
  report_.before = report_.size = info.size;
  report_.root = info.root;
  kept_ = {info.size, info.root, info.checkpoint};
  // A run killed between COMMIT and the head file left the file one step behind.
  auto head = storage::HeadFile::open(paths.head);
  if (head.last() && head.last()->size < info.size) head.write({info.size, info.root});
  const auto pinned = options_.identity ? options_.identity
                      : policy_         ? policy_->identity_of(info.origin)
                                        : std::nullopt;
  if (pinned && *pinned != info.identity)
    throw Failure(fmt::format("mirroring into {}: it is a mirror of the ledger {}, not of {}",
                              directory_.string(), encoding::base64(info.identity),
                              encoding::base64(*pinned)));
  shown_ = read_head(source_);
  if (shown_.origin != info.origin)
    untrusted("a head of " + info.origin, "one of " + shown_.origin);
  auto store = storage::Store::open(paths.database, storage::Mode::write);
  if (shown_.checkpoint.size <= info.size) return compare_smaller(store);
  VerifiedLog log(source_, shown_.head());
  if (!continues(store, info.size, log)) {
    require_signed(store, "a head that does not continue the one of the mirror");
    forked(
        evidence_.keep_fork(kept_, stored_tiles(store, info.size), shown_.checkpoint, log.tiles()));
  }
  grow(store, directory_, log, false);
  done(MirrorOutcome::grown);
}

void Mirroring::compare_smaller(const storage::Store& store) {
  const Checkpoint& shown = shown_.checkpoint;
  if (shown.size == kept_.size && shown.root == kept_.root) {
    judge_head(shown_, store.constitution().value(), policy_);
    return done(MirrorOutcome::unchanged);
  }
  require_signed(store, "a head that is not the one of the mirror");
  if (shown.size == kept_.size) {
    evidence_.keep_fork(kept_, shown);
    forked("root " + encoding::base64(shown.root));
  }
  const auto own = stored_tiles(store, kept_.size);
  if (shown.size == 0 || chain::root_from_tiles(shown.size, own) == shown.root) {
    evidence_.keep_heads(kept_, shown);
    throw Stopped(MirrorOutcome::rollback, -1,
                  fmt::format("a head of at least {} entries, signed before", kept_.size),
                  fmt::format("one of {}, an earlier state of the same history", shown.size));
  }
  VerifiedLog log(source_, shown_.head());
  forked(evidence_.keep_fork(kept_, own, shown, log.tiles()));
}

void Mirroring::forked(const std::string& found) const {
  throw Stopped(MirrorOutcome::fork, -1,
                fmt::format("a head that continues the one of {} entries with root {}", kept_.size,
                            encoding::base64(kept_.root)),
                fmt::format("one of {} entries that has {}", shown_.checkpoint.size, found));
}

void Mirroring::require_signed(const storage::Store& store, const std::string& found) const {
  if (!is_signed_by_ledger(shown_.checkpoint.note, shown_.origin, ledger_vkeys(store), policy_))
    untrusted("a head signed by a key of " + shown_.origin, found + ", and signed by no such key");
}

void Mirroring::grow(storage::Store& store, const fs::path& place, VerifiedLog& log,
                     bool commits_parts) {
  MirrorCopy copy(store, log, shown_.origin, commits_parts);
  try {
    copy.run(progress_);
  } catch (const Stopped& stopped) {
    keep_broken(stopped, store, log);
    throw;
  }
  const auto& head = shown_.checkpoint;
  if (chain::root_from_tiles(head.size, stored_tiles(store, head.size)) != head.root)
    throw Damage(
        fmt::format("mirroring into {}: the tree that was stored has another root than "
                    "the entries; check the disk and make the mirror anew",
                    place.string()));
  judge_head(shown_, store.constitution().value(), policy_);
  copy.commit(head);
  storage::HeadFile::open(storage::Paths(place).head).write({head.size, head.root});
}

/// A ledger that signed an entry against the rules cannot take its signature back.
void Mirroring::keep_broken(const Stopped& stopped, const storage::Store& store, VerifiedLog& log) {
  if (stopped.outcome != MirrorOutcome::broken_rule || stopped.entry < 0) return;
  std::vector<std::string> vkeys = ledger_vkeys(store);
  if (const auto founding = founding_of(log)) vkeys.emplace_back(founding->ledger_key);
  if (is_signed_by_ledger(shown_.checkpoint.note, shown_.origin, vkeys, policy_))
    evidence_.keep_entry(stopped.entry, log, shown_.checkpoint.note);
}

}  // namespace

MirrorReport mirror_ledger(LogSource& source, const fs::path& directory,
                           const MirrorOptions& options, const Progress& progress) {
  return Mirroring(source, directory, options, progress).run();
}

}  // namespace ledger
