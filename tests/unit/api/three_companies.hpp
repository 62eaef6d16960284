#pragma once

#include "tests/unit/api/served.hpp"

namespace made_up {

/// A pack that went from the collector to the recycler, one that the repurposer has alone.
inline void three_companies(TempLedger& book) {
  book.accept({retire(collector, "R-1"), retire(repurposer, "R-1").unit(pack(3)),
               retire_lot(repurposer, "R-2", lot(repurposer, "C-1"), 50'000),
               dispatch(collector, "D-1", recycler, "T-1").items({Thing(pack(1), 400'000)}),
               receive(recycler, "E-1", collector, "T-1").items({accepted(pack(1), 390'000)}),
               dismantle(recycler, "M-1")
                   .inputs({Thing(pack(1), 390'000)})
                   .units({module_out(1, 300'000)})
                   .lots({made(lot(recycler, "STEEL-1"), "steel", 89'000)})
                   .loss(1'000)});
}

}  // namespace made_up
