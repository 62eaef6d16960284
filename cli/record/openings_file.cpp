#include "cli/record/openings_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include <nlohmann/json.hpp>

#include "cli/problem.hpp"

namespace cli {
namespace {

using nlohmann::json;

struct Opening {
  std::string operator_id;
  ledger::SealedText sealed;
};

/// Nothing when the text is not 44 characters of base64 that stand for 32 bytes.
std::optional<ledger::Hash> read_salt(std::string_view text) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() != 44 || text[43] != '=') return std::nullopt;
  ledger::Hash salt{};
  std::uint32_t bits = 0;
  unsigned held = 0;
  std::size_t out = 0;
  for (const char letter : text.substr(0, 43)) {
    const std::size_t value = letters.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    salt[out++] = static_cast<std::uint8_t>(bits >> held);
  }
  if ((bits & 3U) != 0) return std::nullopt;
  return salt;
}

std::optional<Opening> read_opening(std::string_view line) {
  const json parsed = json::parse(line, nullptr, false);
  if (!parsed.is_object()) return std::nullopt;
  const auto text = [&](const char* member) -> std::optional<std::string> {
    const auto at = parsed.find(member);
    if (at == parsed.end() || !at->is_string()) return std::nullopt;
    return at->get<std::string>();
  };
  const auto operator_id = text("operator"), event = text("event"), member = text("member"),
             salt = text("salt"), sealed = text("text");
  if (!operator_id || !event || !member || !salt || !sealed) return std::nullopt;
  const auto salt_bytes = read_salt(*salt);
  if (!salt_bytes) return std::nullopt;
  return Opening{*operator_id, {*event, *member, *sealed, *salt_bytes}};
}

std::size_t key_of(std::string_view operator_id, std::string_view event_id) {
  std::string both(operator_id);
  both += '\n';
  both += event_id;
  return std::hash<std::string>{}(both);
}

}  // namespace

OpeningsFile::OpeningsFile(const std::string& file) {
  if (std::filesystem::is_directory(file))
    misused("the openings file " + file + " is a directory", "name the file in it");
  std::ifstream in(file, std::ios::binary);
  if (!in)
    not_found("the openings file " + file + " cannot be opened", "look for a slip in the path");
  text_.assign(std::istreambuf_iterator<char>(in), {});
  if (in.bad()) throw ledger::Failure("reading " + file + " failed");
  std::int64_t number = 0;
  for (std::size_t at = 0; at < text_.size(); ++number) {
    const std::size_t end = std::min(text_.find('\n', at), text_.size());
    const std::string_view line(text_.data() + at, end - at);
    const auto opening = read_opening(line);
    if (!opening)
      throw Stop(Problem{.exit = ExitCode::usage,
                         .name = "usage",
                         .what = "this line is no opening of a sealed text",
                         .hint = "one object a line: event, member, operator, salt, text",
                         .file = file,
                         .line = number + 1});
    lines_.push_back({key_of(opening->operator_id, opening->sealed.event_id), at, line.size()});
    at = end + 1;
  }
  std::sort(lines_.begin(), lines_.end(), [](const Line& a, const Line& b) {
    return std::pair(a.key, a.at) < std::pair(b.key, b.at);
  });
}

void OpeningsFile::add(const std::string& operator_id, ledger::SealedText opening) {
  added_[{operator_id, opening.event_id}].push_back(std::move(opening));
}

void OpeningsFile::add_of(std::string_view operator_id, std::string_view event_id,
                          std::vector<ledger::SealedText>& openings) const {
  const auto from_elsewhere = added_.find({std::string(operator_id), std::string(event_id)});
  if (from_elsewhere != added_.end())
    openings.insert(openings.end(), from_elsewhere->second.begin(), from_elsewhere->second.end());
  if (lines_.empty()) return;
  const std::size_t key = key_of(operator_id, event_id);
  auto line = std::lower_bound(lines_.begin(), lines_.end(), key,
                               [](const Line& l, std::size_t k) { return l.key < k; });
  for (; line != lines_.end() && line->key == key; ++line) {
    auto opening = read_opening(std::string_view(text_).substr(line->at, line->bytes));
    if (opening && opening->operator_id == operator_id && opening->sealed.event_id == event_id)
      openings.push_back(std::move(opening->sealed));
  }
}

}  // namespace cli
