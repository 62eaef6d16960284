#include "api/access/tokens.hpp"

#include <utility>

#include "ledger/token.hpp"

namespace api {
namespace {

/// Looks at every byte whatever it finds: how long it takes tells nobody how near a guess was.
bool is_same(const ledger::Hash& left, const ledger::Hash& right) {
  unsigned differs = 0;
  for (std::size_t i = 0; i < left.size(); ++i)
    differs |= static_cast<unsigned>(left[i]) ^ static_cast<unsigned>(right[i]);
  return differs == 0;
}

}  // namespace

Tokens::Tokens(std::filesystem::path file) : file_(std::move(file)) {
  tokens_ = read_tokens(file_, mark_);
}

void Tokens::read_again_if_changed() const {
  if (mark_of(file_) != mark_) tokens_ = read_tokens(file_, mark_);
}

std::optional<Caller> Tokens::find(std::string_view presented, std::int64_t now_ms) const {
  if (file_.empty()) return Caller{};
  const auto hash = ledger::token_hash(presented);
  if (!hash) return std::nullopt;
  const std::lock_guard lock(guard_);
  read_again_if_changed();
  const Token* found = nullptr;
  for (const Token& token : tokens_)
    if (is_same(token.hash, *hash)) found = &token;
  if (found == nullptr || !found->is_good_at(now_ms / 1000)) return std::nullopt;
  return Caller{found->kind, found->operator_id, found->name};
}

}  // namespace api
