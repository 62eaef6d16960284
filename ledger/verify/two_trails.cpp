#include <map>

#include <fmt/format.h>

#include "ledger/encoding/base64.hpp"
#include "ledger/verify/kinds.hpp"
#include "ledger/verify/listed.hpp"

namespace ledger::verify {
namespace {

Objected judge_leaves(const std::vector<Listed>& one, const std::vector<Listed>& other,
                      std::string_view origin) {
  std::map<Index, Hash> leaves;
  for (const Listed& listed : one) leaves.emplace(listed.entry.index, listed.leaf);
  for (const Listed& listed : other) {
    const auto same = leaves.find(listed.entry.index);
    if (same == leaves.end() || same->second == listed.leaf) continue;
    return wrong(fmt::format("PROOF OF MISBEHAVIOUR: the ledger {} signed two histories that "
                             "cannot both be true",
                             origin),
                 fmt::format("entry {} with leaf {} in the other file", listed.entry.index,
                             encoding::base64(listed.leaf)),
                 fmt::format("leaf {}, as in the first", encoding::base64(same->second)));
  }
  return std::nullopt;
}

/// The entries of both, in order, each once.
std::vector<const Listed*> merged(const std::vector<Listed>& one,
                                  const std::vector<Listed>& other) {
  std::map<Index, const Listed*> by_index;
  for (const auto* entries : {&one, &other})
    for (const Listed& listed : *entries) by_index.emplace(listed.entry.index, &listed);
  std::vector<const Listed*> all;
  for (const auto& [index, listed] : by_index) all.push_back(listed);
  return all;
}

std::optional<Index> predecessor(const Listed& listed, std::string_view about) {
  for (const TrailLink& link : listed.entry.links)
    if (link.id == about) return link.prev;
  return std::nullopt;
}

/// Each entry of a trail is followed by one other: who is shown another one is shown a forged
/// trail.
Objected judge_followers(const std::vector<Listed>& one, const std::vector<Listed>& other,
                         std::string_view about) {
  std::map<Index, const Listed*> followers;
  for (const Listed& listed : one)
    if (const auto before = predecessor(listed, about)) followers.emplace(*before, &listed);
  for (const Listed& listed : other) {
    const auto before = predecessor(listed, about);
    const auto same = before ? followers.find(*before) : followers.end();
    if (same == followers.end() || same->second->leaf == listed.leaf) continue;
    return wrong(fmt::format("PROOF OF MISBEHAVIOUR: the ledger forged the trail of {}: two of its "
                             "entries name the same one before them",
                             about),
                 fmt::format("{} in the first file and {} in the other", entry_words(*same->second),
                             entry_words(listed)),
                 "each entry of a trail to follow another one");
  }
  return std::nullopt;
}

}  // namespace

Objected contradiction(const chain::TrailBundle& one, const chain::TrailBundle& other,
                       std::string_view origin) {
  const auto first = read_listed(one, origin), second = read_listed(other, origin);
  if (!first) return first.error();
  if (!second) return second.error();
  if (auto objected = judge_leaves(*first, *second, origin)) return objected;
  if (auto objected = judge_history(merged(*first, *second))) return objected;
  return one.about == other.about ? judge_followers(*first, *second, one.about) : std::nullopt;
}

}  // namespace ledger::verify
