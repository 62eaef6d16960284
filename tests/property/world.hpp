#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ledger/ledger.hpp"
#include "tests/property/books.hpp"
#include "tests/property/generator.hpp"

namespace property {

/// Stands where it was put.
class HeldClock final : public ledger::Clock {
 public:
  [[nodiscard]] std::int64_t now_ms() const override { return now_ms_; }
  void advance(std::int64_t ms) { now_ms_ += ms; }

 private:
  std::int64_t now_ms_ = 1'730'000'000'000;  // 2024-10-27, so that histories cross a new year
};

/// What the two sides say differently, in words; empty when they agree.
using Differences = std::vector<std::string>;

/// A ledger in a folder of its own and the books beside it, fed the same events.
class World {
 public:
  explicit World(std::uint64_t seed);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// One batch of 1 to 20 events at both doors. Tells where the two disagree on acceptance.
  Differences batch();
  /// Closes the ledger and opens it again: from here on it knows only what it stored.
  void reopen();

  [[nodiscard]] const ledger::Ledger& ledger() const { return *ledger_; }
  [[nodiscard]] const Books& books() const { return books_; }
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
  /// The newest recorded batch.
  [[nodiscard]] const std::vector<std::string>& newest() const { return last_texts_; }
  /// Accepted and refused events by type, for the test to see that it tests something.
  struct Count {
    std::int64_t accepted = 0, refused = 0;
  };
  [[nodiscard]] const std::map<std::string, Count>& counts() const { return counts_; }

 private:
  struct Judged {
    std::vector<ledger::Event> events;
    std::vector<Refused> refusals;  ///< why "" for an accepted event
    Books after;                    ///< the books with the accepted ones
  };
  void enroll();
  Judged judge(const std::string& by);
  static std::int64_t first_refused(const Judged& judged);
  Differences record(const std::string& by, std::vector<ledger::Event> events, const Judged& judged,
                     bool with_refused);
  Differences send_again();
  [[nodiscard]] ledger::SignedBatch sign(const std::string& by,
                                         std::vector<ledger::Event> events) const;

  std::filesystem::path directory_;
  HeldClock clock_;
  Generator generator_;
  std::map<std::string, ledger::Signer> signers_;
  std::vector<std::string> holders_;
  std::string authority_;
  Books books_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::map<std::string, Count> counts_;
  std::string last_by_;
  std::vector<std::string> last_texts_;  ///< of the newest recorded batch, to be sent again
};

}  // namespace property
