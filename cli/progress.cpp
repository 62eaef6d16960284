#include "cli/progress.hpp"

#include <ostream>
#include <utility>

#include <fmt/format.h>

#include "cli/text.hpp"

namespace cli {

std::string progress_line(std::string_view doing, std::int64_t done, std::int64_t total,
                          std::chrono::milliseconds passed) {
  std::string line(doing);
  line += ' ' + grouped(done);
  if (total > 0) line += fmt::format("/{} {} %", grouped(total), done * 100 / total);
  const std::int64_t rate = passed.count() > 0 ? done * 1000 / passed.count() : 0;
  if (rate > 0) line += ' ' + grouped(rate) + "/s";
  if (rate > 0 && total > done) line += fmt::format(" {} s left", (total - done + rate - 1) / rate);
  return line;
}

ProgressLine::ProgressLine(Context& context, std::string doing)
    : err_(context.streams.err),
      doing_(std::move(doing)),
      shown_(context.environment.err_is_terminal && !context.globals.json),
      start_(Time::now()),
      last_(start_) {}

ProgressLine::~ProgressLine() {
  clear();
}

void ProgressLine::update(std::int64_t done, std::int64_t total) {
  if (!shown_) return;
  const Time::time_point now = Time::now();
  // Ten times a second is all an eye can use.
  if (now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - start_);
  err_ << '\r' << progress_line(doing_, done, total, passed) << "\033[K" << std::flush;
  written_ = true;
}

void ProgressLine::clear() {
  if (written_) err_ << "\r\033[K" << std::flush;
  written_ = false;
}

ledger::Progress ProgressLine::teller() {
  return [this](std::int64_t done, std::int64_t total) { update(done, total); };
}

}  // namespace cli
