#include "tests/e2e/api_fuzz_harm.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace e2e::harm {
namespace {

using Json = nlohmann::ordered_json;
using property::Dice;

std::string repeated(std::string_view piece, std::int64_t times) {
  std::string out;
  for (; times > 0; --times) out += piece;
  return out;
}

Json odd_value(Dice& dice) {
  static const std::vector<Json> values{nullptr,
                                        true,
                                        false,
                                        0,
                                        -1,
                                        1,
                                        4.5,
                                        1e300,
                                        -0.0,
                                        9007199254740991,
                                        9007199254740992,
                                        INT64_MAX,
                                        INT64_MIN,
                                        UINT64_MAX,
                                        "",
                                        " ",
                                        "null",
                                        "0",
                                        "\n",
                                        "\t\r\n",
                                        "<script>",
                                        "\u202e",
                                        "\ufeff",
                                        "电池",
                                        "\U0001F50B",
                                        "../../etc/passwd",
                                        "' OR 1=1 --",
                                        "%00",
                                        "${jndi:x}",
                                        "2024-03-05T09:30:00+08:00",
                                        "2024-02-30T25:61:61+99:99",
                                        "0000-00-00",
                                        "VATTEST1",
                                        "VATTEST1/office",
                                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                                        "====",
                                        Json::array(),
                                        Json::object(),
                                        Json::array({nullptr}),
                                        Json::object({{"", ""}})};
  if (dice.percent(5)) return repeated(dice.percent(50) ? "x" : "锂", dice.between(100, 40'000));
  return dice.pick(values);
}

Json nested(std::int64_t depth) {
  Json value = 1;
  for (; depth > 0; --depth) value = depth % 2 == 0 ? Json::array({value}) : Json{{"a", value}};
  return value;
}

/// Some value below, at whatever depth.
Json& somewhere_in(Json& value, Dice& dice) {
  if (!value.is_structured() || value.empty() || dice.percent(12)) return value;
  const auto at = dice.between(0, static_cast<std::int64_t>(value.size()) - 1);
  return somewhere_in(*std::next(value.begin(), at), dice);
}

void change_object(Json& object, Dice& dice) {
  const auto at = dice.between(0, static_cast<std::int64_t>(object.size()) - 1);
  const auto member = std::next(object.begin(), at);
  const std::string name = member.key();
  if (dice.percent(40)) {
    object.erase(name);
  } else if (dice.percent(50)) {
    object[dice.percent(50) ? name + "x" : "__proto__"] = *member;
  } else {
    object[name] = odd_value(dice);
  }
}

void change_array(Json& array, Dice& dice) {
  const auto at =
      static_cast<std::size_t>(dice.between(0, static_cast<std::int64_t>(array.size()) - 1));
  if (dice.percent(40))
    array.push_back(array[at]);
  else if (dice.percent(50))
    array.erase(at);
  else
    std::swap(array[at], array[0]);
}

}  // namespace

std::string target_part(Dice& dice) {
  static const std::vector<std::string> parts{"",
                                              "%",
                                              "%0",
                                              "%zz",
                                              "%00",
                                              "%0d%0a",
                                              "%2F",
                                              "%2e%2e%2f",
                                              "..",
                                              ".",
                                              "%25",
                                              "%C3%28",
                                              "%F0%9F%94%8B",
                                              "%E2%80%AE",
                                              "%ED%A0%80",
                                              "%FF",
                                              "\xe7\x94\xb5",
                                              "\xff",
                                              "-1",
                                              "-0",
                                              "+1",
                                              "00",
                                              "1.0",
                                              "1e3",
                                              "0x10",
                                              "%201",
                                              "1%20",
                                              "9223372036854775807",
                                              "9223372036854775808",
                                              "18446744073709551616",
                                              "99999999999999999999999999",
                                              "null",
                                              "NaN",
                                              "true",
                                              "[]",
                                              "{}",
                                              "*",
                                              "a=b",
                                              "a;b",
                                              "'",
                                              "%22",
                                              "<x>",
                                              "`id`",
                                              "1%00",
                                              "oldest,newest",
                                              "NET/1",
                                              "json%20",
                                              "2024-13-01T00:00:00+08:00",
                                              "2024-03-05T09:30:00%2B08:00",
                                              "0000-00-00T00:00:00+00:00"};
  if (dice.percent(4)) return repeated(dice.percent(50) ? "a" : "%41", dice.between(100, 700));
  return dice.pick(parts);
}

void json(Json& value, Dice& dice) {
  if (dice.percent(3)) value = nested(dice.between(5, 400));
  Json& place = somewhere_in(value, dice);
  if (place.is_object() && !place.empty() && dice.percent(70))
    change_object(place, dice);
  else if (place.is_array() && !place.empty() && dice.percent(70))
    change_array(place, dice);
  else
    place = odd_value(dice);
}

std::string bytes(std::string text, Dice& dice) {
  if (text.empty()) return "\xff";
  const auto size = static_cast<std::int64_t>(text.size());
  const auto at = static_cast<std::size_t>(dice.between(0, size - 1));
  const auto length = static_cast<std::size_t>(dice.between(1, std::min<std::int64_t>(size, 40)));
  // No byte that would end a request's line, since these bytes may stand in its path.
  const auto byte = static_cast<char>(dice.between(0x21, 0xff));
  switch (dice.between(0, 4)) {
    case 0:
      text[at] = byte;
      break;
    case 1:
      text.erase(at, length);
      break;
    case 2:
      text.insert(at, std::string(length, byte));
      break;
    case 3:
      text.insert(at, text.substr(0, length));
      break;
    default:
      text.resize(at);
  }
  return text;
}

std::string large(Dice& dice) {
  const std::int64_t much = dice.between(20'000, 300'000);
  switch (dice.between(0, 4)) {
    case 0:
      return repeated("[", much);
    case 1:
      return R"({"events":[)" + repeated("{},", much) + "{}]}";
    case 2:
      return R"({"ids":[)" + repeated("\"a\",", much) + R"("b"],"operator":"VATTEST1"})";
    case 3:
      return R"({"events":")" + repeated("{}\\n", much) + "\"}";
    default:
      return repeated(" ", much * 8);
  }
}

}  // namespace e2e::harm
