#pragma once

#include "api/routes/route.hpp"

/// What the route table names: each decodes a call, asks the library and encodes what it says.
namespace api {

[[nodiscard]] Response post_batch(Call& call);
[[nodiscard]] Response post_known(Call& call);
[[nodiscard]] Response post_dry_run(Call& call);

[[nodiscard]] Response get_ledger(Call& call);
[[nodiscard]] Response get_targets(Call& call);
[[nodiscard]] Response get_checkpoints(Call& call);

[[nodiscard]] Response get_entries(Call& call);
[[nodiscard]] Response get_entry(Call& call);
[[nodiscard]] Response get_openings(Call& call);

[[nodiscard]] Response get_unit(Call& call);
[[nodiscard]] Response get_unit_trail(Call& call);
[[nodiscard]] Response get_lot(Call& call);
[[nodiscard]] Response get_lot_trail(Call& call);

[[nodiscard]] Response get_operators(Call& call);
[[nodiscard]] Response get_operator(Call& call);
[[nodiscard]] Response get_operator_trail(Call& call);
[[nodiscard]] Response get_operator_stock(Call& call);
[[nodiscard]] Response get_stock(Call& call);
[[nodiscard]] Response get_transfers(Call& call);

[[nodiscard]] Response get_report(Call& call);
[[nodiscard]] Response get_findings(Call& call);

[[nodiscard]] Response get_entry_proof(Call& call);
[[nodiscard]] Response get_trail_proof(Call& call);
[[nodiscard]] Response get_consistency_proof(Call& call);

[[nodiscard]] Response get_stream(Call& call);
[[nodiscard]] Response get_checkpoint(Call& call);
[[nodiscard]] Response get_tile(Call& call);

[[nodiscard]] Response get_healthz(Call& call);
[[nodiscard]] Response get_readyz(Call& call);
[[nodiscard]] Response get_metrics(Call& call);
[[nodiscard]] Response get_openapi(Call& call);
[[nodiscard]] Response get_docs(Call& call);
[[nodiscard]] Response go_to_docs(Call& call);

}  // namespace api
