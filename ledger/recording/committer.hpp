#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "ledger/storage/store.hpp"

namespace ledger {

/// One thread that stores transactions in order while the next is being judged. At most one waits
/// behind the one being stored. A failure stops it and comes out of the next call.
class Committer {
 public:
  using Transaction = std::shared_ptr<const storage::Append>;

  explicit Committer(std::function<void(const storage::Append&)> store);
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;
  ~Committer();

  /// Hands over a transaction; waits while another one is waiting.
  void give(Transaction transaction);
  /// A transaction that is on disk by now, if there is one that was not told of yet.
  [[nodiscard]] std::optional<Transaction> take_stored();
  /// Waits until everything given is on disk.
  void drain();

 private:
  void run();
  void rethrow_failure();

  std::function<void(const storage::Append&)> store_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Transaction waiting_, working_;
  std::vector<Transaction> stored_;
  bool is_stopping_ = false;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace ledger
