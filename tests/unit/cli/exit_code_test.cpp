#include "cli/exit_code.hpp"

#include "tests/support/catch.hpp"

using cli::exit_code;
using cli::ExitCode;
using ledger::Refusal;

TEST_CASE("every refusal has an exit code that says a refusal") {
  for (std::size_t i = 0; i < ledger::refusal_count; ++i) {
    const ExitCode code = exit_code(static_cast<Refusal>(i));
    const bool is_refusal =
        code == ExitCode::refused || code == ExitCode::not_allowed || code == ExitCode::conflict;
    INFO("refusal " << i);
    CHECK(is_refusal);
  }
}

TEST_CASE("signatures and rights are 4, an id used again is 7, the rest 5") {
  for (const Refusal refusal : {Refusal::bad_signature, Refusal::unknown_key, Refusal::key_revoked,
                                Refusal::key_expired, Refusal::key_scope, Refusal::role_not_allowed,
                                Refusal::suspended, Refusal::wrong_operator, Refusal::not_yours})
    CHECK(exit_code(refusal) == ExitCode::not_allowed);
  CHECK(exit_code(Refusal::id_reused) == ExitCode::conflict);
  CHECK(exit_code(Refusal::malformed) == ExitCode::refused);
  CHECK(exit_code(Refusal::not_holder) == ExitCode::refused);
  CHECK(exit_code(Refusal::at_in_future) == ExitCode::refused);
}

TEST_CASE("a question that HTTP answers with 404 is 3, and the same refusal of an event 5") {
  const auto asked = [](Refusal refusal) {
    return cli::exit_code_of_question(ledger::Error{refusal, "", "", -1, ""});
  };
  for (const Refusal refusal :
       {Refusal::out_of_range, Refusal::unknown_unit, Refusal::unknown_operator}) {
    CHECK(asked(refusal) == ExitCode::not_found);
    CHECK(exit_code(refusal) == ExitCode::refused);
  }
  CHECK(asked(Refusal::too_long) == ExitCode::refused);
  CHECK(asked(Refusal::not_yours) == ExitCode::not_allowed);
}

TEST_CASE("exit codes are the documented numbers") {
  CHECK(static_cast<int>(ExitCode::usage) == 2);
  CHECK(static_cast<int>(ExitCode::not_found) == 3);
  CHECK(static_cast<int>(ExitCode::not_allowed) == 4);
  CHECK(static_cast<int>(ExitCode::refused) == 5);
  CHECK(static_cast<int>(ExitCode::damage) == 6);
  CHECK(static_cast<int>(ExitCode::conflict) == 7);
  CHECK(static_cast<int>(ExitCode::locked) == 8);
  CHECK(static_cast<int>(ExitCode::partly_done) == 10);
}
