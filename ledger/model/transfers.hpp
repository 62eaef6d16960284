#pragma once

#include <cstdint>

#include "ledger/model/case.hpp"

namespace ledger::model {

[[nodiscard]] const TransferItem* find_item(const TransferState& transfer, bool is_lot,
                                            std::int64_t subject);
/// The item of this subject, made in its sorted place where there is none.
TransferItem& edit_item(TransferState& transfer, bool is_lot, std::int64_t subject);

/// The transfer between two operators under a slip number, made where there is none.
[[nodiscard]] TransferState& open_transfer(Case& c, std::int64_t from, std::int64_t to);

/// An enrolled operator with a holder role that is not the sender itself.
[[nodiscard]] Result<const OperatorState*> other_side(Case& c, std::string_view id,
                                                      const char* pointer, Refusal refusal);

/// A gap between two masses of one thing that the tolerance does not cover is a finding.
void note_difference(Case& c, std::int64_t before_g, std::int64_t after_g, std::string_view name,
                     std::string_view subject);

}  // namespace ledger::model
