#include "ledger/storage/head_file.hpp"

#include <string>
#include <sys/mman.h>
#include <unistd.h>

#include "ledger/result.hpp"
#include "tests/fuzz/targets.hpp"

using namespace ledger;

namespace {

/// A file that is nowhere on a disk.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(::memfd_create("head", 0)) {
    require(descriptor_ >= 0 && ::write(descriptor_, bytes.data(), bytes.size()) ==
                                    static_cast<ssize_t>(bytes.size()),
            "memory holds the input");
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { ::close(descriptor_); }
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

}  // namespace

/// What was read is still there after the next head was written, in the other slot.
bool fuzz::head_file(std::string_view input) {
  const MemoryFile file(input);
  try {
    auto opened = storage::HeadFile::open(file.path());
    const auto last = opened.last();
    require(last.has_value() || input.find_first_not_of(' ') == std::string_view::npos,
            "only a file that was never written holds no head");
    require(!last || last->size >= 0, "a head has a size");
    const std::uint64_t written = opened.written();
    opened.write({7, Hash{}});
    const auto again = storage::HeadFile::open(file.path());
    require(again.written() == written + 1 && again.last()->size == 7, "the next head is the last");
    return true;
  } catch (const Damage&) {
    return false;
  }
}
