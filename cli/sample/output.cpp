#include "cli/sample/output.hpp"

#include <utility>

#include <fmt/format.h>

#include "ledger/result.hpp"

namespace cli::sample {
namespace {

constexpr std::size_t buffered = std::size_t{1} << 20U;
constexpr std::int64_t lines_a_file = 100'000;

}  // namespace

void LineFile::open(std::filesystem::path path) {
  path_ = std::move(path);
  out_ = std::ofstream(path_, std::ios::binary | std::ios::trunc);
  if (!out_)
    throw ledger::Failure(
        fmt::format("writing the sample: {} could not be made; check that the "
                    "directory can be written",
                    path_.string()));
  lines_ = 0;
}

void LineFile::line(std::string_view text) {
  waiting_ += text;
  waiting_ += '\n';
  ++lines_;
  if (waiting_.size() >= buffered) drain();
}

void LineFile::drain() {
  out_.write(waiting_.data(), static_cast<std::streamsize>(waiting_.size()));
  waiting_.clear();
  if (!out_)
    throw ledger::Failure(
        fmt::format("writing the sample: {} could not be written to its end; check the free space",
                    path_.string()));
}

void LineFile::close() {
  if (!out_.is_open()) return;
  drain();
  out_.close();
  if (!out_)
    throw ledger::Failure(fmt::format(
        "writing the sample: {} could not be closed; check the free space", path_.string()));
}

EventFiles::EventFiles(std::filesystem::path directory) : directory_(std::move(directory)) {
  file_.open(directory_ / "operators.jsonl");
}

void EventFiles::line(std::string_view text) {
  if (files_ > 0 && file_.lines() >= lines_a_file) next_file();
  file_.line(text);
  ++lines_;
}

void EventFiles::start_histories() {
  next_file();
}

void EventFiles::next_file() {
  file_.close();
  file_.open(directory_ / fmt::format("events-{:04}.jsonl", ++files_));
}

void EventFiles::close() {
  file_.close();
}

void write_text(const std::filesystem::path& path, std::string_view text) {
  LineFile file;
  file.open(path);
  if (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  file.line(text);
  file.close();
}

}  // namespace cli::sample
