#include "tests/e2e/http_steady.hpp"

#include <cstdint>

#include <nlohmann/json.hpp>

namespace e2e {
namespace {

// What was recorded by the tests was recorded at one moment, which lies after all events of the
// scenarios: those are of 2024 and earlier.
constexpr std::int64_t steady_s = 1'735'781'400;
constexpr std::string_view steady_utc = "2025-01-02T01:30:00.000Z";
constexpr std::string_view steady_local = "2025-01-02T09:30:00+08:00";
constexpr std::int64_t new_year_2025_s = 1'735'660'800, year_2100_s = 4'102'444'800;

bool is_sign(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/' || c == '=';
}

bool is_time(std::string_view text, std::string_view form) {
  if (text.size() < form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i)
    if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) return false;
  return text.substr(0, 4) >= "2025";
}

/// Base64 of bytes that follow from the seed alone; the last one's low bits are what an encoder
/// leaves.
std::string made_up(std::uint64_t seed, std::size_t bytes) {
  constexpr std::string_view signs =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  const std::size_t bits = bytes * 8;
  for (std::size_t at = 0; at < bits; at += 6) {
    seed += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = (seed ^ (seed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    std::uint64_t sign = (mixed >> 33U) % 64;
    if (bits - at < 6) sign &= ~((std::uint64_t{1} << (6 - (bits - at))) - 1);
    out += signs[sign];
  }
  while (out.size() % 4 != 0) out += '=';
  return out;
}

std::string hex(std::uint64_t value, int digits) {
  std::string out;
  for (; digits > 0; --digits, value >>= 4U) out += "0123456789abcdef"[value & 15U];
  return out;
}

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Calls `each` with every longest run of base64's signs, and `other` with what stands between.
template <class Each, class Other>
void cut(std::string_view text, const Each& each, const Other& other) {
  while (!text.empty()) {
    std::size_t size = 0;
    while (size < text.size() && is_sign(text[size])) ++size;
    if (size > 0) each(std::string(text.substr(0, size)));
    if (size == 0) other(text[size++]);
    text.remove_prefix(size);
  }
}

std::string with_steady_times(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    if (is_time(text, "0000-00-00T00:00:00.000Z")) {
      out += steady_utc;
      text.remove_prefix(steady_utc.size());
    } else if (is_time(text, "0000-00-00T00:00:00+00:00")) {
      out += steady_local;
      text.remove_prefix(steady_local.size());
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace

Steady::Steady(std::string_view own) {
  cut(
      own, [&](const std::string& run) { own_.insert(run); }, [](char) {});
}

const std::string& Steady::stand_in(const std::string& kind, const std::string& value,
                                    std::size_t bytes) {
  auto& seen = seen_[kind];
  const auto found = seen.find(value);
  if (found != seen.end()) return found->second;
  const std::uint64_t seed =
      static_cast<unsigned char>(kind[0]) * std::uint64_t{1'000'003} + seen.size();
  std::string made = kind == "vkey" ? '+' + hex(seed * 0x9e3779b97f4a7c15U, 8) + "+A" +
                                          made_up(seed, bytes).substr(1)
                                    : made_up(seed, bytes);
  if (kind == "etag") made.pop_back();
  return seen.emplace(value, std::move(made)).first->second;
}

std::string Steady::run(const std::string& run) {
  if (own_.contains(run)) return run;
  if (run.size() == 44 && run.back() == '=') return stand_in("hash", run, 32);
  if (run.size() == 43) return stand_in("etag", run, 32);
  if (run.size() == 92 && run.back() == '=') return stand_in("signature", run, 68);
  // NAME+12345678+A…, of 33 bytes; the name may hold other signs, and end where this run begins.
  constexpr std::size_t tail = 54;
  if (run.size() >= tail && run[run.size() - tail] == '+' && run[run.size() - 45] == '+' &&
      is_hex(std::string_view(run).substr(run.size() - tail + 1, 8)))
    return run.substr(0, run.size() - tail) + stand_in("vkey", run.substr(run.size() - tail), 33);
  return run;
}

std::string Steady::text(std::string_view text) {
  std::string out;
  cut(
      text, [&](const std::string& found) { out += run(found); }, [&](char c) { out += c; });
  return with_steady_times(out);
}

void Steady::json(nlohmann::ordered_json& value) {
  if (value.is_structured()) {
    for (auto& [name, member] : value.items()) {
      if (value.is_object() && name == "request_id")
        member = "0b5c7d9e1f2a3b4c";
      else
        json(member);
    }
  } else if (value.is_string()) {
    value = text(value.get<std::string>());
  } else if (value.is_number_integer()) {
    const auto number = value.get<std::int64_t>();
    if (number >= new_year_2025_s && number < year_2100_s) value = steady_s;
    if (number >= new_year_2025_s * 1000 && number < year_2100_s * 1000) value = steady_s * 1000;
  }
}

}  // namespace e2e
