#include "cli/exit_code.hpp"

namespace cli {

// No default: the compiler names the refusal that is missing here.
ExitCode exit_code(ledger::Refusal refusal) {
  using enum ledger::Refusal;
  switch (refusal) {
    case wrong_operator:
    case bad_signature:
    case unknown_key:
    case key_revoked:
    case key_expired:
    case key_scope:
    case role_not_allowed:
    case suspended:
    case not_yours:
      return ExitCode::not_allowed;
    case id_reused:
      return ExitCode::conflict;
    case malformed:
    case too_deep:
    case duplicate_member:
    case unknown_member:
    case missing_member:
    case wrong_type:
    case number_malformed:
    case out_of_range:
    case text_not_allowed:
    case too_long:
    case value_not_allowed:
    case code_malformed:
    case id_malformed:
    case time_malformed:
    case unknown_type:
    case not_supported:
    case event_too_large:
    case too_many_trails:
    case duplicate_item:
    case not_canonical:
    case batch_malformed:
    case batch_too_large:
    case wrong_origin:
    case wrong_root:
    case other_history:
    case stale_batch:
    case partly_recorded:
    case opening_mismatch:
    case not_founded:
    case already_founded:
    case last_key:
    case unknown_operator:
    case not_suspended:
    case key_reused:
    case unknown_site:
    case unknown_version:
    case clock_jump:
    case unknown_unit:
    case unknown_lot:
    case not_holder:
    case already_held:
    case already_consumed:
    case not_missing:
    case claimed:
    case code_taken:
    case part_of_whole:
    case lot_closed:
    case lot_mismatch:
    case unknown_scrap:
    case mass_not_balanced:
    case mass_not_booked:
    case mass_out_of_tolerance:
    case not_enough:
    case material_not_allowed:
    case purpose_not_allowed:
    case mixed_origin:
    case chemistry_required:
    case name_required:
    case parent_required:
    case receiver_not_allowed:
    case already_dispatched:
    case already_received:
    case at_in_future:
      return ExitCode::refused;
  }
  return ExitCode::unexpected;
}

}  // namespace cli
