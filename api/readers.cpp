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

std::unique_ptr<Readers::Lease> Readers::try_lend_long() {
  {
    const std::lock_guard lock(guard_);
    if (long_out_ == long_max_) return nullptr;
    ++long_out_;
  }
  return std::make_unique<Lease>(*this, true);
}

Readers::Lease::Lease(Readers& readers, bool is_long) : readers_(readers), is_long_(is_long) {
  {
    std::unique_lock lock(readers_.guard_);
    readers_.returned_.wait(lock, [&] { return !readers_.free_.empty(); });
    ledger_ = std::move(readers_.free_.back());
    readers_.free_.pop_back();
  }
  try {
    snapshot_ = std::make_unique<Ledger::Snapshot>(*ledger_);
  } catch (...) {
    give_back();
    throw;
  }
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
  readers_.returned_.notify_one();
}

}  // namespace api
