#include "tests/bench/table.hpp"

#include <fmt/format.h>

namespace bench {
namespace {

std::string number(double value) {
  return value >= 1000 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

std::string held_against(const Line& line) {
  if (!line.limit) return line.limit_of;
  return fmt::format("{} {}, {:.0f} %", line.limit_of, number(*line.limit),
                     100 * line.value / *line.limit);
}

std::string verdict(const Line& line) {
  if (line.aim.empty()) return "";
  if (!line.met) return line.aim;
  return line.aim + (*line.met ? ": met" : ": MISSED");
}

std::string cpu(const Line& line) {
  if (!line.cpu_us) return "";
  if (!line.limit_cpu_us) return fmt::format("{:.1f}", *line.cpu_us);
  return fmt::format("{:.1f} / {:.1f}", *line.cpu_us, *line.limit_cpu_us);
}

}  // namespace

json as_json(const Line& line) {
  json all{{"what", line.what},   {"entries", line.entries}, {"stream", line.stream},
           {"value", line.value}, {"unit", line.unit},       {"aim", line.aim}};
  if (line.limit) all["limit"] = *line.limit;
  if (!line.limit_of.empty()) all["limit_of"] = line.limit_of;
  if (line.cpu_us) all["cpu_us"] = *line.cpu_us;
  if (line.limit_cpu_us) all["limit_cpu_us"] = *line.limit_cpu_us;
  if (line.met) all["met"] = *line.met;
  return all;
}

std::string as_table(const std::vector<Line>& lines) {
  std::string text =
      "| what | stream | entries | measured | held against | CPU µs/entry | aim |\n"
      "|---|---|---|---|---|---|---|\n";
  for (const Line& line : lines)
    text += fmt::format("| {} | {} | {} | {} {} | {} | {} | {} |\n", line.what, line.stream,
                        line.entries, number(line.value), line.unit, held_against(line), cpu(line),
                        verdict(line));
  return text;
}

}  // namespace bench
