#include "api/readers.hpp"

#include <algorithm>
#include <utility>

namespace api {

using ledger::Ledger;

Readers::Readers(const std::filesystem::path& directory, const ledger::Clock& clock,
                 std::size_t count)
    : long_max_(std::max<std::size_t>(1, count / 4)) {
  for (std::size_t i = 0; i < count; ++i)
    free_.push_back(std::make_unique<Ledger>(Ledger::open(directory, Ledger::Access::read, clock)));
}

std::unique_ptr<Readers::Lease> Readers::try_lend_long(std::chrono::microseconds& waited) {
  {
    const std::lock_guard lock(guard_);
    if (long_out_ == long_max_) return nullptr;
    ++long_out_;
  }
  return std::make_unique<Lease>(*this, true, waited);
}

Readers::Lease::Lease(Readers& readers, bool is_long, std::chrono::microseconds& waited)
    : Lease(readers, is_long) {
  waited += waited_;
}

Readers::Lease::Lease(Readers& readers, bool is_long) : readers_(readers), is_long_(is_long) {
  const auto begin = std::chrono::steady_clock::now();
  wait_for_one();
  waited_ = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                                  begin);
  try {
    snapshot_ = std::make_unique<Ledger::Snapshot>(*ledger_);
  } catch (...) {
    give_back();
    throw;
  }
}

/// In the order of tickets: a condition variable alone would let anybody pass who comes just when a
/// reader is returned, and who waits longest might wait on.
void Readers::Lease::wait_for_one() {
  std::unique_lock lock(readers_.guard_);
  const std::uint64_t ticket = readers_.next_ticket_++;
  ++readers_.waiting_;
  readers_.returned_.wait(
      lock, [&] { return ticket == readers_.next_served_ && !readers_.free_.empty(); });
  --readers_.waiting_;
  ++readers_.next_served_;
  ledger_ = std::move(readers_.free_.back());
  readers_.free_.pop_back();
  const bool is_next_lucky = !readers_.free_.empty();
  lock.unlock();
  if (is_next_lucky) readers_.returned_.notify_all();
}

Readers::Lease::~Lease() {
  snapshot_.reset();
  give_back();
}

void Readers::Lease::give_back() {
  {
    const std::lock_guard lock(readers_.guard_);
    readers_.free_.push_back(std::move(ledger_));
    if (is_long_) --readers_.long_out_;
  }
  readers_.returned_.notify_all();
}

}  // namespace api
