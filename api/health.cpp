#include "api/health.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

namespace api {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds look_every{1};

/// What a batch and its part of the write-ahead log need at least.
constexpr std::size_t probe_bytes = 256 * 1024;

std::string error_text() {
  return std::generic_category().message(errno);
}

/// A file without a name where the file system knows such; else one whose name goes at once.
int open_probe(const std::filesystem::path& directory) {
  const int unnamed = ::open(directory.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  if (unnamed >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return unnamed;
  const auto name = directory / fmt::format("probe.{}", ::getpid());
  const int named = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

/// "" when the disk takes bytes.
std::string why_not_writable(const std::filesystem::path& directory) {
  const int probe = open_probe(directory);
  if (probe < 0) return error_text();
  static const std::array<char, 64 * 1024> block{};
  std::string why;
  for (std::size_t written = 0; why.empty() && written < probe_bytes;) {
    const ssize_t count = ::write(probe, block.data(), block.size());
    if (count < 0 && errno != EINTR) why = error_text();
    if (count > 0) written += static_cast<std::size_t>(count);
  }
  ::close(probe);
  return why;
}

}  // namespace

Health::Health(std::filesystem::path ledger, const ledger::Clock& clock,
               const ledger::Intake* intake, std::chrono::milliseconds hangs_after)
    : ledger_(std::move(ledger)), clock_(clock), intake_(intake), hangs_after_(hangs_after) {}

std::vector<Check> Health::checks() {
  const std::lock_guard lock(looking_);
  const auto now = std::chrono::steady_clock::now();
  if (!found_.empty() && now - looked_ < look_every) return found_;
  found_.clear();
  looked_ = now;
  const auto committing_for = intake_ == nullptr ? 0ms : intake_->committing_for();
  // Looking at a disk that does not answer would take as long.
  if (committing_for > hangs_after_) {
    found_.push_back({"intake", false,
                      fmt::format("a commit has been under way for {} ms: the disk does not answer",
                                  committing_for.count())});
    return found_;
  }
  if (intake_ != nullptr) {
    found_.push_back(intake_check());
    found_.push_back(disk_check());
  }
  found_.push_back(head_check());
  found_.push_back(witness_check());
  return found_;
}

Check Health::intake_check() const {
  // The reason is for the log: it may name paths.
  const bool is_stopped = !intake_->stopped_because().empty();
  return {"intake", !is_stopped,
          is_stopped ? "nothing is recorded until the service is started again; its log says why"
                     : "batches are recorded"};
}

Check Health::disk_check() const {
  const std::string why = why_not_writable(ledger_);
  return {"disk", why.empty(), why.empty() ? "the disk takes bytes" : "the disk says: " + why};
}

/// Opening is what holds the database against the head file (docs/format.md, "Head file").
Check Health::head_check() const {
  const std::int64_t known = intake_ != nullptr ? intake_->head().size : 0;
  try {
    const auto reader = ledger::Ledger::open(ledger_, ledger::Ledger::Access::read, clock_);
    const std::int64_t stored = reader.info().size;
    if (stored < known)
      return {"head", false,
              fmt::format("{} entries are recorded, the database shows {}", known, stored)};
    return {"head", true, fmt::format("{} entries, as the head file says", stored)};
  } catch (const ledger::Damage&) {
    return {"head", false, "the database and the head file contradict each other: run an audit"};
  } catch (const ledger::Failure&) {
    return {"head", false, "the ledger cannot be read"};
  }
}

Check Health::witness_check() const {
  const auto heard = witnesses();
  if (!heard) return {"witnesses", true, "none was asked yet"};
  if (heard->contradicting > 0)
    return {"witnesses", false,
            fmt::format("{} of them saw a larger or another tree: this ledger was put back, or "
                        "they are wrong",
                        heard->contradicting)};
  return {"witnesses", true,
          fmt::format("{} cosigned size {}, {} did not answer, {} refused", heard->cosigned,
                      heard->size, heard->silent, heard->refused)};
}

void Health::heard(const ledger::Gathered& gathered) {
  Witnesses all{.size = gathered.size, .has_quorum = gathered.has_quorum};
  for (const ledger::WitnessOutcome& outcome : gathered.witnesses) {
    switch (outcome.word) {
      case ledger::WitnessWord::cosigned:
        ++all.cosigned;
        break;
      case ledger::WitnessWord::unreachable:
        ++all.silent;
        break;
      case ledger::WitnessWord::refused:
        ++all.refused;
        break;
      case ledger::WitnessWord::ahead:
      case ledger::WitnessWord::contradicted:
        ++all.contradicting;
        break;
    }
  }
  const std::lock_guard lock(guard_);
  witnesses_ = all;
}

std::optional<Health::Witnesses> Health::witnesses() const {
  const std::lock_guard lock(guard_);
  return witnesses_;
}

}  // namespace api
