#include "api/access/token_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <set>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "ledger/result.hpp"

namespace api {
namespace {

using ledger::Failure;
using nlohmann::json;

[[noreturn]] void fail(const char* doing, const std::filesystem::path& path,
                       const std::string& found) {
  throw Failure(fmt::format("{} the token file {}: {}", doing, path.string(), found));
}

[[noreturn]] void fail(const char* doing, const std::filesystem::path& path) {
  fail(doing, path, std::generic_category().message(errno));
}

constexpr auto reading = "reading";
constexpr auto writing = "writing";

class OpenFile {
 public:
  OpenFile(const std::filesystem::path& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~OpenFile() {
    if (is_open()) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

FileMark mark_in(const struct stat& status) {
  return {status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
          status.st_ctim.tv_sec * 1'000'000'000 + status.st_ctim.tv_nsec};
}

std::string bytes_of(const OpenFile& file, const std::filesystem::path& path) {
  std::string bytes(token_file_bytes_max + 1, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t count = ::read(file.descriptor(), bytes.data() + filled, bytes.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(reading, path);
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  if (filled > token_file_bytes_max)
    fail(reading, path,
         fmt::format("larger than {} bytes; this is no token file", token_file_bytes_max));
  bytes.resize(filled);
  return bytes;
}

constexpr std::array<std::pair<std::string_view, Caller::Kind>, 3> kinds{
    {{"operator", Caller::Kind::operator_},
     {"regulator", Caller::Kind::regulator},
     {"metrics", Caller::Kind::metrics}}};

Caller::Kind kind_in(const std::string& name) {
  for (const auto& [text, kind] : kinds)
    if (name == text) return kind;
  throw Failure("a token is of the unknown kind " + name);
}

constexpr std::string_view hex_digits = "0123456789abcdef";

std::string hex(const ledger::Hash& hash) {
  std::string text;
  for (const std::uint8_t byte : hash) {
    text += hex_digits[byte >> 4U];
    text += hex_digits[byte & 15U];
  }
  return text;
}

ledger::Hash hash_in(const std::string& text) {
  ledger::Hash hash{};
  if (text.size() != 2 * hash.size() || text.find_first_not_of(hex_digits) != std::string::npos)
    throw Failure("a hash is not 64 lower-case hex digits");
  for (std::size_t i = 0; i < hash.size(); ++i)
    std::from_chars(text.data() + 2 * i, text.data() + 2 * i + 2, hash[i], 16);
  return hash;
}

json view(const Token& token) {
  json object{{"name", token.name},
              {"for", kind_name(token.kind)},
              {"sha256", hex(token.hash)},
              {"created_s", token.created_s},
              {"expires_s", token.expires_s}};
  if (token.kind == Caller::Kind::operator_) object["operator"] = token.operator_id;
  if (token.revoked_s != 0) object["revoked_s"] = token.revoked_s;
  return object;
}

/// What a member it does not know may restrict, it must not let pass.
void refuse_unknown(const json& object, const std::set<std::string_view>& known) {
  for (const auto& [name, value] : object.items())
    if (!known.contains(name)) throw Failure("the unknown member " + name);
}

Token token_in(const json& object) {
  refuse_unknown(object,
                 {"name", "for", "operator", "sha256", "created_s", "expires_s", "revoked_s"});
  Token token;
  token.name = object.at("name").get<std::string>();
  if (!is_token_name(token.name)) throw Failure("a name that no token may have");
  token.kind = kind_in(object.at("for").get<std::string>());
  const bool is_operators = token.kind == Caller::Kind::operator_;
  if (is_operators != object.contains("operator"))
    throw Failure("an operator is named for tokens of operators, and only there");
  if (is_operators) token.operator_id = object.at("operator").get<std::string>();
  if (is_operators && token.operator_id.empty()) throw Failure("an operator without a name");
  token.hash = hash_in(object.at("sha256").get<std::string>());
  token.created_s = object.at("created_s").get<std::int64_t>();
  token.expires_s = object.at("expires_s").get<std::int64_t>();
  token.revoked_s = object.value("revoked_s", std::int64_t{0});
  return token;
}

std::vector<Token> tokens_in(const std::string& text) {
  const json file = json::parse(text);
  refuse_unknown(file, {"kind", "v", "tokens"});
  if (file.at("kind") != "tokens" || file.at("v") != 1)
    throw Failure("it is of another kind, or written by a newer program");
  std::vector<Token> tokens;
  for (const json& object : file.at("tokens")) tokens.push_back(token_in(object));
  if (tokens.size() > tokens_max) throw Failure(fmt::format("more than {} tokens", tokens_max));
  return tokens;
}

std::string text_of(const std::vector<Token>& tokens) {
  std::string text = "{\"kind\":\"tokens\",\"v\":1,\"tokens\":[";
  for (const Token& token : tokens)
    text += (&token == tokens.data() ? "\n" : ",\n") + view(token).dump();
  return text + "\n]}\n";
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// Whoever runs the service owns the file, or the ledger's folder. Root, who may have been asked to
/// make a token, leaves it theirs: else the service could no longer read it.
void give_to_owner(int descriptor, const std::filesystem::path& file,
                   const std::filesystem::path& folder) {
  struct stat status {};
  if (::geteuid() != 0) return;
  if (::stat(file.c_str(), &status) != 0 && ::stat(folder.c_str(), &status) != 0) return;
  if (::fchown(descriptor, status.st_uid, status.st_gid) != 0) fail(writing, file);
}

void put_in_place(const std::filesystem::path& file, const std::filesystem::path& folder,
                  const OpenFile& opened_folder, std::string_view text) {
  auto beside = file;
  beside += ".new";
  // What a crash left; the folder's lock is held.
  ::unlink(beside.c_str());
  const OpenFile fresh(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
  if (!fresh.is_open()) fail(writing, file);
  try {
    give_to_owner(fresh.descriptor(), file, folder);
    if (!write_all(fresh.descriptor(), text) || ::fsync(fresh.descriptor()) != 0 ||
        ::rename(beside.c_str(), file.c_str()) != 0)
      fail(writing, file);
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
  if (::fsync(opened_folder.descriptor()) != 0) fail(writing, file);
}

}  // namespace

std::string_view kind_name(Caller::Kind kind) {
  for (const auto& [text, known] : kinds)
    if (kind == known) return text;
  return "anybody";
}

bool is_token_name(std::string_view text) {
  return !text.empty() && text.size() <= 31 &&
         text.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
             "0123456789._-") == std::string_view::npos;
}

FileMark mark_of(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) fail(reading, file);
  return mark_in(status);
}

std::vector<Token> read_tokens(const std::filesystem::path& path, FileMark& mark) {
  // Non-blocking, or a named pipe in the file's place would hold the service for ever.
  const OpenFile file(path, O_RDONLY | O_NONBLOCK);
  struct stat status {};
  if (!file.is_open() || ::fstat(file.descriptor(), &status) != 0) fail(reading, path);
  if (!S_ISREG(status.st_mode)) fail(reading, path, "this is no ordinary file");
  if ((status.st_mode & 077U) != 0)
    fail(reading, path,
         fmt::format("others may use it (mode {:04o}, expected 0600); run: chmod 600 {}",
                     status.st_mode & 0777U, path.string()));
  const std::string text = bytes_of(file, path);
  try {
    auto tokens = tokens_in(text);
    mark = mark_in(status);
    return tokens;
  } catch (const json::exception& wrong) {
    fail(reading, path, std::string("it is no token file: ") + wrong.what());
  } catch (const Failure& wrong) {
    fail(reading, path, std::string("it is no token file: ") + wrong.what());
  }
}

void change_tokens(const std::filesystem::path& path,
                   const std::function<void(std::vector<Token>&)>& change) {
  // A link names the file elsewhere: that one is replaced, not the link.
  const auto file = std::filesystem::weakly_canonical(path);
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const OpenFile opened(folder, O_RDONLY | O_DIRECTORY);
  if (!opened.is_open() || ::flock(opened.descriptor(), LOCK_EX) != 0) fail(writing, path);
  FileMark mark;
  std::vector<Token> tokens;
  if (std::filesystem::exists(file)) tokens = read_tokens(file, mark);
  change(tokens);
  if (tokens.size() > tokens_max)
    fail(writing, path, fmt::format("it would hold more than {} tokens", tokens_max));
  put_in_place(file, folder, opened, text_of(tokens));
}

}  // namespace api
