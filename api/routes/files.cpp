#include "api/core.hpp"
#include "api/routes/answers.hpp"
#include "api/wire/answers.hpp"
#include "api/wire/problem.hpp"

/// C2SP tlog-tiles.
namespace api {

Response get_checkpoint(Call& call) {
  const auto ledger = call.core.readers.lend(call.waited);
  return wire::text_answer("text/plain; charset=utf-8", ledger->info().checkpoint);
}

Response get_tile(Call& call) {
  // As it was sent: a tile has one spelling, and none with percent signs.
  const std::string path = call.request.path.substr(1);
  const auto ledger = call.core.readers.lend(call.waited);
  auto bytes = ledger->tile_file(path);
  if (!bytes)
    throw wire::Stop(wire::Trouble::not_found,
                     "no head of this ledger has such a tile, or it is spelled otherwise");
  Response answer = wire::text_answer("application/octet-stream", std::move(*bytes));
  // A full tile never changes; a partial one is soon of no use.
  const bool is_full = path.find(".p/") == std::string::npos;
  const char* who = call.core.policy.public_tiles ? "public" : "private";
  answer.headers.emplace_back(
      "Cache-Control",
      is_full ? std::string(who) + ", max-age=604800, immutable" : std::string(who) + ", no-cache");
  return answer;
}

}  // namespace api
