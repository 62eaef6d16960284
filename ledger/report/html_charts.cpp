#include <algorithm>

#include <fmt/format.h>

#include "ledger/report/html.hpp"
#include "ledger/report/numbers.hpp"
#include "ledger/report/shown.hpp"
#include "ledger/report/sums.hpp"
#include "ledger/report/words.hpp"

// Geometry stands in attributes of the drawing, in whole units: the page's policy takes no style
// attribute, and another machine must write the same bytes.
namespace ledger::report::html {
namespace {

constexpr std::int64_t bar_length = 1'000;
constexpr std::int64_t column_height = 200, column_step = 50, column_width = 18;

/// Rounded down: full only when reached. What is below nothing is not drawn.
std::int64_t length(std::int64_t part, std::int64_t whole, std::int64_t full) {
  if (part <= 0 || whole <= 0) return 0;
  return part >= whole ? full : scaled(part, full, whole);
}

std::string rectangle(std::string_view kind, std::int64_t x, std::int64_t y, std::int64_t width,
                      std::int64_t height) {
  return fmt::format(R"(<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>)", kind, x, y,
                     width, height);
}

std::string upright(std::string_view kind, std::int64_t x) {
  return fmt::format(R"(<line class="{}" x1="{}" x2="{}" y1="0" y2="28"/>)", kind, x, x);
}

std::string drawing(std::int64_t width, std::int64_t height, bool is_stretched,
                    std::string_view title, std::string_view shapes) {
  return fmt::format(R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"{} role="img">)"
                     "<title>{}</title>{}</svg>",
                     width, height, is_stretched ? R"( preserveAspectRatio="none")" : "",
                     escaped(title), shapes);
}

std::string figure_of(std::string_view kind, std::string_view drawn, std::string_view caption) {
  return fmt::format("<figure class=\"{}\">{}<figcaption>{}</figcaption></figure>\n", kind, drawn,
                     escaped(caption));
}

/// "03: utilised 1,000.000 t, retired 0.000 t", as the title of what is drawn for the month.
std::string month_words(const Share& share, Language language) {
  return language == Language::zh
             ? fmt::format("{} 月：综合利用量 {} 吨，退役量 {} 吨", share.key,
                           tonnes_text(share.utilised_g), tonnes_text(share.retired_g))
             : fmt::format("{}: utilised {} t, retired {} t", share.key,
                           tonnes_text(share.utilised_g), tonnes_text(share.retired_g));
}

}  // namespace

std::string bar(std::int64_t part, std::int64_t whole, std::string_view in_words) {
  return drawing(bar_length, 10, true, in_words,
                 rectangle("ground", 0, 0, bar_length, 10) +
                     rectangle("fill", 0, 0, length(part, whole, bar_length), 10));
}

std::string target_chart(const Report& report, Language language) {
  if (!report.target || report.target->mass_t <= 0) return {};
  const std::int64_t target_g = grams_of_tonnes(report.target->mass_t);
  const std::int64_t longest = std::max(target_g, report.utilised_g);
  const std::int64_t target_x = length(target_g, longest, bar_length);
  std::string shapes = rectangle("ground", 0, 0, bar_length, 28) +
                       rectangle("fill", 0, 4, length(report.utilised_g, longest, bar_length), 20);
  std::string caption(
      say(language, "Bar: utilised. Upright line: the target.", "横条：综合利用量。竖线：目标。"));
  const bool is_running = !report.year_is_over && report.year_elapsed_permille > 0;
  if (is_running) {
    shapes += upright("pace", scaled(target_x, report.year_elapsed_permille, 1'000));
    caption += say(language, " Broken line: where an even pace would be by now.",
                   "虚线：按均匀进度此时应达到之处。");
  }
  shapes += upright("mark", target_x);
  return figure_of("target", drawing(bar_length, 28, true, headline(report, language), shapes),
                   caption);
}

std::string months_chart(const Report& report, Language language) {
  std::int64_t most = 0;
  for (const Share& share : report.by_month)
    most = std::max({most, share.utilised_g, share.retired_g});
  std::string shapes;
  std::int64_t x = 5;
  for (const Share& share : report.by_month) {
    const auto column = [&](std::string_view kind, std::int64_t at, std::int64_t grams) {
      const std::int64_t height = length(grams, most, column_height);
      return rectangle(kind, at, column_height + 2 - height, column_width, height);
    };
    shapes +=
        fmt::format("<g><title>{}</title>{}{}<text x=\"{}\" y=\"{}\">{}</text></g>",
                    escaped(month_words(share, language)), column("fill", x, share.utilised_g),
                    column("outline", x + column_width + 2, share.retired_g), x + column_width + 1,
                    column_height + 22, escaped(share.key));
    x += column_step;
  }
  const auto width = static_cast<std::int64_t>(report.by_month.size()) * column_step;
  shapes += fmt::format(R"(<line class="axis" x1="0" x2="{}" y1="{}" y2="{}"/>)", width,
                        column_height + 2, column_height + 2);
  const std::string caption =
      language == Language::zh
          ? fmt::format("实心柱：综合利用量；空心柱：退役量。最高的柱为 {} 吨；各月数字见下表。",
                        tonnes_text(most))
          : fmt::format(
                "Filled columns: utilised; outlined: retired. The tallest is {} t; the "
                "table below has every figure.",
                tonnes_text(most));
  return figure_of(
      "months",
      drawing(width, column_height + 28, false,
              say(language, "Utilised and retired, month by month", "各月综合利用量与退役量"),
              shapes),
      caption);
}

}  // namespace ledger::report::html
