#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <sys/stat.h>

#include "cli/config/settings.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/cli/place.hpp"

using namespace test;

namespace {

/// A folder for files that name no ledger.
struct Folder {
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "celltrail-config-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~Folder() { fs::remove_all(path); }
  std::string write(const std::string& text) const {
    std::ofstream(path / "c.toml", std::ios::binary) << text;
    return path / "c.toml";
  }
  fs::path path;
};

json shown_by(const std::vector<std::string>& more,
              const std::map<std::string, std::string>& variables = {}) {
  std::vector<std::string> args{"config", "show", "--json"};
  args.insert(args.end(), more.begin(), more.end());
  const Run ran = run(args, variables);
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  return json::parse(ran.out);
}

std::string text_of(const std::string& path) {
  std::ostringstream read;
  read << std::ifstream(path, std::ios::binary).rdbuf();
  return read.str();
}

}  // namespace

TEST_CASE("what `serve` would refuse or take by itself, `config show` tells too", "[config]") {
  const Folder folder;
  const Run refused = run({"config", "show", "--listen", "127.0.0.1"});
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, ContainsSubstring("listen takes ADDRESS:PORT"));
  const std::string file = folder.write("listen = \"2025\"\n");
  CHECK_THAT(run({"config", "show", "--config", file}).err, ContainsSubstring(file + ":1: listen"));
  const auto tokens = [&](const std::vector<std::string>& more) {
    std::vector<std::string> args{"--ledger", folder.path};
    args.insert(args.end(), more.begin(), more.end());
    return shown_by(args).at("tokens");
  };
  CHECK(tokens({}) == json{{"value", ""}, {"from", "default"}});
  std::ofstream(folder.path / "tokens") << "made up";
  CHECK(tokens({}) == json{{"value", (folder.path / "tokens").string()},
                           {"from", "default, in the ledger's directory"}});
  CHECK(tokens({"--tokens", "mine"}).at("value") == "mine");
}

TEST_CASE("an option goes before a variable, that before the file, that before the default",
          "[config]") {
  const Folder folder;
  const std::string file = folder.write("# made up\n\nthreads = 3\nread_only = true\n");
  const auto threads = [](const json& shown) { return shown.at("threads"); };
  CHECK(threads(shown_by({})) == json{{"value", 64}, {"from", "default"}});
  CHECK(threads(shown_by({"--config", file})) == json{{"value", 3}, {"from", file + " line 3"}});
  CHECK(threads(shown_by({}, {{"CELLTRAIL_CONFIG", file}})).at("value") == 3);
  CHECK(threads(shown_by({"--config", file}, {{"CELLTRAIL_THREADS", "4"}})) ==
        json{{"value", 4}, {"from", "variable CELLTRAIL_THREADS"}});
  CHECK(threads(shown_by({"--config", file, "--threads", "5"}, {{"CELLTRAIL_THREADS", "4"}})) ==
        json{{"value", 5}, {"from", "option --threads"}});
  CHECK(shown_by({"--config", file}).at("read_only").at("value") == true);
  CHECK(shown_by({"--config", file}, {{"CELLTRAIL_READ_ONLY", "false"}})
            .at("read_only")
            .at("value") == false);
  CHECK(shown_by({"--host", "a", "--host", "b"}).at("host").at("value") == json{"a", "b"});
  CHECK(shown_by({}, {{"CELLTRAIL_HOST", "a,b,"}}).at("host").at("value") == json{"a", "b"});
  CHECK(shown_by({"--ledger", "L"}, {{"CELLTRAIL_LEDGER", "M"}}).at("ledger") ==
        json{{"value", "L"}, {"from", "option --ledger"}});
}

TEST_CASE("every setting can be set in the file, by a variable and by an option", "[config]") {
  const Folder folder;
  std::string all;
  std::map<std::string, std::string> variables;
  for (const cli::Setting& setting : cli::settings()) {
    const std::string name(setting.name);
    const bool is_number = setting.type == cli::Setting::Type::number;
    const std::string value = is_number                                       ? "17"
                              : setting.type == cli::Setting::Type::yes_or_no ? "true"
                              : setting.type == cli::Setting::Type::address   ? "[::1]:17"
                                                                              : "x";
    const bool is_bare = is_number || setting.type == cli::Setting::Type::yes_or_no;
    const std::string quoted = setting.type == cli::Setting::Type::texts ? "[\"x\"]"
                               : is_bare                                 ? value
                                                                         : '"' + value + '"';
    all += name + " = " + quoted + "\n";
    std::string variable = "CELLTRAIL_" + name;
    for (char& c : variable) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    variables[variable] = value;
  }
  const json in_file = shown_by({"--config", folder.write(all)}), set = shown_by({}, variables);
  CHECK(in_file.size() == cli::settings().size());
  for (const cli::Setting& setting : cli::settings()) {
    const std::string name(setting.name);
    CAPTURE(name);
    CHECK(in_file.at(name).at("from") != "default");
    CHECK(set.at(name).at("from") != "default");
    CHECK(in_file.at(name).at("value") == set.at(name).at("value"));
    std::string option = "--" + name;
    for (char& c : option)
      if (c == '_') c = '-';
    CHECK_THAT(run({"serve", "--help"}).out + "--ledger DIR", ContainsSubstring(option));
    CHECK_THAT(text_of(SOURCE_DIR "/docs/operating.md"),
               ContainsSubstring("| `" + name + "` | `" + option + "`"));
  }
}

TEST_CASE("a line that is wrong is refused by its number", "[config]") {
  const Folder folder;
  struct Wrong {
    std::string text, said;
  };
  const std::vector<Wrong> wrongs{
      {"\nthreds = 3\n", ":2: there is no setting threds"},
      {"threds = 3\n", "did you mean threads?"},
      {"[serve]\nthreads = 3\n", ":1: "},
      {"listen = 8787\n", ":1: listen takes a text in quotes, found 8787"},
      {"threads = \"3\"\n", ":1: threads takes a whole number"},
      {"threads = 3.5\n", ":1: threads is neither"},
      {"\n\nthreads = 0\n", ":3: threads takes a whole number from 1 to 1024, found 0"},
      {"read_only = 1\n", ":1: read_only takes true or false"},
      {"host = [1]\n", ":1: a list has something else than texts"},
      {"host = \"a\"\n", ":1: host takes a list of texts"},
      {"threads = 3\nthreads = 4\n", ":2: "},
      {"threads = \n", ":1: "},
      {"\"a\\u001b[31m\" = 1\n", "there is no setting"},
      {std::string("threads = 3\0", 12), ":1: "}};
  for (const Wrong& wrong : wrongs) {
    CAPTURE(wrong.text);
    const Run ran = run({"config", "show", "--config", folder.write(wrong.text)});
    CHECK(ran.code == 2);
    CHECK_THAT(ran.err, ContainsSubstring(wrong.said) && ContainsSubstring("next: "));
    CHECK(ran.err.find('\x1b') == std::string::npos);
  }
  CHECK(run({"config", "show", "--config", folder.path / "none"}).code == 3);
  CHECK(run({"config", "show", "--config", folder.write(std::string(70'000, '\n'))}).code == 2);
  const Run variable = run({"config", "show"}, {{"CELLTRAIL_READERS", "many"}});
  CHECK(variable.code == 2);
  CHECK_THAT(variable.err, ContainsSubstring("variable CELLTRAIL_READERS"));
}

TEST_CASE("a service without tokens answers this machine alone", "[serve]") {
  const Place place;
  for (const std::string address : {"0.0.0.0:0", "[::]:0", "192.0.2.1:0", "127.evil.example:0"}) {
    const Run ran = place.run({"serve", "--listen", address});
    CAPTURE(address, ran.err);
    CHECK(ran.code == 2);
    CHECK_THAT(ran.err, ContainsSubstring("celltrail token new"));
  }
  CHECK(place.run({"serve", "--proxy", "127.0.0.1"}).code == 2);
  CHECK(place.run({"serve", "--tokens", place.path("none")}).code == 3);
  for (const std::string address : {"", "8787", "127.0.0.1", "127.0.0.1:70000", "[::1]", ":1"})
    CHECK(place.run({"serve", "--listen", address}).code == 2);
  CHECK(run({"serve"}).code == 2);
  CHECK(run({"serve", "--ledger", place.path("none")}).code == 3);
}

TEST_CASE("a token is shown once and listed without it", "[token]") {
  const Place place;
  const Run made = place.run({"token", "new", "plant-7", "--for", "operator:VATTEST1"});
  INFO(made.err);
  REQUIRE(made.code == 0);
  const std::string secret = made.out.substr(0, made.out.size() - 1);
  CHECK(secret.size() == 46);
  CHECK(made.err.find(secret) == std::string::npos);
  CHECK_THAT(made.err, ContainsSubstring("Good until 2024-06-03T"));
  struct stat status {};
  REQUIRE(::stat(place.path("L/tokens").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  CHECK(text_of(place.path("L/tokens")).find(secret.substr(3)) == std::string::npos);
  const Run listed = place.run({"token", "list"});
  CHECK_THAT(listed.out, ContainsSubstring("plant-7  operator:VATTEST1  good"));
  CHECK(listed.out.find("ct_") == std::string::npos);
  CHECK(place.run({"token", "revoke", "plant-7"}).code == 0);
  CHECK(place.run({"token", "revoke", "plant-7"}).code == 0);
  const auto lines = json::parse(place.run({"token", "list", "--json"}).out).at("tokens");
  CHECK(lines.size() == 1);
  CHECK(lines.at(0).at("standing") == "revoked");
}

TEST_CASE("a name stands for one token that is good", "[token]") {
  const Place place;
  const std::vector<std::string> again{"token", "new", "x", "--for", "metrics", "--json"};
  const std::string first = json::parse(place.run(again).out).at("token");
  const Run taken = place.run(again);
  CHECK(taken.code == 2);
  CHECK_THAT(taken.err, ContainsSubstring("token revoke x"));
  CHECK(place.run({"token", "revoke", "x"}).code == 0);
  const std::string second = json::parse(place.run(again).out).at("token");
  CHECK(first != second);
  CHECK(json::parse(place.run({"token", "list", "--json"}).out).at("tokens").size() == 1);
}

TEST_CASE("a token that would be of no use is not made", "[token]") {
  const Place place;
  const auto code = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"token", "new"});
    return place.run(more).code;
  };
  CHECK(code({"a b", "--for", "regulator"}) == 2);
  CHECK(code({std::string(32, 'a'), "--for", "regulator"}) == 2);
  CHECK(code({"a", "--for", "everybody"}) == 2);
  CHECK(code({"a", "--for", "operator:"}) == 2);
  CHECK(code({"a", "--for", "operator:VATTEST9"}) == 3);
  CHECK(code({"a", "--for", "regulator", "--days", "0"}) == 2);
  CHECK(code({"a", "--for", "regulator", "--days", "3651"}) == 2);
  CHECK_FALSE(fs::exists(place.path("L/tokens")));
  CHECK(place.run({"token", "list"}).code == 3);
  CHECK(place.run({"token", "revoke", "a"}).code == 3);
  CHECK(code({"a", "--for", "regulator", "--tokens", place.path("apart")}) == 0);
  CHECK(place.run({"token", "revoke", "b", "--tokens", place.path("apart")}).code == 3);
  CHECK(run({"token", "list", "--tokens", place.path("apart")}).code == 0);
}
