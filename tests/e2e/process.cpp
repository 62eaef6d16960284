#include "tests/e2e/process.hpp"

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger/result.hpp"

namespace e2e {
namespace {

void redirect(int descriptor, const std::string& file, int flags) {
  const int opened = ::open(file.c_str(), flags, 0600);
  if (opened < 0 || ::dup2(opened, descriptor) < 0) ::_exit(126);
}

[[noreturn]] void become(const fs::path& folder, const std::string& said,
                         const std::string& command) {
  if (::chdir(folder.c_str()) != 0) ::_exit(126);
  const fs::path program(CELLTRAIL_PROGRAM);
  const char* before = std::getenv("PATH");
  const std::string path =
      program.parent_path().string() + ":" + (before == nullptr ? "/usr/bin:/bin" : before);
  ::setenv("PATH", path.c_str(), 1);
  ::setenv("CELLTRAIL_LEDGER", "book", 1);
  redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
  redirect(STDOUT_FILENO, said + ".out", O_WRONLY | O_CREAT | O_TRUNC);
  redirect(STDERR_FILENO, said + ".err", O_WRONLY | O_CREAT | O_TRUNC);
  ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
  ::_exit(127);
}

}  // namespace

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw ledger::Failure("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

Workshop::Workshop() {
  std::string pattern = (fs::temp_directory_path() / "celltrail-e2e-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw ledger::Failure("no temporary folder");
  path_ = pattern;
}

Workshop::~Workshop() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void Workshop::write(const std::string& name, const std::string& content) const {
  std::ofstream out(path_ / name, std::ios::binary);
  out << content;
  if (!out.flush()) throw ledger::Failure("cannot write " + name);
}

std::string Workshop::read(const std::string& name) const {
  return read_file(path_ / name);
}

Running::Running(const Workshop& workshop, const std::string& command) : workshop_(workshop) {
  static int number = 0;
  said_ = ".said-" + std::to_string(++number);
  pid_ = ::fork();
  if (pid_ < 0) throw ledger::Failure("fork failed");
  if (pid_ == 0) become(workshop.path(), said_, command);
}

Running::~Running() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Running::ask_to_end() const {
  ::kill(pid_, SIGTERM);
}

Ran Running::wait() {
  int status = 0;
  if (::waitpid(pid_, &status, 0) != pid_) throw ledger::Failure("waiting failed");
  pid_ = 0;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {code, workshop_.read(said_ + ".out"), workshop_.read(said_ + ".err")};
}

Ran run(const Workshop& workshop, const std::string& command) {
  return Running(workshop, command).wait();
}

const char* const found_it =
    "celltrail init book --origin ledger.example/trail --authority VATTEST0 &&"
    " celltrail key new office.key --name VATTEST1/office &&"
    " celltrail operator enroll VATTEST1 --name Test --roles collector --region CN-FJ"
    " --key-file office.key --key book-authority.key";

std::string retirement(int number) {
  const std::string text = std::to_string(number);
  return R"({"at":"2024-03-05T09:30:00+08:00","chemistry":"LFP","id":"R-)" + text +
         R"(","lot":"VATTEST1/L-)" + text +
         R"(","mass_basis":"weighed","mass_g":5000,"material":"cells","operator":"VATTEST1",)"
         R"("origin":"vehicle","region":"CN-FJ","source":"production","type":"retire","v":1})";
}

}  // namespace e2e
