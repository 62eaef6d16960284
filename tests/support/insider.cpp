#include "tests/support/insider.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/chain/entry_bytes.hpp"
#include "ledger/chain/entry_reader.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/recording/recorder.hpp"
#include "ledger/storage/head_file.hpp"
#include "ledger/storage/paths.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

namespace made_up {

using namespace ledger;
namespace fs = std::filesystem;

std::string member(std::string_view name, std::string_view value) {
  return fmt::format(R"("{}":{})", name, value);
}

Insider::Insider(const fs::path& honest) : honest_(honest) {
  const FixedClock clock;
  const Ledger ledger = Ledger::open(honest, Ledger::Access::read, clock);
  for (Index index = 0; index < ledger.info().size; ++index) {
    const Entry entry = ledger.entry(index).value();
    if (entry.batch.first == index)
      batches.push_back({entry.batch.head, {}, entry.batch.recorded_at_ms});
    batches.back().events.push_back(entry.event);
  }
}

std::size_t Insider::batch_of(std::string_view event_id) const {
  const std::string wanted = member("id", fmt::format("\"{}\"", event_id));
  for (std::size_t i = 0; i < batches.size(); ++i)
    for (const std::string& event : batches[i].events)
      if (event.find(wanted) != std::string::npos) return i;
  FAIL("no batch has the event " << event_id);
  return 0;
}

void Insider::drop(std::string_view event_id) {
  batches.erase(batches.begin() + static_cast<std::ptrdiff_t>(batch_of(event_id)));
}

void Insider::swap(std::string_view event_id, std::string_view other_id) {
  ForgedBatch &one = batches[batch_of(event_id)], &other = batches[batch_of(other_id)];
  // The times stay in order: the clock is the insider's, too.
  std::swap(one.recorded_at_ms, other.recorded_at_ms);
  std::swap(one, other);
}

void Insider::change(std::string_view event_id, std::string_view from, std::string_view to) {
  for (std::string& event : batches[batch_of(event_id)].events) {
    if (event.find(member("id", fmt::format("\"{}\"", event_id))) == std::string::npos) continue;
    const std::size_t at = event.find(from);
    REQUIRE(at != std::string::npos);
    event.replace(at, from.size(), to);
  }
}

void Insider::bribe(const std::string& key_name) {
  keys_.emplace(key_name, key_named(key_name));
}

void Insider::make_key(const std::string& key_name) {
  keys_.emplace(key_name, new_signer(key_name));
}

void Insider::add(const Said& said) {
  const Event event = read_event(said.json()).value();
  ForgedBatch batch = batches.back();
  batch.head.operator_id = said.operator_id();
  batch.head.key = fmt::format("{}/desk", said.operator_id());
  batch.head.after_index = chain::tree_size_max;
  batch.events = {std::string(event.bytes())};
  batches.push_back(std::move(batch));
}

void Insider::record_as(std::string_view event_id, const Said& event) {
  const std::string id = member("id", fmt::format("\"{}\"", event_id));
  for (const std::string& said : batches[batch_of(event_id)].events)
    if (said.find(id) != std::string::npos)
      recorded_as_[said] = read_event(event.json()).value().bytes();
}

void Insider::lie_about_trail(std::string_view event_id, const std::string& trail, Index prev) {
  lies_[std::string(event_id)] = {trail, prev};
}

/// The ledger being written. A draft beside it judges the events, so that every sum, trail and
/// index is what an honest ledger would have; the entries are then hashed anew.
class Forgery {
 public:
  Forgery(const Insider& insider, const fs::path& directory, Insider::AfterLines after_lines)
      : insider_(insider),
        after_lines_(after_lines),
        seal_(read_key_file(insider.honest_ / "ledger.key", std::nullopt)),
        draft_(storage::Store::create(beside_.path() / "draft.db")),
        recorder_(draft_, clock_, ring_, nullptr),
        store_(storage::Store::create(storage::Paths(directory).database)),
        head_(storage::HeadFile::create(storage::Paths(directory).head)) {
    recorder_.accept_clock_jump();
  }

  void add(const ForgedBatch& batch) {
    storage::Append append = drafted(batch);
    Batch& made = append.batches.at(0);
    made.head = finished(batch, made);
    const chain::EntryWriter writer(made);
    append.tiles.clear();
    for (storage::EntryRow& row : append.entries) {
      row.trail = told_trail(row);
      row.event = recorded(row.event);
      std::string bytes;
      writer.write(bytes, row.index - made.first, before(made), row.event, row.trail);
      row.leaf = crypto::leaf_hash(bytes);
      leaves_.push_back(row.leaf);
      tree_.add(row.leaf, [&](chain::FullTile&& full) {
        append.tiles.push_back({full.level, full.number, std::move(full.hashes)});
      });
    }
    append.checkpoint = chain::sign_checkpoint(made.head.origin, tree_.size(), tree_.root(), seal_);
    store_.append(append);
    head_.write({append.checkpoint->size, append.checkpoint->root});
  }

 private:
  /// As the rules would enter it. No signature is looked at.
  storage::Append drafted(const ForgedBatch& batch) {
    clock_.ms = batch.recorded_at_ms;
    BatchHead head = with_root(batch);
    if (head.after_index >= 0) {
      head.after_index = draft_.size() - 1;
      head.after_hash = draft_.leaves(head.after_index, draft_.size()).at(0);
    }
    SignedBatch sent{chain::write_batch_head(head), {}, {}};
    for (const std::string& event : batch.events) sent.events.push_back(read_event(event).value());
    auto checked = check_at_door(std::move(sent), head.origin, KeyRing());
    if (!checked) FAIL(checked.error().detail);
    checked->signature_verified = true;
    const auto recorded = recorder_.record(*checked);
    if (!recorded) FAIL(batch.events.front() << "\n" << recorded.error().detail);
    const auto taken = recorder_.take_unsigned();
    storage::Append append = *taken;
    append.checkpoint = Checkpoint{draft_.size() + head.count, Hash{}, "unsigned"};
    draft_.append(append);
    recorder_.stored(*taken);
    return append;
  }

  [[nodiscard]] std::string recorded(const std::string& said) const {
    const auto other = insider_.recorded_as_.find(said);
    return other == insider_.recorded_as_.end() ? said : other->second;
  }

  static BatchHead with_root(const ForgedBatch& batch) {
    BatchHead head = batch.head;
    std::vector<Hash> leaves;
    for (const std::string& event : batch.events) leaves.push_back(crypto::leaf_hash(event));
    head.count = static_cast<std::int64_t>(leaves.size());
    head.root = chain::root_of(leaves);
    return head;
  }

  [[nodiscard]] BatchHead finished(const ForgedBatch& batch, const Batch& made) const {
    ForgedBatch told = batch;
    for (std::string& event : told.events) event = recorded(event);
    BatchHead head = with_root(told);
    if (head.after_index >= 0 &&
        (after_lines_ == Insider::AfterLines::refitted || head.after_index >= made.first)) {
      head.after_index = std::min(head.after_index, made.first - 1);
      head.after_hash = leaves_.at(static_cast<std::size_t>(head.after_index));
    }
    if (const auto key = insider_.keys_.find(head.key); key != insider_.keys_.end())
      chain::sign_batch_head(head, key->second);
    return head;
  }

  [[nodiscard]] Hash before(const Batch& made) const {
    return leaves_.empty() ? chain::before_the_first(made.head.origin) : leaves_.back();
  }

  [[nodiscard]] std::string told_trail(const storage::EntryRow& row) const {
    const auto lie = insider_.lies_.find(row.event_id);
    if (lie == insider_.lies_.end()) return row.trail;
    const std::string start = fmt::format(R"({{"id":"{}","prev":)", lie->second.trail);
    const std::size_t at = row.trail.find(start);
    REQUIRE(at != std::string::npos);
    const std::size_t number = at + start.size();
    std::string told = row.trail;
    return told.replace(number, told.find('}', number) - number, std::to_string(lie->second.prev));
  }

  const Insider& insider_;
  Insider::AfterLines after_lines_;
  Signer seal_;
  TempFolder beside_;
  FixedClock clock_;
  KeyRing ring_;
  storage::Store draft_;
  Recorder recorder_;
  storage::Store store_;
  storage::HeadFile head_;
  std::vector<Hash> leaves_;
  chain::TileBuilder tree_;
};

void Insider::write(const fs::path& directory, AfterLines after_lines) const {
  fs::create_directories(directory);
  fs::copy_file(honest_ / "ledger.key", directory / "ledger.key");
  if (fs::exists(honest_ / "witnesses"))
    fs::copy_file(honest_ / "witnesses", directory / "witnesses");
  Forgery forgery(*this, directory, after_lines);
  for (const ForgedBatch& batch : batches) forgery.add(batch);
}

}  // namespace made_up
