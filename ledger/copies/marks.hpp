#pragma once

#include <optional>

#include "ledger/backup.hpp"
#include "ledger/event.hpp"
#include "ledger/storage/paths.hpp"

/// Small files that say what a ledger's directory is when it is not simply one to be written
/// (docs/format.md, "A ledger's directory").
namespace ledger {

/// Throws Failure when the directory is a mirror or a backup: their entries come from elsewhere.
void require_no_copy(const storage::Paths& paths);

[[nodiscard]] std::optional<Restoration> read_restoration(const storage::Paths& paths);
void write_restoration(const storage::Paths& paths, const Restoration& restoration);
void remove_restoration(const storage::Paths& paths);

/// Takes the file `witnesses` along, so that a copy put back in silence still asks who knows
/// better. Whether there was one. Throws Failure.
bool copy_witnesses(const storage::Paths& from, const storage::Paths& to);

/// Whether the event says exactly this.
[[nodiscard]] bool tells(const Event& event, const Restoration& restoration);

}  // namespace ledger
