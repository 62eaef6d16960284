#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "api/readers.hpp"
#include "api/routes/route.hpp"
#include "ledger/ledger.hpp"

/// What of the ledger a call may see. Where the route's verdict is `own_only`, that is what the
/// caller's operator is party to.
namespace api {

[[nodiscard]] bool is_own_only(const Call& call);
/// Whether the caller may see what this route shows to those who may see everything.
[[nodiscard]] bool sees_all(const Call& call);

/// Ends the call unless the caller may: `needs_token`, `not_allowed`. Both say which token does for
/// `what`.
void require_allowed(Verdict verdict, const Caller& caller, Needs needs, std::string_view what);
/// For what needs more than its route does: judges the call anew.
void require_needs(Call& call, Needs needs, std::string_view what);

/// Whether the entry's trail names the unit, lot or operator.
[[nodiscard]] bool names(const ledger::Entry& entry, std::string_view id);
/// Whether the entry may be shown: it names the operator in its trail.
[[nodiscard]] bool may_see(const Call& call, const ledger::Entry& entry);
/// Whether what is this operator's alone may be shown.
[[nodiscard]] bool may_see(const Call& call, std::string_view operator_id);

/// Whether the caller may see the unit, lot or operator: some entry of its trail names the caller's
/// operator. Whoever asks for what is others' must hear the same as for what there is not.
[[nodiscard]] bool is_party(const Call& call, const ledger::Ledger& ledger, const std::string& id);

/// A reader for what takes long. Ends the call (`busy`) while as many are out as may be.
[[nodiscard]] std::unique_ptr<Readers::Lease> lend_long(const Call& call);

/// Ends the call: nothing is known about it that the caller may see.
[[noreturn]] void not_found(const Call& call, std::string_view what, std::string_view id);

}  // namespace api
