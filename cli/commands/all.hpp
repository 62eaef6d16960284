#pragma once

#include "cli/command.hpp"

/// One function a command, one file a command or a family of them.
namespace cli {

[[nodiscard]] Command init_command();
[[nodiscard]] Command key_new_command();
[[nodiscard]] Command key_show_command();
[[nodiscard]] Command key_passphrase_command();
[[nodiscard]] Command key_rotate_ledger_command();
[[nodiscard]] Command sign_command();
[[nodiscard]] Command operator_enroll_command();
[[nodiscard]] Command operator_grant_key_command();
[[nodiscard]] Command operator_revoke_key_command();
[[nodiscard]] Command operator_suspend_command();
[[nodiscard]] Command operator_reinstate_command();
[[nodiscard]] Command operator_list_command();
[[nodiscard]] Command operator_show_command();
[[nodiscard]] Command target_set_command();
[[nodiscard]] Command target_list_command();
[[nodiscard]] Command record_command();
[[nodiscard]] Command trail_command();
[[nodiscard]] Command stock_command();
[[nodiscard]] Command transfers_command();
[[nodiscard]] Command findings_command();
[[nodiscard]] Command report_command();
[[nodiscard]] Command audit_command();
[[nodiscard]] Command checkpoint_command();
[[nodiscard]] Command prove_command();
[[nodiscard]] Command verify_command();
[[nodiscard]] Command export_command();
[[nodiscard]] Command mirror_command();
[[nodiscard]] Command witness_new_command();
[[nodiscard]] Command witness_serve_command();
[[nodiscard]] Command witness_send_command();
[[nodiscard]] Command serve_command();
[[nodiscard]] Command config_show_command();
[[nodiscard]] Command token_new_command();
[[nodiscard]] Command token_list_command();
[[nodiscard]] Command token_revoke_command();
[[nodiscard]] Command backup_command();
[[nodiscard]] Command restore_command();
[[nodiscard]] Command sample_command();
[[nodiscard]] Command doctor_command();
[[nodiscard]] Command version_command();

}  // namespace cli
