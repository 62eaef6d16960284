#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "ledger/verify/listed.hpp"

namespace ledger::verify {
namespace {

const TrailLink* link_of(const Listed& listed, std::string_view id) {
  const auto& links = listed.entry.links;
  const auto link =
      std::find_if(links.begin(), links.end(), [&](const TrailLink& one) { return one.id == id; });
  return link == links.end() ? nullptr : &*link;
}

std::string after_words(Index prev) {
  return prev < 0 ? "to be the first" : fmt::format("to follow entry {}", prev);
}

/// Two entries that name one predecessor: the ledger kept one of them from somebody.
Objected judge_fork(const std::vector<Listed>& entries, std::string_view about) {
  std::map<Index, const Listed*> by_predecessor;
  for (const Listed& listed : entries) {
    const TrailLink* link = link_of(listed, about);
    if (!link) continue;
    const auto [at, is_new] = by_predecessor.emplace(link->prev, &listed);
    if (is_new) continue;
    return wrong(
        fmt::format("PROOF OF MISBEHAVIOUR: the ledger forged the trail of {}: two of its entries "
                    "name the same one before them",
                    about),
        fmt::format("{} and {}, both said {}", entry_words(*at->second), entry_words(listed),
                    after_words(link->prev)),
        "each entry of a trail to follow another one");
  }
  return std::nullopt;
}

Objection missing_from_trail(std::string_view about, Index index, std::string why) {
  return wrong(fmt::format("entry {} is missing from this trail of {}", index, about),
               std::move(why), "every entry of the trail; ask for the file again");
}

/// The other codes of the unit, as far as the entries of the trail have said them.
class Names {
 public:
  explicit Names(std::string_view about) : names_{std::string(about)} {}
  [[nodiscard]] bool are_in(const Event& event) const {
    const auto named = named_trails(event);
    return std::any_of(named.begin(), named.end(),
                       [&](std::string_view id) { return names_.contains(id); });
  }
  void learn(const Event& event) {
    if (event.type != EventType::identify || !names_.contains(event.thing.unit)) return;
    for (const std::string_view code : {event.code, event.main})
      if (!code.empty()) names_.emplace(code);
  }

 private:
  std::set<std::string, std::less<>> names_;
};

Objected judge_chain(const chain::TrailBundle& bundle, const std::vector<const Listed*>& trail) {
  Index before = -1;
  Names names(bundle.about);
  for (const Listed* listed : trail) {
    const TrailLink* link = link_of(*listed, bundle.about);
    if (!link || !names.are_in(listed->event))
      return wrong(fmt::format("{} is not about {}", entry_words(*listed), bundle.about),
                   "an event that does not name it", "an entry of its trail");
    if (link->prev > before)
      return missing_from_trail(
          bundle.about, link->prev,
          fmt::format("{} says {}", entry_words(*listed), after_words(link->prev)));
    if (link->prev < before)
      return wrong(
          fmt::format("PROOF OF MISBEHAVIOUR: the trail of {} leaves out an entry of its own",
                      bundle.about),
          fmt::format("{}, said {}", entry_words(*listed), after_words(link->prev)),
          after_words(before));
    before = listed->entry.index;
    names.learn(listed->event);
  }
  return std::nullopt;
}

/// Which of the listed entries the trail names, and that no other one is of it or has no business
/// in the file.
Judgement<std::vector<const Listed*>> pick(const chain::TrailBundle& bundle,
                                           const std::vector<Listed>& entries) {
  std::vector<const Listed*> trail;
  std::set<std::string_view> signers;
  for (const Listed& listed : entries) signers.insert(listed.event.operator_id);
  auto next = bundle.trail.begin();
  for (const Listed& listed : entries) {
    if (next != bundle.trail.end() && *next == listed.entry.index) {
      trail.push_back(&listed);
      ++next;
      continue;
    }
    const Event& event = listed.event;
    const bool may_stand_here = event.type == EventType::establish ||
                                event.type == EventType::rotate_ledger_key ||
                                (!event.subject.empty() && signers.contains(event.subject));
    // An entry that names what the trail is about is of it, whatever its links say.
    const bool is_of_it = link_of(listed, bundle.about) || Names(bundle.about).are_in(event);
    if (is_of_it || !may_stand_here)
      return failed(wrong("the file's list of the trail is not that of its entries",
                          fmt::format("{}, which the list leaves out", entry_words(listed)),
                          "every entry of the trail in the list, and no other in the file but "
                          "those that make its signatures valid"));
  }
  if (next != bundle.trail.end())
    return failed(
        missing_from_trail(bundle.about, *next, "the list names it, the file has it not"));
  if (trail.empty())
    return failed(wrong("the file shows no entry about " + bundle.about, "none", "one or more"));
  return trail;
}

}  // namespace

Objected judge_links(const chain::TrailBundle& bundle, const std::vector<Listed>& entries) {
  if (auto objected = judge_fork(entries, bundle.about)) return objected;
  const auto trail = pick(bundle, entries);
  if (!trail) return trail.error();
  return judge_chain(bundle, *trail);
}

}  // namespace ledger::verify
