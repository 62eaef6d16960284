#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ledger/ledger.hpp"

/// The events that are measured with, and who signs them.
namespace bench {

/// Events of made-up companies as JSON Lines, with the keys to sign them.
struct Stream {
  std::filesystem::path operators;           ///< their enrolments: recorded before all else
  std::vector<std::filesystem::path> files;  ///< everything else, in the order of recording
  std::string authority;                     ///< its operator id
  std::map<std::string, ledger::Signer, std::less<>> signers;
  std::int64_t events{};  ///< in `files`
  std::int64_t bytes{};   ///< of them, line ends not counted

  [[nodiscard]] const ledger::Signer& signer_of(std::string_view operator_id) const;
  [[nodiscard]] double mean_bytes() const;
};

/// Single packs that are retired, inspected, dispatched and received, one an event; a thousand
/// events of one company follow each other. The files are made when they are not there yet.
[[nodiscard]] Stream plain_stream(const std::filesystem::path& directory, std::int64_t events);

/// A year of the sample generator of about that many events (its own order: short runs of one
/// company).
[[nodiscard]] Stream sample_stream(const std::filesystem::path& directory, std::int64_t events);

/// Signs the events of these files in batches of at most `batch_events` for this ledger into one
/// file of batches. Returns the number of batches.
std::int64_t write_signed(const Stream& stream, const std::vector<std::filesystem::path>& events,
                          const ledger::Ledger& ledger, std::size_t batch_events,
                          const std::filesystem::path& file);

/// Deals the batches of such a file to an import: reads the events anew, as a door must.
[[nodiscard]] std::unique_ptr<ledger::BatchSource> open_signed(const std::filesystem::path& file);

}  // namespace bench
