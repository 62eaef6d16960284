#pragma once

#include <string>
#include <string_view>

#include "tests/support/said.hpp"

namespace made_up {

/// All of a thing becomes black mass, in a lot named after the event.
[[nodiscard]] inline Said shred(std::string_view by, std::string_view id, std::string_view thing,
                                std::int64_t mass_g) {
  return process(by, id)
      .inputs({Thing(thing, mass_g)})
      .outputs({made(lot(by, std::string("BM-") + std::string(id)), "black_mass", mass_g)});
}

}  // namespace made_up
