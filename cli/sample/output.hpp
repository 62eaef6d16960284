#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace cli::sample {

/// A text file written line by line. Throws ledger::Failure when it cannot be.
class LineFile {
 public:
  void open(std::filesystem::path path);
  void line(std::string_view text);
  void close();
  [[nodiscard]] std::int64_t lines() const { return lines_; }

 private:
  std::filesystem::path path_;
  std::ofstream out_;
  std::string waiting_;
  std::int64_t lines_ = 0;
  void drain();
};

/// `operators.jsonl` first, then `events-0001.jsonl` and on, 100,000 lines a file.
class EventFiles {
 public:
  explicit EventFiles(std::filesystem::path directory);
  void line(std::string_view text);
  /// What comes from here on are no longer the authority's preparations.
  void start_histories();
  void close();
  [[nodiscard]] std::int64_t lines() const { return lines_; }
  [[nodiscard]] std::int64_t files() const { return files_; }

 private:
  void next_file();

  std::filesystem::path directory_;
  LineFile file_;
  std::int64_t lines_ = 0, files_ = 0;
};

/// Writes a whole small file.
void write_text(const std::filesystem::path& path, std::string_view text);

}  // namespace cli::sample
