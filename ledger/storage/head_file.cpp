#include "ledger/storage/head_file.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/result.hpp"
#include "ledger/storage/file.hpp"

namespace ledger::storage {

namespace {

constexpr std::size_t slot_bytes = 512;
constexpr std::string_view magic = "celltrail-head/1 ";
using Slot = std::array<char, slot_bytes>;

struct Written {
  std::uint64_t sequence{};
  Head head;
};

std::string slot_text(const Written& written) {
  std::string text = fmt::format("{}{} {} {} ", magic, written.sequence, written.head.size,
                                 encoding::base64(written.head.root));
  text += encoding::hex(crypto::sha256(text));
  text += '\n';
  text.resize(slot_bytes - 1, ' ');
  return text + '\n';
}

std::string_view word(std::string_view& rest) {
  const std::size_t end = rest.find(' ');
  const std::string_view found = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return found;
}

template <class Number>
Number number(std::string_view text) {
  Number value{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Nothing unless the slot is, byte for byte, what would be written for what it says.
std::optional<Written> read_slot(std::string_view slot) {
  if (!slot.starts_with(magic)) return std::nullopt;
  std::string_view rest = slot.substr(magic.size());
  Written written;
  written.sequence = number<std::uint64_t>(word(rest));
  written.head.size = number<std::int64_t>(word(rest));
  const auto root = encoding::fixed_from_base64<32>(word(rest));
  if (!root) return std::nullopt;
  written.head.root = *root;
  if (slot_text(written) != slot) return std::nullopt;
  return written;
}

std::string read_all(int descriptor, const std::filesystem::path& file) {
  std::string bytes(2 * slot_bytes + 1, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::pread(descriptor, bytes.data() + filled, bytes.size() - filled,
                                static_cast<off_t>(filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_with_errno("reading", file);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

void write_all(int descriptor, std::string_view bytes, std::size_t offset) {
  while (!bytes.empty()) {
    const ssize_t put =
        ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) fail_with_errno("writing", "the head file");
    bytes.remove_prefix(static_cast<std::size_t>(put));
    offset += static_cast<std::size_t>(put);
  }
}

bool unwritten(std::string_view bytes) {
  return bytes.find_first_not_of(' ') == std::string_view::npos;
}

}  // namespace

HeadFile HeadFile::create(const std::filesystem::path& file) {
  make_private_file(file);
  Descriptor made(::open(file.c_str(), O_RDWR | O_CLOEXEC));
  if (made.number() < 0) fail_with_errno("opening", file);
  write_all(made.number(), std::string(2 * slot_bytes, ' '), 0);
  if (::fsync(made.number()) != 0) fail_with_errno("fsync of", file);
  return HeadFile(made.release());
}

HeadFile HeadFile::open(const std::filesystem::path& file) {
  int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
  // Who may only read a ledger still checks it against its head.
  if (descriptor < 0 && (errno == EACCES || errno == EROFS))
    descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  Descriptor found(descriptor);
  if (found.number() < 0) fail_with_errno("opening", file);
  const std::string bytes = read_all(found.number(), file);
  HeadFile result(-1);
  // Nothing was ever said from here: a slot is fsynced before its head is answered.
  const bool fresh = bytes.size() <= 2 * slot_bytes && unwritten(bytes);
  for (std::size_t at = 0; bytes.size() == 2 * slot_bytes && at < bytes.size(); at += slot_bytes) {
    const auto written = read_slot(std::string_view(bytes).substr(at, slot_bytes));
    if (!written || (result.last_ && written->sequence < result.sequence_)) continue;
    result.sequence_ = written->sequence;
    result.last_ = written->head;
  }
  if (!fresh && !result.last_)
    throw Damage(
        fmt::format("{}: neither of its two slots verifies; audit the ledger against a "
                    "checkpoint kept elsewhere before it is written again",
                    file.string()));
  result.descriptor_ = found.release();
  return result;
}

HeadFile::HeadFile(HeadFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      sequence_(other.sequence_),
      has_failed_(other.has_failed_),
      last_(other.last_) {}

HeadFile& HeadFile::operator=(HeadFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  sequence_ = other.sequence_;
  has_failed_ = other.has_failed_;
  last_ = other.last_;
  return *this;
}

HeadFile::~HeadFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void HeadFile::write(const Head& head) {
  // What a failed sync left in the page cache may read back as written: nothing is trusted to this
  // file until it is opened again.
  if (has_failed_)
    throw Failure(
        "writing the head file: an earlier write failed; stop, check the disk, and open "
        "the ledger again");
  has_failed_ = true;
  const Written next{sequence_ + 1, head};
  try {
    // The slot of the head before the last: the last one stays whole until this one is on disk.
    write_all(descriptor_, slot_text(next), next.sequence % 2 * slot_bytes);
    if (::fdatasync(descriptor_) != 0) fail_with_errno("fdatasync of", "the head file");
  } catch (const DiskFull&) {
    // The next write says the whole slot again, so that nothing of this one is relied on.
    has_failed_ = false;
    throw;
  }
  has_failed_ = false;
  sequence_ = next.sequence;
  last_ = head;
}

}  // namespace ledger::storage
