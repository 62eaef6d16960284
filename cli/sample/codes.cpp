#include "cli/sample/codes.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "cli/sample/calendar.hpp"

namespace cli::sample {
namespace {

using ledger::Chemistry;
using ledger::Level;

// GB 32100-2015: 31 characters, without I, O, S, V, Z.
constexpr std::string_view credit_alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
// GB/T 34014: symbols of years from 2011 and of days from 1; day 31 is "0".
constexpr std::string_view date_symbols = "123456789ABCDEFGHJKLMNPRSTVWXY0";
constexpr std::string_view month_symbols = "123456789ABC";
constexpr std::array<std::string_view, 6> makers{"X9A", "X9B", "X9C", "X9D", "X9E", "X9F"};

char credit_check(std::string_view first17) {
  std::size_t sum = 0, weight = 1;
  for (const char c : first17) {
    sum += credit_alphabet.find(c) * weight;
    weight = weight * 3 % 31;
  }
  return credit_alphabet[(31 - sum % 31) % 31];
}

// GB 11714-1997, the ninth character of the organisation part.
char organisation_check(std::string_view first8) {
  constexpr std::array<int, 8> weights{3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const char c = first8[i];
    sum += weights[i] * (c <= '9' ? c - '0' : c - 'A' + 10);
  }
  const int check = (11 - sum % 11) % 11;
  return check == 10 ? 'X' : static_cast<char>('0' + check);
}

char level_letter(Level level) {
  return level == Level::pack ? 'P' : level == Level::module ? 'M' : 'C';
}

// B stands for LFP and E for ternary batteries (domain.md 1.4); Z for what the tables leave open.
char chemistry_letter(Chemistry chemistry) {
  return chemistry == Chemistry::LFP ? 'B' : chemistry == Chemistry::NCM ? 'E' : 'Z';
}

// There is no symbol for a year after 2040.
std::string date_part(std::int64_t day) {
  static const std::int64_t last_day = day_number(2040, 12, 31);
  const Date date = date_of(std::min(day, last_day));
  return {date_symbols[static_cast<std::size_t>(date.year - 2011)],
          month_symbols[static_cast<std::size_t>(date.month - 1)],
          date_symbols[static_cast<std::size_t>(date.day - 1)]};
}

}  // namespace

std::string Codes::credit_code(std::string_view kind) {
  const std::string organisation = fmt::format("X0{:06}", ++companies_);
  std::string code =
      fmt::format("{}999999{}{}", kind, organisation, organisation_check(organisation));
  code += credit_check(code);
  return code;
}

std::string Codes::battery(Level level, Chemistry chemistry, std::int64_t made_on, Random& random) {
  // Serial numbers that do not count upwards, yet never repeat: a step prime to their number.
  constexpr std::int64_t serials = 9'999'991, step = 7'654'321;
  const std::int64_t n = batteries_++;
  const auto maker = makers[static_cast<std::size_t>(random.below(std::ssize(makers)))];
  return fmt::format("{}{}{}{:02}S{:03}{:03}{}{:07}", maker, level_letter(level),
                     chemistry_letter(chemistry), random.between(10, 69), n / serials,
                     random.below(1000), date_part(made_on), (n % serials) * step % serials + 1);
}

std::string Codes::second_life(Level level, Chemistry chemistry, std::int64_t made_on) {
  const std::int64_t n = second_lives_++;
  const char letter = level_letter(level);
  return fmt::format("X9R{}{}{:02}{}{:07}R{}", letter, chemistry_letter(chemistry),
                     70 + n / 9'999'999, date_part(made_on), n % 9'999'999 + 1, letter);
}

std::string Codes::vin() {
  return fmt::format("LSXSAMPLE{:08}", ++vehicles_);
}

std::string raw_scan(const std::string& code) {
  std::string out;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (i == code.size() - 10) out += ' ';
    const char c = code[i];
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

}  // namespace cli::sample
