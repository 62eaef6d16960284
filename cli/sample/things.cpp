#include "cli/sample/things.hpp"

#include <fmt/format.h>

namespace cli::sample {

std::string Operator::event_id(std::string_view prefix) {
  return fmt::format("{}-{:06}", prefix, ++events);
}

std::string Operator::lot_name(std::string_view prefix) {
  return fmt::format("{}/{}-{:05}", id, prefix, ++lots_made);
}

std::string Operator::slip() {
  return fmt::format("WB-{:06}", ++slips);
}

}  // namespace cli::sample
