#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <unistd.h>

#include "ledger/encoding/json_reader.hpp"
#include "ledger/encoding/utf8.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/encoding/sample_events.hpp"

using namespace ledger::encoding;

namespace {

constexpr std::uint32_t seed = 20'240'305;
constexpr int texts_of_each_kind = 2'000;

/// Makes JSON texts: valid ones in free formatting, damaged ones, and heaps of hostile pieces.
class Generator {
 public:
  std::string valid() { return space() + value(0) + space(); }

  std::string damaged() {
    const auto& samples = samples::all();
    std::string text = below(2) == 0 ? valid() : samples[below(samples.size())].text;
    for (std::size_t i = 0; i <= below(3); ++i) damage(text);
    return text;
  }

  std::string hostile() {
    static const std::vector<std::string> pieces = {"{",
                                                    "}",
                                                    "[",
                                                    "]",
                                                    ",",
                                                    ":",
                                                    "\"",
                                                    "\"a\"",
                                                    "\"a\":",
                                                    "\"b\":1",
                                                    "{\"a\":1",
                                                    "1",
                                                    "-0",
                                                    "01",
                                                    "1e3",
                                                    "1.5",
                                                    "-",
                                                    "+1",
                                                    "null",
                                                    "true",
                                                    "false",
                                                    "\\u0000",
                                                    "\\ud83d",
                                                    "\\udd0b",
                                                    "\\\"",
                                                    "\\\\",
                                                    "\\/",
                                                    "\\n",
                                                    " ",
                                                    "\n",
                                                    "\t",
                                                    "\xef\xbb\xbf",
                                                    "\xed\xa0\x80",
                                                    "\xc0\x80",
                                                    "\xf4\x90\x80\x80",
                                                    "\xe2\x80\xae",
                                                    "\xef\xbf\xbf",
                                                    "\x7f",
                                                    "9007199254740991",
                                                    "9007199254740992",
                                                    "[[[[[[[["};
    std::string text = below(2) == 0 ? "" : "[\"";
    for (std::size_t i = 0; i < 1 + below(8); ++i) text += pieces[below(pieces.size())];
    return below(2) == 0 ? text : text + "\"]";
  }

 private:
  // Distributions of the standard library differ between libraries; the bare generator does not.
  std::size_t below(std::size_t end) { return random_() % end; }

  void damage(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    switch (below(4)) {
      case 0:
        text.insert(at, 1, static_cast<char>(below(256)));
        break;
      case 1:
        text.erase(at, 1 + below(3));
        break;
      case 2:
        text.insert(at, text.substr(below(text.size() + 1), 1 + below(12)));
        break;
      default:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
    }
  }

  std::string space() {
    static const std::string kinds = " \t\r\n";
    std::string out;
    if (below(4) == 0)
      for (std::size_t i = 0; i < below(3); ++i) out.push_back(kinds[below(4)]);
    return out;
  }

  std::string value(std::size_t depth) {
    switch (below(depth < 7 ? 6 : 4)) {
      case 0:
        return below(2) == 0 ? "true" : "false";
      case 1:
      case 2:
        return number();
      case 3:
        return string(12, false);
      case 4:
        return array(depth);
      default:
        return object(depth);
    }
  }

  std::string number() {
    const auto wide =
        static_cast<std::int64_t>(random_()) << 21 | static_cast<std::int64_t>(random_() >> 11);
    const auto number = wide >> below(53);
    return std::to_string(below(2) == 0 ? number : -number - 1);
  }

  std::string string(std::size_t length_max, bool is_ascii) {
    std::string out = "\"";
    for (std::size_t i = 0; i < below(length_max + 1); ++i) append_character(out, is_ascii);
    return out + "\"";
  }

  void append_character(std::string& out, bool is_ascii) {
    constexpr char32_t places[] = {0x20,   0x80,   0x5f0,  0x1ff0,  0x2020,  0x7535,
                                   0xd7f0, 0xfdc0, 0xfff0, 0x1f500, 0x10fff0};
    const char32_t c = below(is_ascii ? 1 : 3) < 1
                           ? 0x20 + static_cast<char32_t>(below(0x5f))
                           : places[below(std::size(places))] + static_cast<char32_t>(below(96));
    if (below(12) == 0 && c < 0x10000) {
      char escape[8];
      std::snprintf(escape, sizeof escape, below(2) == 0 ? "\\u%04x" : "\\u%04X",
                    static_cast<unsigned>(c));
      out += escape;
    } else {
      if (c == '"' || c == '\\') out.push_back('\\');
      append_utf8(out, c);
    }
  }

  std::string array(std::size_t depth) {
    std::string out = "[" + space();
    for (std::size_t i = 0; i < below(4); ++i)
      out += (i == 0 ? "" : "," + space()) + value(depth + 1) + space();
    return out + "]";
  }

  std::string object(std::size_t depth) {
    std::string out = "{" + space();
    for (std::size_t i = 0; i < below(5); ++i)
      out += (i == 0 ? "" : "," + space()) + string(6, below(20) != 0) + space() + ":" + space() +
             value(depth + 1) + space();
    return out + "}";
  }

  std::mt19937 random_{seed};
};

/// Texts on their way to the other reader, in a file that goes away again.
class TextFile {
 public:
  explicit TextFile(const std::vector<std::string>& texts)
      : path_(std::filesystem::temp_directory_path() /
              ("strict-reader-" + std::to_string(::getpid()))) {
    std::ofstream out(path_, std::ios::binary);
    for (const auto& text : texts) out << text.size() << '\n' << text << '\n';
  }
  ~TextFile() { std::filesystem::remove(path_); }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

std::string output_of(const std::string& command) {
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  ledger::require(pipe != nullptr, "a shell can be started");
  std::string out;
  char part[65'536];
  for (std::size_t n = 0; (n = std::fread(part, 1, sizeof part, pipe)) > 0;) out.append(part, n);
  ::pclose(pipe);
  return out;
}

std::string answer(std::string_view text, Tape& tape) {
  return read_json(text, tape) ? "+" + canonical_json(tape) : "-";
}

std::vector<std::string> make_texts() {
  Generator generator;
  std::vector<std::string> texts;
  for (int i = 0; i < texts_of_each_kind; ++i) {
    texts.push_back(generator.valid());
    texts.push_back(generator.damaged());
    texts.push_back(generator.hostile());
  }
  return texts;
}

}  // namespace

TEST_CASE("what is canonical is exactly what the writer would write") {
  Tape tape;
  int canonical = 0;
  for (const auto& text : make_texts()) {
    if (!read_json(text, tape)) continue;
    const std::string written = canonical_json(tape);
    if (tape.is_canonical() != (written == text)) FAIL(text);
    if (!read_json(written, tape) || !tape.is_canonical()) FAIL(text);
    canonical += written == text ? 1 : 0;
  }
  CHECK(canonical > 100);
}

TEST_CASE("a second reader in another language agrees on every text") {
  if (output_of("python3 -c 'print(1)' 2>/dev/null") != "1\n") {
    WARN("python3 is not installed: the second reader was not asked");
    return;
  }
  const auto texts = make_texts();
  const TextFile file(texts);
  const std::string answers =
      output_of("python3 '" TESTS_DIR "/vectors/strict_reader.py' < '" + file.path() + "'");
  Tape tape;
  std::size_t at = 0;
  int accepted = 0;
  for (const auto& text : texts) {
    const auto end = answers.find('\n', at);
    REQUIRE(end != std::string::npos);
    const std::string ours = answer(text, tape);
    if (ours != answers.substr(at, end - at))
      FAIL("seed " << seed << ", text: " << text << "\nours: " << ours
                   << "\ntheirs: " << answers.substr(at, end - at));
    accepted += ours[0] == '+' ? 1 : 0;
    at = end + 1;
  }
  CHECK(at == answers.size());
  CHECK(accepted > texts_of_each_kind / 2);
  CHECK(accepted < 2 * texts_of_each_kind);
}
