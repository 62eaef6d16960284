#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>

#include "ledger/key.hpp"
#include "tests/support/catch.hpp"

using namespace ledger;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "celltrail-key-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw Failure("making a folder for a test");
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] fs::path operator/(const char* name) const { return path_ / name; }

 private:
  fs::path path_;
};

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void put(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
  ::chmod(path.c_str(), 0600);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

Signer desk() {
  return Signer("DUNS000000000/desk", {1, 2, 3});
}

// What desk() is in a file; the seed is 01 02 03 and zeros.
const std::string open_text =
    R"({"celltrail_key":1,"name":"DUNS000000000/desk","secret":"AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","vkey":")" +
    desk().verifier().text() + "\"}\n";

// desk() sealed with the least Argon2id allows, so that reading it is quick; the passphrase is
// "horse battery".
const std::string quick_sealed_text =
    R"({"celltrail_key":1,"name":"DUNS000000000/desk","sealed_secret":{"box":"htjh2e/4mSpaTq9NesNLjzyJzsu3uLlsXaT8Me2B/OXvqNG5Nsxsm0lWfrncw0Rs","kdf":"argon2id13","memory_bytes":8192,"nonce":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB","operations":1,"salt":"AgICAgICAgICAgICAgICAg=="},"vkey":")" +
    desk().verifier().text() + "\"}\n";

}  // namespace

TEST_CASE("a key file without a passphrase reads back as the same key", "[key_file]") {
  const Folder folder;
  const fs::path path = folder / "desk.key";
  write_key_file(path, desk(), std::nullopt);
  CHECK(bytes_of(path) == open_text);
  CHECK(read_key_file(path, std::nullopt).sign("x\n") == desk().sign("x\n"));
  CHECK(read_key_file(path, "not needed").verifier().name == "DUNS000000000/desk");
  CHECK_FALSE(inspect_key_file(path).encrypted);
  CHECK(inspect_key_file(path).verifier.text() == desk().verifier().text());
}

TEST_CASE("a key file with a passphrase opens with that one only", "[key_file]") {
  const Folder folder;
  const fs::path path = folder / "desk.key";
  write_key_file(path, desk(), "horse battery");
  CHECK(inspect_key_file(path).encrypted);
  CHECK(bytes_of(path).find("AQIDAAAA") == std::string::npos);
  CHECK(read_key_file(path, "horse battery").sign("x\n") == desk().sign("x\n"));
  CHECK_THROWS_WITH(read_key_file(path, "horse batterx"), ContainsSubstring("passphrase is wrong"));
  CHECK_THROWS_WITH(read_key_file(path, std::nullopt), ContainsSubstring("give its passphrase"));
}

TEST_CASE("a sealed file from elsewhere opens, and any change to its box is seen", "[key_file]") {
  const Folder folder;
  const fs::path path = folder / "desk.key";
  put(path, quick_sealed_text);
  CHECK(read_key_file(path, "horse battery").sign("x\n") == desk().sign("x\n"));
  put(path, replaced(quick_sealed_text, "AQEBAQEB", "AQEBAQEC"));
  CHECK_THROWS_WITH(read_key_file(path, "horse battery"), ContainsSubstring("file was changed"));
  put(path, replaced(quick_sealed_text, "AgICAgIC", "AgICAgID"));
  CHECK_THROWS_WITH(read_key_file(path, "horse battery"), ContainsSubstring("file was changed"));
}

TEST_CASE("a key file that asks for too much of the machine is refused", "[key_file]") {
  const Folder folder;
  const fs::path path = folder / "desk.key";
  put(path, replaced(quick_sealed_text, ":8192", ":1073741825"));
  CHECK_THROWS_WITH(read_key_file(path, "horse battery"), ContainsSubstring("asks for 1073741825"));
  put(path, replaced(quick_sealed_text, "\"operations\":1", "\"operations\":11"));
  CHECK_THROWS_WITH(read_key_file(path, "horse battery"), ContainsSubstring("11 operations"));
  put(path, replaced(quick_sealed_text, ":8192", ":8191"));
  CHECK_THROWS_WITH(read_key_file(path, "horse battery"), ContainsSubstring("asks for 8191"));
}

TEST_CASE("a key file cut short anywhere is refused", "[key_file]") {
  const Folder folder;
  const fs::path path = folder / "desk.key";
  const std::string whole = GENERATE(open_text, quick_sealed_text);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    CAPTURE(length);
    put(path, whole.substr(0, length));
    REQUIRE_THROWS_AS(read_key_file(path, "horse battery"), Failure);
    REQUIRE_THROWS_AS(inspect_key_file(path), Failure);
  }
}

TEST_CASE("a key file in any other form is refused, saying why", "[key_file]") {
  const Folder folder;
  const fs::path path = folder / "desk.key";
  const auto [from, to, why] = GENERATE(table<std::string, std::string, std::string>(
      {{"_key\":1", "_key\":2", "form this program writes"},
       {"\"name\"", " \"name\"", "form this program writes"},
       {",\"vkey\"", ",\"note\":1,\"vkey\"", "form this program writes"},
       {",\"vkey\"", ",\"secret\":\"AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\",\"vkey\"",
        "form this program writes"},
       {"desk\",", "desk2\",", "form this program writes"},
       {"\"name\":\"DUNS000000000/desk\"", "\"name\":\"someone else\"", "neither OPERATOR/LABEL"},
       {"\"secret\":\"AQID", "\"secret\":\"AQIE", "does not belong to its vkey"},
       {"AAA=\"", "AAB=\"", "no secret of the expected form"},
       {"AAAAAAA=\"", "AAA=\"", "no secret of the expected form"},
       {"\"secret\":\"AQID", "\"secret\":7,\"x\":\"AQID", "no secret of the expected form"},
       {"desk+", "desk+0", "key id does not fit"}}));
  CAPTURE(from, to);
  put(path, replaced(open_text, from, to));
  CHECK_THROWS_WITH(read_key_file(path, std::nullopt), ContainsSubstring(why));
}

TEST_CASE("what is no key file at all is refused", "[key_file]") {
  const Folder folder;
  const fs::path path = folder / "desk.key";
  CHECK_THROWS_AS(read_key_file(path, std::nullopt), Failure);
  put(path, "[]\n");
  CHECK_THROWS_AS(read_key_file(path, std::nullopt), Failure);
  put(path, std::string(16'385, ' '));
  CHECK_THROWS_WITH(read_key_file(path, std::nullopt), ContainsSubstring("larger than 16384"));
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK_THROWS_WITH(read_key_file(folder / "pipe", std::nullopt), ContainsSubstring("no ordinary"));
}

TEST_CASE("a key file others may use is refused", "[key_file]") {
  const Folder folder;
  const fs::path path = folder / "desk.key";
  write_key_file(path, desk(), std::nullopt);
  for (const mode_t mode : {0644U, 0640U, 0602U, 0610U}) {
    REQUIRE(::chmod(path.c_str(), mode) == 0);
    CHECK_THROWS_WITH(read_key_file(path, std::nullopt), ContainsSubstring("chmod 600"));
    CHECK_THROWS_WITH(inspect_key_file(path), ContainsSubstring("chmod 600"));
  }
}

TEST_CASE("a new key file is its owner's alone, whatever the umask", "[key_file]") {
  const Folder folder;
  const fs::path path = folder / "desk.key";
  const mode_t before = ::umask(0);
  write_key_file(path, desk(), std::nullopt);
  ::umask(before);
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0600U);
}

TEST_CASE("an existing file is never overwritten", "[key_file]") {
  const Folder folder;
  const fs::path path = folder / "desk.key";
  put(path, "somebody's work\n");
  CHECK_THROWS_WITH(write_key_file(path, desk(), std::nullopt),
                    ContainsSubstring("never overwritten"));
  CHECK(bytes_of(path) == "somebody's work\n");
  fs::create_symlink(folder / "elsewhere", folder / "link");
  CHECK_THROWS_AS(write_key_file(folder / "link", desk(), std::nullopt), Failure);
  CHECK_FALSE(fs::exists(folder / "elsewhere"));
  CHECK_THROWS_AS(write_key_file(folder / "no/such/folder", desk(), std::nullopt), Failure);
}

TEST_CASE("what could not be read again is not written", "[key_file]") {
  const Folder folder;
  const fs::path path = folder / "desk.key";
  CHECK_THROWS_WITH(write_key_file(path, desk(), ""), ContainsSubstring("passphrase is empty"));
  CHECK_THROWS_WITH(write_key_file(path, Signer("Some\"Name", {1}), std::nullopt),
                    ContainsSubstring("neither OPERATOR/LABEL"));
  CHECK_FALSE(fs::exists(path));
}

TEST_CASE("a passphrase is added, changed and taken away; the key stays the same", "[key_file]") {
  const Folder folder;
  const fs::path path = folder / "desk.key";
  write_key_file(path, desk(), std::nullopt);
  const auto opens_with = [&](std::optional<std::string_view> passphrase) {
    return read_key_file(path, passphrase).sign("text\n") == desk().sign("text\n");
  };
  change_passphrase(path, std::nullopt, "first");
  CHECK(inspect_key_file(path).encrypted);
  CHECK(opens_with("first"));
  CHECK_THROWS_AS(read_key_file(path, std::nullopt), Failure);
  change_passphrase(path, "first", "second");
  CHECK(opens_with("second"));
  CHECK_THROWS_WITH(read_key_file(path, "first"), ContainsSubstring("passphrase is wrong"));
  change_passphrase(path, "second", std::nullopt);
  CHECK_FALSE(inspect_key_file(path).encrypted);
  CHECK(opens_with(std::nullopt));
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0600U);
}

TEST_CASE("whatever fails while a passphrase changes, the old key file stays whole", "[key_file]") {
  const Folder folder;
  const fs::path path = folder / "desk.key";
  write_key_file(path, desk(), "first");
  const std::string before = bytes_of(path);
  CHECK_THROWS_WITH(change_passphrase(path, "wrong", "second"),
                    ContainsSubstring("passphrase is wrong"));
  CHECK_THROWS_AS(change_passphrase(path, std::nullopt, "second"), Failure);
  CHECK_THROWS_WITH(change_passphrase(path, "first", ""), ContainsSubstring("is empty"));
  CHECK(bytes_of(path) == before);
  // Where the new file would lie there is something that cannot be removed.
  fs::create_directories(folder / "desk.key.new" / "full");
  CHECK_THROWS_AS(change_passphrase(path, "first", "second"), Failure);
  CHECK(bytes_of(path) == before);
  fs::remove_all(folder / "desk.key.new");
  // What a crash left there is no hindrance.
  put(folder / "desk.key.new", "half a key");
  change_passphrase(path, "first", "second");
  CHECK_FALSE(fs::exists(folder / "desk.key.new"));
  CHECK_NOTHROW(read_key_file(path, "second"));
}

TEST_CASE("through a link the key file itself gets the passphrase", "[key_file]") {
  const Folder folder;
  const fs::path path = folder / "desk.key";
  write_key_file(path, desk(), std::nullopt);
  fs::create_symlink(path, folder / "link");
  change_passphrase(folder / "link", std::nullopt, "first");
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(inspect_key_file(path).encrypted);
}

TEST_CASE("a passphrase that root changes leaves the key file its owner's", "[key_file]") {
  if (::geteuid() != 0) return;
  const Folder folder;
  const fs::path path = folder / "desk.key";
  write_key_file(path, desk(), std::nullopt);
  REQUIRE(::chown(path.c_str(), 12'345, 12'346) == 0);
  change_passphrase(path, std::nullopt, "first");
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK(status.st_uid == 12'345);
  CHECK(status.st_gid == 12'346);
}

TEST_CASE("no error of a key file tells its secret or a passphrase", "[key_file]") {
  const Folder folder;
  const fs::path path = folder / "desk.key";
  write_key_file(path, desk(), "a very secret phrase");
  const auto told = [](const auto& doing) {
    try {
      doing();
    } catch (const Failure& failure) {
      return std::string(failure.what());
    }
    return std::string("nothing failed");
  };
  const std::string plain = [&] {
    write_key_file(folder / "plain.key", desk(), std::nullopt);
    const std::string text = bytes_of(folder / "plain.key");
    const auto at = text.find("\"secret\":\"") + 10;
    return text.substr(at, 44);
  }();
  put(folder / "broken.key", replaced(bytes_of(folder / "plain.key"), "}", "]"));
  REQUIRE(::chmod((folder / "broken.key").c_str(), 0600) == 0);
  for (const std::string& text :
       {told([&] { (void)read_key_file(path, "another secret phrase"); }),
        told([&] { change_passphrase(path, "another secret phrase", "new secret phrase"); }),
        told([&] { (void)read_key_file(folder / "broken.key", std::nullopt); })}) {
    CHECK(text != "nothing failed");
    CHECK(text.find("phrase\"") == std::string::npos);
    CHECK(text.find("secret phrase") == std::string::npos);
    CHECK(text.find(plain) == std::string::npos);
  }
}
