#include <algorithm>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/impl.hpp"

namespace ledger {
namespace {

OpenedText judged(const Event& event, storage::Opening opening) {
  using State = OpenedText::State;
  if (!chain::is_sealed(event, opening.member, opening.salt, opening.text))
    return {std::move(opening.member), State::wrong, {}};
  return {std::move(opening.member), State::opened, std::move(opening.text)};
}

}  // namespace

std::vector<OpenedText> Ledger::openings(Index index) const {
  const auto found = entry(index);
  if (!found) return {};
  const auto event = read_canonical_event(found->event);
  if (!event) throw Damage("reading sealed texts: " + event.error().detail);
  std::vector<OpenedText> texts;
  if (const auto kept = storage::Openings::read(impl_->paths.openings))
    for (storage::Opening& opening : kept->of(index))
      texts.push_back(judged(*event, std::move(opening)));
  const std::size_t with_text = texts.size();
  for (const Commitment& sealed : event->sealed) {
    const auto end = texts.begin() + static_cast<std::ptrdiff_t>(with_text);
    if (std::none_of(texts.begin(), end,
                     [&](const OpenedText& text) { return text.member == sealed.member; }))
      texts.push_back({std::string(sealed.member), OpenedText::State::absent, {}});
  }
  std::sort(texts.begin(), texts.end(),
            [](const OpenedText& a, const OpenedText& b) { return a.member < b.member; });
  return texts;
}

}  // namespace ledger
