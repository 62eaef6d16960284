#include "ledger/copies/marks.hpp"

#include <fstream>

#include <fmt/format.h>

#include "ledger/chain/policy.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/storage/file.hpp"
#include "ledger/storage/replace_file.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "celltrail-restored/1";

}  // namespace

void require_no_copy(const storage::Paths& paths) {
  const std::string directory = paths.database.parent_path().string();
  if (fs::exists(paths.mirror))
    throw Failure(
        fmt::format("opening {} for writing: it is a mirror, which only `celltrail mirror` brings "
                    "up to date; record into the ledger that it is a copy of",
                    directory));
  if (fs::exists(paths.backup))
    throw Failure(
        fmt::format("opening {} for writing: it is a backup; `celltrail restore` makes a ledger of "
                    "it, in another directory",
                    directory));
}

std::optional<Restoration> read_restoration(const storage::Paths& paths) {
  std::ifstream in(paths.restored);
  if (!in) return std::nullopt;
  std::string word, root;
  Restoration restoration;
  in >> word >> restoration.size >> root >> restoration.lost_size;
  const auto hash = encoding::fixed_from_base64<32>(root);
  if (!in || word != magic || !hash)
    throw Failure(
        fmt::format("reading {}: it does not say what was restored; restore the backup "
                    "again into a new directory",
                    paths.restored.string()));
  restoration.root = *hash;
  return restoration;
}

void write_restoration(const storage::Paths& paths, const Restoration& restoration) {
  storage::write_private_file(
      paths.restored, fmt::format("{} {} {} {}\n", magic, restoration.size,
                                  encoding::base64(restoration.root), restoration.lost_size));
}

void remove_restoration(const storage::Paths& paths) {
  fs::remove(paths.restored);
  storage::sync_directory(paths.restored.parent_path());
}

bool copy_witnesses(const storage::Paths& from, const storage::Paths& to) {
  const auto text = storage::read_if_there(from.witnesses, chain::policy_bytes_max);
  if (text) storage::write_private_file(to.witnesses, *text);
  return text.has_value();
}

bool tells(const Event& event, const Restoration& restoration) {
  return event.type == EventType::restored && event.size == restoration.size &&
         event.root == encoding::base64(restoration.root) &&
         event.lost_size == restoration.lost_size;
}

std::optional<Restoration> restoration_to_record(const fs::path& directory) {
  return read_restoration(storage::Paths(directory));
}

}  // namespace ledger
