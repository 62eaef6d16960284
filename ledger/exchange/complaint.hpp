#pragma once

#include <string>
#include <variant>

namespace ledger::exchange {

/// What is wrong with a piece of a file, before anybody knows where the piece stands.
struct Complaint {
  std::string code, message, hint;
};

/// A value, or what is wrong with what stands in its place.
template <class T>
using Read = std::variant<T, Complaint>;

}  // namespace ledger::exchange
