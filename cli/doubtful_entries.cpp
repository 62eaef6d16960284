#include "cli/doubtful_entries.hpp"

#include <map>
#include <set>
#include <string>

namespace cli {
namespace {

using ledger::LedgerReader;

/// The keys of these entries that are trusted no longer from some index on. A lookup an operator.
std::map<std::string, ledger::Index> doubted_keys(const LedgerReader& ledger,
                                                  const std::vector<ledger::Entry>& entries) {
  std::map<std::string, ledger::Index> doubted;
  std::set<std::string> seen;
  for (const ledger::Entry& entry : entries) {
    if (!seen.insert(entry.batch.head.operator_id).second) continue;
    const auto state = ledger.find_operator(entry.batch.head.operator_id);
    if (!state) continue;
    for (const ledger::KeyState& key : state->keys)
      if (key.untrusted_since >= 0) doubted.emplace(key.name, key.untrusted_since);
  }
  return doubted;
}

}  // namespace

std::vector<ledger::Index> doubtful_entries(const LedgerReader& ledger,
                                            const std::vector<ledger::Entry>& entries) {
  const auto keys = doubted_keys(ledger, entries);
  std::vector<ledger::Index> found;
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const auto key = keys.find(entry->batch.head.key);
    if (key != keys.end() && entry->index >= key->second) found.push_back(entry->index);
  }
  return found;
}

}  // namespace cli
