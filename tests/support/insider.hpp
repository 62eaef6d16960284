#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.hpp"
#include "tests/support/said.hpp"

namespace made_up {

/// A batch of an honest ledger, open to be altered.
struct ForgedBatch {
  ledger::BatchHead head;  ///< its signature stays the one that the company made
  std::vector<std::string> events;
  std::int64_t recorded_at_ms{};
};

/// Whoever runs a ledger and cheats: has its key and may write any byte, but has no company's key,
/// unless the company is in it, too. Knows the program, and so leaves nothing undone.
class Insider {
 public:
  /// Learns all batches of the ledger there, and its key.
  explicit Insider(const std::filesystem::path& honest);

  std::vector<ForgedBatch> batches;

  /// The batch that this event came in.
  [[nodiscard]] std::size_t batch_of(std::string_view event_id) const;
  void drop(std::string_view event_id);
  void swap(std::string_view event_id, std::string_view other_id);
  /// Replaces a text in an event.
  void change(std::string_view event_id, std::string_view from, std::string_view to);
  /// The company of this key helps: its altered batches are signed again.
  void bribe(const std::string& key_name);
  /// Signs altered batches under the name of a company's key with a key of its own making.
  void make_key(const std::string& key_name);
  /// One more batch of such a company.
  void add(const Said& event);
  /// The event is judged as it was said, and recorded as this one, of the same operator and id.
  void record_as(std::string_view event_id, const Said& event);
  /// In the entry of this event the trail says that it follows `prev`.
  void lie_about_trail(std::string_view event_id, const std::string& trail, ledger::Index prev);

  /// What becomes of `after` lines that name what is no longer there.
  enum class AfterLines : std::uint8_t {
    refitted,  ///< they name what is there now, and the signature is over other words
    as_signed  ///< they name what was there
  };

  /// Writes a whole ledger of these batches, with every root, link, hash, sum, index and head made
  /// anew, each head signed with the ledger's key.
  void write(const std::filesystem::path& directory,
             AfterLines after_lines = AfterLines::refitted) const;

 private:
  friend class Forgery;
  struct Lie {
    std::string trail;
    ledger::Index prev = -1;
  };

  std::filesystem::path honest_;
  std::map<std::string, ledger::Signer> keys_;      ///< by key name
  std::map<std::string, Lie, std::less<>> lies_;    ///< by event id
  std::map<std::string, std::string> recorded_as_;  ///< by the event as it was said
};

/// The JSON text of a member of an event, as it stands in it.
[[nodiscard]] std::string member(std::string_view name, std::string_view value);

}  // namespace made_up
