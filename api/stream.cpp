#include "api/stream.hpp"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/wire/base64.hpp"
#include "api/wire/views.hpp"

namespace api {
namespace {

constexpr std::size_t chunk_bytes_max = 64 * 1024;
constexpr std::size_t entries_at_once = 64;
constexpr std::string_view comment = ": \n\n";

class Stream final : public Feed {
 public:
  Stream(Core& core, StreamAsked asked) : core_(core), asked_(std::move(asked)) {}

  std::string next() override {
    if (core_.heads.size() == size_sent_) return "";
    require_token();
    const auto ledger = core_.readers.lend();
    std::string chunk;
    if (!asked_.entries || add_entries(chunk, *ledger)) add_head(chunk, *ledger);
    return chunk;
  }

  std::string keep_alive() override {
    require_token();
    return std::string(comment);
  }

 private:
  void require_token() const {
    if (!asked_.token.empty() && !core_.tokens.find(asked_.token, core_.clock.now_ms()))
      throw ledger::Failure("a stream ends: its token expired or was revoked");
  }

  /// Whether all there are were added.
  bool add_entries(std::string& chunk, const ledger::Ledger& ledger) {
    while (chunk.size() < chunk_bytes_max) {
      ledger::EntryQuery query;
      query.about = asked_.own_operator;
      query.from = asked_.from;
      query.entries_max = entries_at_once;
      const auto page = ledger.entries(query);
      // An operator that no entry names as yet: there is nothing to show, and there may be later.
      if (!page) return true;
      for (const ledger::Entry& entry : page->entries) {
        if (chunk.size() >= chunk_bytes_max) return false;
        chunk +=
            fmt::format("event: entry\nid: {}\ndata: {}\n\n", entry.index, wire::entry_text(entry));
        asked_.from = entry.index + 1;
      }
      asked_.from = page->next.value_or(page->size);
      if (!page->next) return true;
      // A page that looked at much and found nothing: let others have the thread, and come again.
      if (page->entries.empty()) {
        chunk += comment;
        return false;
      }
    }
    return false;
  }

  void add_head(std::string& chunk, const ledger::Ledger& ledger) {
    const ledger::LedgerInfo info = ledger.info();
    size_sent_ = info.size;
    const nlohmann::json head{
        {"size", info.size}, {"root", wire::base64(info.root)}, {"checkpoint", info.checkpoint}};
    chunk += fmt::format("event: head\ndata: {}\n\n", head.dump());
  }

  Core& core_;
  StreamAsked asked_;
  std::int64_t size_sent_ = -1;
};

}  // namespace

std::unique_ptr<Feed> make_stream(Core& core, StreamAsked asked) {
  return std::make_unique<Stream>(core, std::move(asked));
}

}  // namespace api
