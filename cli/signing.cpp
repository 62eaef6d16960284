#include "cli/signing.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include "cli/problem.hpp"

namespace cli {
namespace {

constexpr std::size_t passphrase_bytes_max = 1024;

bool consists_of(std::string_view text, std::size_t bytes_max, const std::string& letters) {
  return !text.empty() && text.size() <= bytes_max &&
         text.find_first_not_of(letters) == std::string_view::npos;
}

/// Byte by byte: what follows the first line belongs to somebody else.
std::string first_line(int descriptor, const std::string& name) {
  std::string line;
  char byte = 0;
  for (;;) {
    const ssize_t count = read(descriptor, &byte, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw ledger::Failure("reading the passphrase from " + name + " failed");
    if (count == 0 || byte == '\n') break;
    if (line.size() == passphrase_bytes_max)
      misused("the passphrase in " + name + " is longer than 1,024 bytes",
              "its first line is taken; put the passphrase alone there");
    line += byte;
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (line.empty())
    misused("the passphrase in " + name + " is empty", "write it into the first line");
  return line;
}

std::string first_line_of_file(const std::string& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    not_found("the passphrase file " + file + " cannot be opened", "look for a slip in the path");
  try {
    std::string line = first_line(descriptor, file);
    close(descriptor);
    return line;
  } catch (...) {
    close(descriptor);
    throw;
  }
}

/// Whatever is wrong with a key file, nobody may sign with it.
[[noreturn]] void unusable(const ledger::Failure& failed) {
  Problem problem{.exit = ExitCode::not_allowed, .name = "key_file", .what = failed.what()};
  split_hint(problem);
  throw Stop(problem);
}

}  // namespace

bool is_key_name(std::string_view name) {
  const std::size_t slash = name.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string capitals = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  if (!consists_of(name.substr(0, slash), 32, capitals) ||
      !consists_of(name.substr(slash + 1), 31, capitals + "abcdefghijklmnopqrstuvwxyz._-"))
    return false;
  // Check characters and the like are the library's to know.
  try {
    static_cast<void>(ledger::new_signer(std::string(name)));
    return true;
  } catch (const ledger::Failure&) {
    return false;
  }
}

std::vector<Parameter> passphrase_parameters(PassphraseFrom& from) {
  return {{"--passphrase-file", "FILE", "the passphrase is the first line of FILE", &from.file},
          {"--passphrase-fd", "N", "the same from an open descriptor", &from.descriptor}};
}

std::optional<std::string> read_passphrase(const PassphraseFrom& from) {
  if (from.file && from.descriptor)
    misused("--passphrase-file and --passphrase-fd are both given", "give one of them");
  if (from.file) return first_line_of_file(*from.file);
  if (!from.descriptor) return std::nullopt;
  if (*from.descriptor < 0 || *from.descriptor > 1023)
    misused("--passphrase-fd is no descriptor", "give the number of an open one, e.g. 3");
  return first_line(static_cast<int>(*from.descriptor),
                    "descriptor " + std::to_string(*from.descriptor));
}

std::string ask_passphrase(const Context& context, const std::string& file) {
  if (!context.environment.in_is_terminal)
    misused("the key " + file + " needs a passphrase and nobody is here to ask",
            "give --passphrase-file FILE or --passphrase-fd N");
  return context.environment.ask_secret("Passphrase of " + file);
}

ledger::Signer read_signer(const Context& context, const std::filesystem::path& file,
                           const std::optional<std::string>& passphrase) {
  std::optional<std::string> opened_with;
  if (look_at_key(file).encrypted)
    opened_with = passphrase ? *passphrase : ask_passphrase(context, file.string());
  try {
    return ledger::read_key_file(file, opened_with);
  } catch (const ledger::Failure& failed) {
    unusable(failed);
  }
}

ledger::KeyFileInfo look_at_key(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file))
    not_found("there is no key file " + file.string(),
              "look for a slip in the path; `celltrail key new` makes a new key");
  if (std::filesystem::is_directory(file))
    misused("the key file " + file.string() + " is a directory", "name the file in it");
  try {
    return ledger::inspect_key_file(file);
  } catch (const ledger::Failure& failed) {
    unusable(failed);
  }
}

}  // namespace cli
