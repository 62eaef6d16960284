#include "cli/commands/all.hpp"

namespace cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> all{init_command(),
                                        key_new_command(),
                                        key_show_command(),
                                        key_passphrase_command(),
                                        key_rotate_ledger_command(),
                                        sign_command(),
                                        operator_enroll_command(),
                                        operator_grant_key_command(),
                                        operator_revoke_key_command(),
                                        operator_suspend_command(),
                                        operator_reinstate_command(),
                                        operator_list_command(),
                                        operator_show_command(),
                                        target_set_command(),
                                        target_list_command(),
                                        record_command(),
                                        trail_command(),
                                        stock_command(),
                                        transfers_command(),
                                        findings_command(),
                                        report_command(),
                                        audit_command(),
                                        checkpoint_command(),
                                        prove_command(),
                                        verify_command(),
                                        export_command(),
                                        mirror_command(),
                                        witness_new_command(),
                                        witness_serve_command(),
                                        witness_send_command(),
                                        serve_command(),
                                        config_show_command(),
                                        token_new_command(),
                                        token_list_command(),
                                        token_revoke_command(),
                                        backup_command(),
                                        restore_command(),
                                        sample_command(),
                                        doctor_command(),
                                        version_command()};
  return all;
}

}  // namespace cli
