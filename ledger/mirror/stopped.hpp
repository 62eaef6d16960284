#pragma once

#include <exception>
#include <string>
#include <utility>

#include "ledger/mirror.hpp"

namespace ledger::mirror {

/// Why a mirror does not go on. Thrown where it is seen, in whatever thread, and turned into a
/// MirrorReport by the conductor: it never leaves the library.
class Stopped : public std::exception {
 public:
  Stopped(MirrorOutcome why, Index about, std::string should_be, std::string is)
      : outcome(why), entry(about), expected(std::move(should_be)), found(std::move(is)) {}
  [[nodiscard]] const char* what() const noexcept override { return found.c_str(); }

  MirrorOutcome outcome;
  Index entry;  ///< -1 when it is about none
  std::string expected, found;
};

}  // namespace ledger::mirror
