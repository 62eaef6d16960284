#include "cli/report_check.hpp"

#include <nlohmann/json.hpp>

#include "cli/text.hpp"

namespace cli {
namespace {

using ledger::Outcome;
using ledger::Verdict;
using nlohmann::json;

/// Far more than a report has; what is longer is not parsed.
constexpr std::size_t report_bytes_max = 16 * 1024 * 1024;

Verdict refuted(Outcome outcome, const std::string& sentence, std::string found,
                std::string expected) {
  Verdict verdict;
  verdict.outcome = outcome;
  verdict.sentence = "NOT PROVEN: " + sentence;
  verdict.found = std::move(found);
  verdict.expected = std::move(expected);
  return verdict;
}

std::string value_at(const json& document, const std::string& pointer) {
  const json::json_pointer at(pointer);
  if (!document.contains(at)) return pointer + ": nothing";
  const json& value = document.at(at);
  // Lists and objects of a stranger's file may be nested deeper than a stack is.
  return pointer + ": " + (value.is_structured() ? value.type_name() : value.dump());
}

/// The first member in which the stated report is not the one computed.
Verdict difference(const StatedReport& stated, const std::string& computed) {
  const json found = json::parse(stated.text), expected = json::parse(computed);
  const json patch = json::diff(found, expected);
  const std::string sentence = "the ledger gives another report than this one";
  if (patch.empty())
    return refuted(Outcome::wrong, sentence, "the same figures in other bytes",
                   "the bytes that `celltrail report --format json` writes");
  const std::string pointer = patch.front().at("path").get<std::string>();
  return refuted(Outcome::wrong, sentence, value_at(found, pointer), value_at(expected, pointer));
}

}  // namespace

std::optional<StatedReport> read_report(const std::string& text) {
  if (text.size() > report_bytes_max) return std::nullopt;
  const json document = json::parse(text, nullptr, false);
  try {
    const json& head = document.at("ledger");
    const auto rule = ledger::listed<ledger::CountingRule>(document.at("rule").get<std::string>());
    if (!rule) return std::nullopt;
    return StatedReport{
        document.at("year").get<std::int64_t>(), head.at("size").get<std::int64_t>(),    *rule,
        head.at("origin").get<std::string>(),    head.at("identity").get<std::string>(), text};
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

Verdict check_report(const StatedReport& stated, const ledger::LedgerReader& ledger,
                     const ledger::Progress& progress) {
  const ledger::LedgerInfo info = ledger.info();
  if (stated.identity != base64(info.identity))
    return refuted(Outcome::not_trusted, "the report is of another ledger than the one given",
                   "identity " + stated.identity, "identity " + base64(info.identity));
  const auto again = ledger.written_report({.year = stated.year,
                                            .rule = stated.rule,
                                            .at_size = stated.size,
                                            .format = ledger::ReportFormat::json},
                                           progress);
  if (!again)
    return refuted(Outcome::wrong, "the ledger never had the head the report is of",
                   again.error().detail,
                   "a size at which a checkpoint was made, as in a genuine report");
  if (*again != stated.text) return difference(stated, *again);
  Verdict verdict;
  verdict.outcome = Outcome::proven;
  verdict.sentence = "PROVEN: this is the report of " + std::to_string(stated.year) +
                     " that the ledger " + info.origin + " gives at " +
                     counted(stated.size, "entry", "entries") +
                     "; computed again, it is the same byte for byte";
  verdict.origin = info.origin;
  verdict.size = stated.size;
  const json computed = json::parse(*again);
  verdict.root = ledger::read_identity(computed.at("ledger").at("root").get<std::string>()).value();
  verdict.identity = info.identity;
  verdict.not_checked.emplace_back(
      "the ledger itself: `celltrail audit` re-reads and replays all of it");
  return verdict;
}

}  // namespace cli
