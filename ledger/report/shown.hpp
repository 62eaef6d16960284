#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/report/grid.hpp"

/// What a report shows people, in their order on the page: the same figures and words in text, on
/// a page and in a workbook. A grid without rows shows its notes
/// alone.
namespace ledger::report {

[[nodiscard]] std::string title(const Report& report, Language language);
/// Name and value; a row without a name goes on in the row above.
[[nodiscard]] Grid provenance_grid(const Report& report, Language language);
/// Commands and what they prove.
[[nodiscard]] Grid checks_grid(const Report& report, Language language);

[[nodiscard]] std::string_view headline_title(Language language);
/// "utilised 3,845.802 t of 4,000 t (96.1 %)"
[[nodiscard]] std::string headline(const Report& report, Language language);
/// Whether the target is reached; what is doubtful, projected, and known of the nation.
[[nodiscard]] std::vector<std::string> headline_notes(const Report& report, Language language);
/// One sentence, when some key is no longer trusted.
[[nodiscard]] std::string doubtful_sentence(const Report& report, Language language);
[[nodiscard]] Grid figures_grid(const Report& report, Language language);

/// By month, route, chemistry, region, operator and origin, with everything that is counted.
[[nodiscard]] std::vector<Grid> split_grids(const Report& report, Language language);
/// Largest first.
[[nodiscard]] std::vector<Share> operators_by_mass(const Report& report);
/// How many rows are not shown to whoever reads, when there are any.
[[nodiscard]] std::string withheld_sentence(const Report& report, Language language);

[[nodiscard]] Grid materials_grid(const Report& report, Language language);
[[nodiscard]] Grid elements_grid(const Report& report, Language language);
/// What the elements' rates are held against.
[[nodiscard]] Grid norms_grid(const Report& report, Language language);
[[nodiscard]] Grid places_grid(const Report& report, Language language);
[[nodiscard]] Grid quality_grid(const Report& report, Language language);

/// Splits and elements as a terminal has room for them.
[[nodiscard]] std::string splits_text(const Report& report, Language language);
[[nodiscard]] std::string elements_text(const Report& report, Language language);
/// A heading with an empty line before it.
[[nodiscard]] std::string heading(std::string_view title);

}  // namespace ledger::report
