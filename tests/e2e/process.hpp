#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>

namespace e2e {

namespace fs = std::filesystem;

/// An empty folder that goes with the object, for one scenario.
class Workshop {
 public:
  Workshop();
  ~Workshop();
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }
  [[nodiscard]] fs::path operator/(const std::string& name) const { return path_ / name; }
  void write(const std::string& name, const std::string& content) const;
  [[nodiscard]] std::string read(const std::string& name) const;

 private:
  fs::path path_;
};

struct Ran {
  int code{};
  std::string out, err;
};

/// A shell command under way in a workshop: `celltrail` is the program just built, CELLTRAIL_LEDGER
/// is `book`, there is no terminal. Killed when it is not waited for.
class Running {
 public:
  Running(const Workshop& workshop, const std::string& command);
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  /// SIGTERM.
  void ask_to_end() const;
  [[nodiscard]] Ran wait();

 private:
  const Workshop& workshop_;
  std::string said_;  ///< files beside which its output is collected
  pid_t pid_;
};

[[nodiscard]] Ran run(const Workshop& workshop, const std::string& command);

[[nodiscard]] std::string read_file(const fs::path& file);

/// The command that founds a ledger in `book` whose one company, VATTEST1, signs with office.key.
extern const char* const found_it;
/// An event of that company: its lot of cells of this number is retired.
[[nodiscard]] std::string retirement(int number);

}  // namespace e2e
