#include "ledger/encoding/json_reader.hpp"

#include "tests/support/catch.hpp"

using namespace ledger;
using namespace ledger::encoding;

namespace {

std::string canonical(std::string_view text) {
  Tape tape;
  const auto read = read_json(text, tape);
  if (!read) return "refused: " + read.error().detail;
  return canonical_json(tape);
}

bool is_canonical(std::string_view text) {
  Tape tape;
  REQUIRE(read_json(text, tape));
  return tape.is_canonical();
}

struct Refused {
  std::string text;
  Refusal refusal;
  std::string_view pointer;
};

void check(const std::vector<Refused>& cases) {
  Tape tape;
  for (const Refused& c : cases) {
    CAPTURE(c.text);
    const auto read = read_json(c.text, tape);
    REQUIRE_FALSE(read);
    CAPTURE(read.error().detail);
    CHECK(static_cast<int>(read.error().refusal) == static_cast<int>(c.refusal));
    CHECK(read.error().pointer == c.pointer);
  }
}

}  // namespace

TEST_CASE("canonical text is known as such and kept") {
  for (const auto* text : {"{}", "[]", "0", "-1", "true", "\"\"", "\"/\"", R"("\"\\")", "[1,[],{}]",
                           R"({"":1,"A":2,"a":3,"a ":4})", "\"\xe7\x94\xb5\"", "9007199254740991",
                           "-9007199254740991", "\"\xf0\x9f\x94\x8b\""}) {
    CAPTURE(text);
    CHECK(is_canonical(text));
    CHECK(canonical(text) == text);
  }
}

TEST_CASE("free formatting is made canonical") {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {" { \"b\" : 1 ,\n\"a\" : [ ] } ", R"({"a":[],"b":1})"},
      {R"("\/")", "\"/\""},
      {R"("\u0041\u00e9\u7535\ud83d\udd0B")", "\"A\xc3\xa9\xe7\x94\xb5\xf0\x9f\x94\x8b\""},
      {R"("\u0022\u005c")", R"("\"\\")"},
      {R"({"\u0062":1,"a":2})", R"({"a":2,"b":1})"},
      {"[1 ]", "[1]"},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    CHECK_FALSE(is_canonical(text));
    CHECK(canonical(text) == expected);
    CHECK(is_canonical(expected));
  }
}

TEST_CASE("nesting ends at eight levels") {
  CHECK(is_canonical("[[[[[[[[1]]]]]]]]"));
  check({{"[[[[[[[[[1]]]]]]]]]", Refusal::too_deep, "/0/0/0/0/0/0/0/0"},
         {R"({"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":[]}}}}}}}})", Refusal::too_deep,
          "/a/a/a/a/a/a/a/a"},
         {std::string(100'000, '['), Refusal::too_deep, "/0/0/0/0/0/0/0/0"}});
}

TEST_CASE("a member stands once, in whatever order or spelling") {
  check({{R"({"a":1,"a":2})", Refusal::duplicate_member, "/a"},
         {R"({"b":{"x":1,"a":2,"x":3}})", Refusal::duplicate_member, "/b/x"},
         {R"([{"c":1,"a":2,"b":3,"c":1}])", Refusal::duplicate_member, "/0/c"},
         {R"({"a/b":1,"\u0061\/b":2})", Refusal::duplicate_member, "/a~1b"},
         {R"({"":1,"":2})", Refusal::duplicate_member, "/"}});
}

TEST_CASE("numbers are plain integers below 2^53") {
  check({{"[1.0]", Refusal::number_malformed, "/0"},
         {"[1,2e1]", Refusal::number_malformed, "/1"},
         {"[1E2]", Refusal::number_malformed, "/0"},
         {"-0", Refusal::number_malformed, ""},
         {"00", Refusal::number_malformed, ""},
         {"{\"a\":01}", Refusal::number_malformed, "/a"},
         {"-01", Refusal::number_malformed, ""},
         {"+1", Refusal::number_malformed, ""},
         {"-", Refusal::number_malformed, ""},
         {"9007199254740992", Refusal::out_of_range, ""},
         {"-9007199254740992", Refusal::out_of_range, ""},
         {std::string(50'000, '9'), Refusal::out_of_range, ""},
         {"NaN", Refusal::malformed, ""},
         {".5", Refusal::malformed, ""},
         {"1a", Refusal::malformed, ""},
         {"0x10", Refusal::malformed, ""}});
}

TEST_CASE("text that is not clean UTF-8 is refused") {
  for (const std::string bytes : {"\x80",
                                  "\xc0\xaf",
                                  "\xc1\xbf",
                                  "\xe0\x80\xaf",
                                  "\xed\xa0\x80",
                                  "\xed\xbf\xbf",
                                  "\xf0\x80\x80\xaf",
                                  "\xf4\x90\x80\x80",
                                  "\xf5\x80\x80\x80",
                                  "\xff",
                                  "\xe7\x94",
                                  "\xc3",
                                  "\x7f",
                                  "\x1f",
                                  "\t",
                                  "\n",
                                  "\xc2\x80",
                                  "\xc2\x9f",
                                  "\xd8\x9c",
                                  "\xe2\x80\x8e",
                                  "\xe2\x80\x8f",
                                  "\xe2\x80\xaa",
                                  "\xe2\x80\xae",
                                  "\xe2\x81\xa6",
                                  "\xe2\x81\xa9",
                                  "\xef\xb7\x90",
                                  "\xef\xb7\xaf",
                                  "\xef\xbf\xbe",
                                  "\xef\xbf\xbf",
                                  "\xf0\x9f\xbf\xbe",
                                  "\xf4\x8f\xbf\xbf",
                                  "\xef\xbb\xbf"}) {
    check({{"{\"a\":\"12345678" + bytes + "\"}", Refusal::text_not_allowed, "/a"},
           {"{\"" + bytes + "\":1}", Refusal::text_not_allowed, ""}});
  }
  for (const auto* good :
       {"\xc2\xa0", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xe2\x80\xa9",
        "\xe2\x80\xaf", "\xe2\x81\xa5", "\xe2\x81\xaa", "\xef\xb7\x8f", "\xef\xb7\xb0",
        "\xef\xbf\xbd", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbd", "~"}) {
    CAPTURE(good);
    CHECK(is_canonical(std::string("\"") + good + "\""));
  }
}

TEST_CASE("an escape hides nothing that is refused") {
  for (const auto* escape :
       {R"(\u0000)", R"(\n)",           R"(\t)",      R"(\b)",           R"(\f)",
        R"(\r)",     R"(\u001f)",       R"(\u007f)",  R"(\u0085)",       R"(\u200e)",
        R"(\u202E)", R"(\ufdd0)",       R"(\uffff)",  R"(\ud83f\udffe)", R"(\ud800)",
        R"(\udc00)", R"(\ud800\ud800)", R"(\ud800x)", R"(\ud800\n)",     R"(\ufeff)"})
    check({{std::string("[\"ab") + escape + "\"]", Refusal::text_not_allowed, "/0"}});
  check({{R"(["\x41"])", Refusal::malformed, "/0"},
         {R"(["\u00g0"])", Refusal::malformed, "/0"},
         {R"(["\u00)", Refusal::malformed, "/0"},
         {R"(["\ud800\u12"])", Refusal::malformed, "/0"},
         {R"(["\)", Refusal::malformed, "/0"}});
}

TEST_CASE("member names are short ASCII") {
  const std::string longest(64, 'n');
  CHECK(is_canonical("{\"" + longest + "\":1}"));
  check({{"{\"" + longest + "n\":1}", Refusal::too_long, ""},
         {"{\"\xc3\xa9\":1}", Refusal::text_not_allowed, ""},
         {"{\"a\":{\"12345678\xc3\xa9\":1}}", Refusal::text_not_allowed, "/a"},
         {R"({"\u00e9":1})", Refusal::text_not_allowed, ""}});
}

TEST_CASE("what is not one JSON value is refused") {
  check({{"", Refusal::malformed, ""},
         {" ", Refusal::malformed, ""},
         {"\xef\xbb\xbf{}", Refusal::malformed, ""},
         {"{} {}", Refusal::malformed, ""},
         {"{}x", Refusal::malformed, ""},
         {"[1,]", Refusal::malformed, "/1"},
         {"[,1]", Refusal::malformed, "/0"},
         {"[1 2]", Refusal::malformed, ""},
         {"{\"a\":1,}", Refusal::malformed, ""},
         {"{\"a\" 1}", Refusal::malformed, ""},
         {"{\"a\":}", Refusal::malformed, "/a"},
         {"{a:1}", Refusal::malformed, ""},
         {"{'a':1}", Refusal::malformed, ""},
         {"[1", Refusal::malformed, ""},
         {"{\"a\":1", Refusal::malformed, ""},
         {"\"a", Refusal::malformed, ""},
         {"tru", Refusal::malformed, ""},
         {"True", Refusal::malformed, ""},
         {"nul", Refusal::malformed, ""},
         {"/**/1", Refusal::malformed, ""},
         {"\v1", Refusal::malformed, ""},
         {std::string("1\0", 2), Refusal::malformed, ""},
         {"[null]", Refusal::wrong_type, "/0"},
         {"null", Refusal::wrong_type, ""}});
}

TEST_CASE("every beginning of a text is refused without looking past its end") {
  const std::string text = R"({"a":[1,-20,true,{"b":"x\u00e9\\y"}],"c":"\ud83d\udd0b )"
                           "\xe7\x94\xb5\xf0\x9f\x94\x8b\"}";
  Tape tape;
  REQUIRE(read_json(text, tape));
  for (std::size_t length = 0; length < text.size(); ++length) {
    // A copy of exactly this size, so that a sanitizer sees one byte too far.
    const std::vector<char> part(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(length));
    CAPTURE(length);
    CHECK_FALSE(read_json({part.data(), part.size()}, tape));
  }
}

TEST_CASE("a node knows where it stands") {
  Tape tape;
  const std::string text = R"({"a":[1,{"b/c":[true]}],"d":"x"})";
  REQUIRE(read_json(text, tape));
  CHECK(pointer_of(tape, tape.root()).empty());
  CHECK(pointer_of(tape, tape[2]) == "/a/0");
  CHECK(pointer_of(tape, tape[5]) == "/a/1/b~1c/0");
  CHECK(pointer_of(tape, tape[6]) == "/d");
}

// RFC 8785 section 3.2.2 and appendix B: what of its samples lies within our profile is written as
// it says, and what lies outside (fractions, exponents, null, names that are not ASCII, controls)
// is refused, so that nobody can make another canonical form of it.
TEST_CASE("the samples of RFC 8785 are written as it says, or refused") {
  Tape tape;
  REQUIRE(read_json(
      "{ \"literals\": [true, false], \"b\": \"\\u20ac$\\u0041'\\u0042\\u0022\\u005c\\/\" }",
      tape));
  CHECK(canonical_json(tape) == "{\"b\":\"\u20ac$A'B\\\"\\\\/\",\"literals\":[true,false]}");
  for (const std::string number : {"9007199254740991", "-9007199254740991", "0"}) {
    REQUIRE(read_json(number, tape));
    CHECK(canonical_json(tape) == number);
  }
  for (const std::string text :
       {"333333333.33333329", "1E30", "4.50", "2e-3", "0.000000000000000000000000001", "-0",
        "9007199254740992", "9007199254740994", "[null]", "\"\\u000F\"", "\"\\n\"",
        "{\"\\u20ac\":\"Euro Sign\"}", "{\"\\r\":\"Carriage Return\"}",
        "{\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}", "{\"\\ud83d\\ude00\":\"Emoji\"}"}) {
    CAPTURE(text);
    CHECK_FALSE(read_json(text, tape));
  }
}
