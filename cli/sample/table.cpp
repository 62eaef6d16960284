#include "cli/sample/table.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <tuple>

#include <fmt/format.h>

#include "ledger/result.hpp"

namespace cli::sample {
namespace {

constexpr std::string_view header = "year,region,province,city,chemistry,retired_t,energy_mwh";
constexpr std::size_t columns = 7, line_bytes_max = 1'000;
constexpr std::int64_t lines_max = 1'000'000, mass_max_g = 10'000'000'000'000;
constexpr std::size_t city_bytes_max = 96;

using Fields = std::array<std::string, columns>;

[[noreturn]] void fail(const std::filesystem::path& path, std::int64_t line,
                       std::string_view what) {
  throw ledger::Failure(
      fmt::format("reading the table {} line {}: {}", path.filename().string(), line, what));
}

/// RFC 4180 within one line; nothing when there are more or fewer fields, or quotes astray.
std::optional<Fields> split(std::string_view line) {
  Fields fields;
  std::size_t field = 0, i = 0;
  while (true) {
    if (i < line.size() && line[i] == '"') {
      for (++i;; ++i) {
        if (i >= line.size()) return std::nullopt;
        if (line[i] == '"' && (++i >= line.size() || line[i] != '"')) break;
        fields[field] += line[i];
      }
    } else {
      while (i < line.size() && line[i] != ',') {
        if (line[i] == '"') return std::nullopt;
        fields[field] += line[i++];
      }
    }
    if (i >= line.size()) break;
    if (line[i++] != ',' || ++field == columns) return std::nullopt;
  }
  return field + 1 == columns ? std::optional(fields) : std::nullopt;
}

bool is_region(std::string_view text) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto sign = [&](char c) { return upper(c) || (c >= '0' && c <= '9'); };
  return text.size() >= 4 && text.size() <= 6 && upper(text[0]) && upper(text[1]) &&
         text[2] == '-' && std::all_of(text.begin() + 3, text.end(), sign);
}

/// A place's name goes into a company's name and so into signed text.
bool is_place_name(std::string_view text) {
  return !text.empty() && text.size() <= city_bytes_max &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

TableRow row_of(const Fields& fields, const std::filesystem::path& path, std::int64_t line) {
  const auto& [year, region, province, city, chemistry, retired_t, energy_mwh] = fields;
  if (!is_region(region))
    fail(path, line, fmt::format("the region is \"{}\", expected an ISO 3166-2 code", region));
  if (!is_place_name(city)) fail(path, line, "the city is empty, too long or not printable ASCII");
  const auto known = ledger::listed<ledger::Chemistry>(chemistry);
  if (known != ledger::Chemistry::LFP && known != ledger::Chemistry::NCM)
    fail(path, line, fmt::format("the chemistry is \"{}\", expected LFP or NCM", chemistry));
  const auto mass_g = millionths(retired_t);
  if (!mass_g || *mass_g > mass_max_g)
    fail(path, line,
         fmt::format("retired_t is \"{}\", expected tonnes such as 123.456", retired_t));
  const auto energy_wh = millionths(energy_mwh);
  if (!energy_wh || *energy_wh > mass_max_g)
    fail(path, line,
         fmt::format("energy_mwh is \"{}\", expected megawatt-hours such as 12.345", energy_mwh));
  return {region, city, *known, *mass_g, *energy_wh};
}

bool read_line(std::istream& in, std::string& line) {
  line.clear();
  for (int c = in.get(); c != std::istream::traits_type::eof(); c = in.get()) {
    if (c == '\n') return true;
    if (line.size() <= line_bytes_max) line += static_cast<char>(c);
  }
  return !line.empty();
}

}  // namespace

std::optional<std::int64_t> millionths(std::string_view decimal) {
  std::int64_t value = 0;
  int places = -1;
  bool digit_seen = false, round_up = false;
  for (const char c : decimal) {
    if (c == '.' && places < 0 && digit_seen) {
      places = 0;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    digit_seen = true;
    if (places == 6) round_up = c >= '5';
    if (places >= 0 && ++places > 6) continue;
    value = value * 10 + (c - '0');
    if (value > 1'000'000'000'000'000) return std::nullopt;
  }
  if (!digit_seen || decimal.back() == '.') return std::nullopt;
  for (places = std::max(places, 0); places < 6; ++places) {
    value *= 10;
    if (value > 1'000'000'000'000'000) return std::nullopt;
  }
  return value + (round_up ? 1 : 0);
}

std::vector<TableRow> read_table(const std::filesystem::path& path, int year) {
  std::ifstream in(path, std::ios::binary);
  if (!in)
    throw ledger::Failure(fmt::format("reading the table {}: it cannot be opened", path.string()));
  std::vector<TableRow> rows;
  std::string line;
  const std::string wanted = std::to_string(year);
  for (std::int64_t number = 1; read_line(in, line); ++number) {
    if (number > lines_max) fail(path, number, "more than a million lines");
    if (line.size() > line_bytes_max) fail(path, number, "longer than 1,000 bytes");
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (number == 1) {
      if (line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);
      if (line != header) fail(path, number, fmt::format("expected the columns \"{}\"", header));
      continue;
    }
    const auto fields = split(line);
    if (!fields) fail(path, number, "expected 7 fields separated by commas");
    if ((*fields)[0] != wanted) continue;
    TableRow row = row_of(*fields, path, number);
    if (row.mass_g > 0) rows.push_back(std::move(row));
  }
  if (rows.empty())
    throw ledger::Failure(
        fmt::format("reading the table {}: no rows of the year {}; choose a year "
                    "that it has",
                    path.filename().string(), year));
  std::stable_sort(rows.begin(), rows.end(), [](const TableRow& a, const TableRow& b) {
    return std::tie(a.region, a.city, a.chemistry) < std::tie(b.region, b.city, b.chemistry);
  });
  return rows;
}

}  // namespace cli::sample
