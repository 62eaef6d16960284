#include "ledger/report/padding.hpp"

#include <algorithm>

#include "ledger/display_width.hpp"

namespace ledger::report {
namespace {

std::string spaces(std::size_t width, std::size_t columns) {
  return std::string(columns > width ? columns - width : 0, ' ');
}

}  // namespace

std::string padded_right(std::string_view utf8, std::size_t columns) {
  return std::string(utf8) + spaces(display_width(utf8), columns);
}

std::string padded_left(std::string_view utf8, std::size_t columns) {
  return spaces(display_width(utf8), columns) + std::string(utf8);
}

std::string shortened(std::string_view utf8, std::size_t columns) {
  if (display_width(utf8) <= columns) return std::string(utf8);
  const std::size_t without_ellipsis = std::max<std::size_t>(columns, 1) - 1;
  return std::string(utf8.substr(0, fitting_bytes(utf8, without_ellipsis))) + "…";
}

}  // namespace ledger::report
