#pragma once

#include "ledger/encoding/codes.hpp"
#include "ledger/encoding/kind_checks.hpp"
#include "ledger/encoding/shape.hpp"
#include "ledger/encoding/time.hpp"

/// What single values may be (docs/rules.md, "Closed lists"; docs/format.md, "Names").
namespace ledger::encoding::shapes {

constexpr Kind whole(std::string_view title, std::int64_t min, std::int64_t max,
                     Refusal refusal = Refusal::out_of_range) {
  return {.form = ValueForm::integer, .title = title, .min = min, .max = max, .refusal = refusal};
}

/// A text whose form says everything, its length too.
constexpr Kind formed(std::string_view title, bool (*fits)(std::string_view), Refusal refusal,
                      std::string_view pattern, std::string (*advice)(std::string_view) = nullptr) {
  return {.form = ValueForm::text,
          .title = title,
          .max = 0,
          .fits = fits,
          .refusal = refusal,
          .pattern = pattern,
          .advice = advice};
}

constexpr Kind written(std::string_view title, std::int64_t characters_max,
                       bool (*fits)(std::string_view), std::string_view pattern) {
  return {.form = ValueForm::text,
          .title = title,
          .min = 1,
          .max = characters_max,
          .fits = fits,
          .refusal = Refusal::text_not_allowed,
          .pattern = pattern};
}

constexpr std::uint64_t all_words(std::size_t count) {
  return (std::uint64_t{1} << count) - 1;
}

template <class E>
constexpr std::uint64_t bit(E value) {
  return std::uint64_t{1} << static_cast<unsigned>(value);
}
template <class E, class... More>
constexpr std::uint64_t bits(E value, More... more) {
  return (bit(value) | ... | bit(more));
}

/// All of a list of lists.hpp, but `none` and what `without` names.
template <class E>
constexpr Kind word_of(std::string_view title, std::uint64_t without = 0,
                       Refusal refusal = Refusal::value_not_allowed) {
  const auto none = Names<E>::values[0].empty() ? std::uint64_t{1} : std::uint64_t{0};
  return {.form = ValueForm::word,
          .title = title,
          .refusal = refusal,
          .words = Names<E>::values,
          .allowed = all_words(Names<E>::values.size()) & ~(none | without)};
}

template <std::size_t N>
constexpr Kind word_in(std::string_view title, const std::array<std::string_view, N>& words) {
  return {.form = ValueForm::word, .title = title, .words = words, .allowed = all_words(N)};
}

constexpr Kind list_of(const Kind& element, std::int64_t min, std::int64_t max,
                       bool is_distinct = false) {
  return {.form = ValueForm::list,
          .title = "a list",
          .min = min,
          .max = max,
          .element = &element,
          .is_distinct = is_distinct};
}

template <std::size_t N>
constexpr Kind object_in(std::string_view title, const std::array<Shape, N>& forms) {
  return {.form = ValueForm::object, .title = title, .forms = forms};
}

// --- Numbers ----------------------------------------------------------------------------------
inline constexpr std::int64_t unit_mass_max = 100'000'000;
inline constexpr std::int64_t lot_mass_max = 10'000'000'000;
/// More than every input of one event together.
inline constexpr std::int64_t event_mass_max = 10'000'000'000'000;
inline constexpr std::int64_t things_max = 250;

inline constexpr Kind unit_mass = whole("grams of a unit", 1, unit_mass_max);
inline constexpr Kind lot_mass = whole("grams of a lot", 1, lot_mass_max);
inline constexpr Kind unit_part = whole("grams of a unit", 0, unit_mass_max);
inline constexpr Kind lot_part = whole("grams of a lot", 0, lot_mass_max);
inline constexpr Kind loss_mass = whole("grams", 0, event_mass_max);
inline constexpr Kind weighing_mass =
    whole("grams, positive when mass vanished", -event_mass_max, event_mass_max);
inline constexpr Kind energy = whole("watt-hours", 0, 1'000'000'000);
inline constexpr Kind used_energy = whole("kilowatt-hours", 0, 1'000'000'000);
inline constexpr Kind permille = whole("permille", 0, 1'000);
inline constexpr Kind soh_permille = whole("permille of the rated capacity", 0, 1'500);
inline constexpr Kind ppm = whole("parts per million", 0, 1'000'000);
inline constexpr Kind piece_count = whole("pieces", 1, 1'000'000'000);
inline constexpr Kind capacity = whole("tonnes a year", 0, 1'000'000'000);
inline constexpr Kind target_mass = whole("tonnes", 1, 1'000'000'000);
inline constexpr Kind year = whole("a year", 2'000, 2'100);
inline constexpr Kind version = whole("a version", 1, 1'000'000);
inline constexpr Kind entry_index = whole("an entry's index", 0, json_integer_end - 1);
inline constexpr Kind tree_size = whole("a number of entries", 1, json_integer_end - 1);
inline constexpr Kind offset_min = whole("minutes east of UTC", -14 * 60, 14 * 60);
inline constexpr Kind window_s = whole("seconds, at most ten years", 1, 3'653 * 86'400);
inline constexpr Kind one =
    whole("version 1, the only one that this program knows", 1, 1, Refusal::unknown_version);
inline constexpr Kind yes_or_no{.form = ValueForm::boolean, .title = "true or false"};

// --- Names --------------------------------------------------------------------------------------
inline constexpr Kind operator_id =
    formed("an operator id with a right check character", is_operator_id, Refusal::id_malformed,
           "^([0-9A-HJ-NPQRTUWXY]{18}|DUNS[0-9]{9}|LEI[A-Z0-9]{18}[0-9]{2}|VAT[A-Z]{2}[A-Z0-9]{2,"
           "12})$");
inline constexpr Kind event_id =
    formed("an id of letters, digits and ._/-, at most 64", is_event_id, Refusal::id_malformed,
           "^[A-Za-z0-9._/-]{1,64}$");
inline constexpr Kind label = formed("a name of letters, digits and ._-, at most 31", is_label,
                                     Refusal::id_malformed, "^[A-Za-z0-9._-]{1,31}$");
inline constexpr Kind lot_name = formed("a lot OPERATOR/NO", is_lot_name, Refusal::id_malformed,
                                        "^[A-Z0-9]{1,32}/[A-Za-z0-9._-]{1,31}$");
inline constexpr Kind key_name =
    formed("a key name OPERATOR/LABEL", is_key_name, Refusal::id_malformed,
           "^[A-Z0-9]{1,32}/[A-Za-z0-9._-]{1,31}$");
inline constexpr Kind scrap_name =
    formed("a vehicle's OPERATOR/event id", is_entry_name, Refusal::id_malformed,
           "^[A-Z0-9]{1,32}/[A-Za-z0-9._/-]{1,64}$");
inline constexpr Kind origin_name = formed("an origin", is_origin, Refusal::id_malformed,
                                           "^[a-z0-9.:-][a-z0-9.:/-]{1,126}[a-z0-9.:-]$");
inline constexpr Kind vkey =
    formed("a verifier key NAME+ID+KEY", is_vkey_text, Refusal::id_malformed,
           "^[!-*,-~]{1,160}[+][0-9a-f]{8}[+][A-Za-z0-9+/]{44}$");
inline constexpr Kind code =
    formed("a battery code", is_code, Refusal::code_malformed, "^[ -~]{3,64}$", code_advice);
inline constexpr Kind region =
    formed("a region of ISO 3166-1 or 3166-2", is_region, Refusal::value_not_allowed,
           "^[A-Z]{2}(-[A-Z0-9]{1,3})?$", region_advice);
inline constexpr Kind country =
    formed("a country of ISO 3166-1", is_country, Refusal::value_not_allowed, "^[A-Z]{2}$");
inline constexpr Kind hash_text =
    formed("base64 of 32 bytes", is_hash_text, Refusal::value_not_allowed, "^[A-Za-z0-9+/]{43}=$");
inline constexpr Kind signature_text =
    formed("base64 of a signature line's 68 bytes", is_signature_text, Refusal::value_not_allowed,
           "^[A-Za-z0-9+/]{91}=$");
inline constexpr Kind time{.form = ValueForm::time,
                           .title = "a time YYYY-MM-DDThh:mm:ss+hh:mm",
                           .refusal = Refusal::time_malformed,
                           .advice = time_advice};

// --- Text
// -----------------------------------------------------------------------------------------
inline constexpr Kind public_text = written("public text", 200, nullptr, {});
inline constexpr Kind paper = written("the number of a paper: letters, digits, space and ._/-", 64,
                                      is_paper_number, "^[A-Za-z0-9._/ -]+$");
inline constexpr Kind raw_code =
    written("printable ASCII as scanned", 128, is_printable_text, "^[ -~]+$");

}  // namespace ledger::encoding::shapes
