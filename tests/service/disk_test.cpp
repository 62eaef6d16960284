#include <fcntl.h>
#include <fstream>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "tests/fault/small_ledger.hpp"
#include "tests/service/asking.hpp"
#include "tests/service/service_process.hpp"
#include "tests/support/catch.hpp"

using namespace service;
using ledger::Ledger;

namespace {

/// A disk of its own, small, in memory; only root may make one.
class SmallDisk {
 public:
  explicit SmallDisk(const fault::fs::path& at) : at_(at) {
    fault::fs::create_directories(at_);
    made_ = ::mount("tmpfs", at_.c_str(), "tmpfs", 0, "size=8m") == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (made_) ::umount2(at_.c_str(), MNT_DETACH);
  }
  [[nodiscard]] bool made() const { return made_; }
  /// Leaves this much room.
  void fill(std::uint64_t room) const {
    struct statvfs disk {};
    ::statvfs(at_.c_str(), &disk);
    const std::uint64_t free_bytes = disk.f_bavail * disk.f_bsize;
    const int file = ::open((at_ / "ballast").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (free_bytes > room)
      CHECK(::posix_fallocate(file, 0, static_cast<off_t>(free_bytes - room)) == 0);
    ::close(file);
  }
  void make_room() const { fault::fs::remove(at_ / "ballast"); }

 private:
  fault::fs::path at_;
  bool made_ = false;
};

}  // namespace

TEST_CASE(
    "on a full disk the service says so, goes on reading, and writes again when there is room",
    "[service]") {
  const tests::TempFolder folder;
  const SmallDisk disk(folder / "disk");
  if (!disk.made()) {
    WARN("skipped: no disk can be mounted here");
    return;
  }
  const auto book = folder / "disk" / "book";
  fault::copy_ledger(fault::small_ledger(), book);
  std::vector<std::string> bodies;
  std::int64_t size = 0;
  {
    const Ledger ledger = Ledger::open(book, Ledger::Access::read, fault::still_clock);
    const auto signer = ledger::read_key_file(fault::collector_key(), std::nullopt);
    for (int k = 0; k < 60; ++k)
      bodies.push_back(batch_body(fault::retirements(ledger, signer, k, 20)));
    size = ledger.info().size;
  }
  ServiceProcess process(options_for(book), fault::still_clock);
  REQUIRE(process.port() > 0);
  const auto first = post(process.port(), "/v1/batches", bodies[0]);
  REQUIRE(first);
  REQUIRE(first->status == 201);

  disk.fill(100'000);
  std::size_t next = 1;
  std::optional<Answer> full;
  while (next < bodies.size() && !full) {
    const auto answer = post(process.port(), "/v1/batches", bodies[next]);
    REQUIRE(answer);
    if (answer->status == 201) ++next;
    if (answer->status != 201) full = answer;
  }
  REQUIRE(full);
  CHECK(full->status == 507);
  const auto problem = nlohmann::json::parse(full->body);
  CHECK(problem.at("name") == "disk_full");
  CHECK_THAT(problem.at("hint").get<std::string>(), ContainsSubstring("room"));
  for (int i = 0; i < 5; ++i) {
    const auto read = get(process.port(), "/v1/ledger");
    REQUIRE(read);
    CHECK(read->status == 200);
    CHECK(nlohmann::json::parse(read->body).at("size") ==
          size + 20 * static_cast<std::int64_t>(next));
    const auto again = post(process.port(), "/v1/batches", bodies[next]);
    REQUIRE(again);
    CHECK(again->status == 507);
  }

  disk.make_room();
  for (std::size_t k = next; k < next + 3; ++k) {
    const auto answer = post(process.port(), "/v1/batches", bodies.at(k));
    REQUIRE(answer);
    CHECK(answer->status == 201);
  }
  CHECK(process.stop());
  CHECK_FALSE(fault::damage_in(book));
}
