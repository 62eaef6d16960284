#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "ledger/chain/policy.hpp"
#include "ledger/chain/strict_text.hpp"
#include "ledger/encoding/base64.hpp"

namespace ledger::chain {
namespace {

using Items = std::vector<std::string_view>;
/// What is wrong with a line, or nothing.
using Wrong = std::optional<std::string>;

constexpr std::string_view blank = " \t";
constexpr std::string_view pin_word = "celltrail-identity";

Items split(std::string_view line) {
  Items items;
  for (std::size_t at = line.find_first_not_of(blank); at != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(blank, at), line.size());
    items.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(blank, end);
  }
  return items;
}

/// Octets that a policy may hold; what is not ASCII is opaque.
bool is_policy_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
}

class Reader {
 public:
  [[nodiscard]] Wrong read_line(std::string_view line) {
    if (!std::all_of(line.begin(), line.end(), is_policy_byte))
      return "holds a control character; expected text, spaces and tabs (no carriage return)";
    const Items items = split(line);
    if (items.empty()) return std::nullopt;
    if (items[0].starts_with('#')) return read_comment(items);
    if (items[0] == "log") return read_log(items);
    if (items[0] == "witness") return read_witness(items);
    if (items[0] == "group") return read_group(items);
    if (items[0] == "quorum") return read_quorum(items);
    return fmt::format("begins with \"{}\"; expected log, witness, group, quorum or #", items[0]);
  }
  [[nodiscard]] bool has_quorum() const { return has_quorum_; }
  [[nodiscard]] Policy take() { return std::move(policy_); }

 private:
  Wrong read_log(const Items& items) {
    if (items.size() < 2 || items.size() > 3) return "expected: log VKEY [URL]";
    auto key = read_vkey(items[1]);
    if (!key) return key.error().detail;
    if (auto wrong = know(key->key)) return wrong;
    policy_.logs.push_back({std::move(*key), std::string(items.size() > 2 ? items[2] : "")});
    return std::nullopt;
  }

  Wrong read_witness(const Items& items) {
    if (items.size() < 3 || items.size() > 4) return "expected: witness NAME VKEY [URL]";
    if (auto wrong = define(items[1])) return wrong;
    auto key = read_cosigner_vkey(items[2]);
    if (!key && read_vkey(items[2]))
      return fmt::format(
          "names the key {} as a witness, which is one of a log or an operator (type 01); expected "
          "the witness's own vkey (type 04): `celltrail witness new` prints it, or `celltrail key "
          "show DIR/witness.key`",
          items[2]);
    if (!key) return key.error().detail;
    if (auto wrong = know(key->key)) return wrong;
    policy_.witnesses.push_back(
        {std::string(items[1]), std::move(*key), std::string(items.size() > 3 ? items[3] : "")});
    return std::nullopt;
  }

  Wrong read_group(const Items& items) {
    if (items.size() < 4) return "expected: group NAME all|any|NUMBER MEMBER...";
    PolicyGroup group{std::string(items[1]), 0, {items.begin() + 3, items.end()}};
    const auto count = static_cast<std::int64_t>(group.members.size());
    const auto threshold = items[2] == "all"   ? std::optional(count)
                           : items[2] == "any" ? std::optional<std::int64_t>(1)
                                               : read_decimal(items[2], count);
    if (!threshold || *threshold < 1)
      return fmt::format("needs \"{}\" of its {} members; expected all, any or 1 to {}", items[2],
                         count, count);
    group.threshold = *threshold;
    for (const std::string& member : group.members) {
      if (!names_.contains(member)) return undefined(member);
      // In two places it would count twice.
      if (!members_.insert(member).second)
        return fmt::format("\"{}\" is a member already; a name may be a member once in a policy",
                           member);
    }
    // Only now: a group is no member of itself.
    if (auto wrong = define(items[1])) return wrong;
    policy_.groups.push_back(std::move(group));
    return std::nullopt;
  }

  Wrong read_quorum(const Items& items) {
    if (items.size() != 2) return "expected: quorum NAME|none";
    if (has_quorum_) return "is a second quorum line; expected exactly one";
    if (items[1] != "none" && !names_.contains(std::string(items[1]))) return undefined(items[1]);
    has_quorum_ = true;
    policy_.quorum = items[1];
    return std::nullopt;
  }

  Wrong read_comment(const Items& items) {
    const bool is_pin = items.size() > 1 && items[0] == "#" && items[1] == pin_word;
    if (!is_pin) return std::nullopt;
    const auto identity =
        items.size() == 4 ? encoding::fixed_from_base64<32>(items[3]) : std::nullopt;
    // A pin that is passed over because of a slip would pin nothing.
    if (!identity) return fmt::format("expected: # {} ORIGIN BASE64 (of 32 bytes)", pin_word);
    const auto same = policy_.identity_of(items[2]);
    if (same && *same != *identity)
      return fmt::format("pins {} to another identity than a line above", items[2]);
    if (!same) policy_.pins.push_back({std::string(items[2]), *identity});
    return std::nullopt;
  }

  /// One key under two names would count twice toward a quorum, and a log that witnesses itself
  /// would be a quorum of nobody else.
  Wrong know(const PublicKey& key) {
    if (keys_.insert(key).second) return std::nullopt;
    return "repeats the public key of a log or witness line above; expected each key once";
  }

  Wrong define(std::string_view name) {
    if (name == "none") return "uses the reserved name \"none\"";
    if (!names_.emplace(name).second)
      return fmt::format("defines \"{}\" again; witnesses and groups share their names", name);
    return std::nullopt;
  }

  static std::string undefined(std::string_view name) {
    return fmt::format("names \"{}\", which no line above defines as a witness or group", name);
  }

  Policy policy_;
  std::set<std::string> names_, members_;
  std::set<PublicKey> keys_;
  bool has_quorum_ = false;
};

}  // namespace

std::optional<Hash> Policy::identity_of(std::string_view origin) const {
  const auto pin = std::find_if(pins.begin(), pins.end(),
                                [&](const Pin& candidate) { return candidate.origin == origin; });
  if (pin == pins.end()) return std::nullopt;
  return pin->identity;
}

tl::expected<Policy, PolicyError> read_policy(std::string_view text) {
  const auto wrong = [](std::int64_t line, std::string what) {
    // It may quote the file, whose bytes are opaque: only what a terminal can bear.
    std::replace_if(
        what.begin(), what.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return tl::unexpected<PolicyError>({line, std::move(what)});
  };
  if (text.size() > policy_bytes_max)
    return wrong(0,
                 fmt::format("has {} bytes; expected at most {}", text.size(), policy_bytes_max));
  Reader reader;
  std::int64_t number = 0;
  while (!text.empty()) {
    ++number;
    const auto line = take_line(text);
    if (!line) return wrong(number, "ends without a line feed; the file seems cut off");
    if (auto found = reader.read_line(*line)) return wrong(number, std::move(*found));
  }
  if (!reader.has_quorum())
    return wrong(number,
                 "no quorum line; expected exactly one (`quorum none` asks for no witness)");
  return reader.take();
}

}  // namespace ledger::chain
