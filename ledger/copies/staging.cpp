#include "ledger/copies/staging.hpp"

#include <fmt/format.h>

#include "ledger/result.hpp"
#include "ledger/storage/file.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;

fs::path plain(const fs::path& place) {
  const fs::path whole = fs::absolute(place).lexically_normal();
  return whole.has_filename() ? whole : whole.parent_path();
}

}  // namespace

bool is_free(const fs::path& place) {
  return !fs::exists(place) || (fs::is_directory(place) && fs::is_empty(place));
}

Staging::Staging(const fs::path& place, std::string_view suffix)
    : place_(plain(place)),
      path_(place_.parent_path() / fmt::format(".{}.{}", place_.filename().string(), suffix)) {
  if (!is_free(place_))
    throw Failure(
        fmt::format("making {}: something is there already, and it is never written over; "
                    "choose a new directory",
                    place_.string()));
  fs::create_directories(path_);
  fs::permissions(path_, fs::perms::owner_all);
}

void Staging::clear() const {
  for (const fs::directory_entry& entry : fs::directory_iterator(path_))
    if (entry.path().filename() != "lock") fs::remove_all(entry.path());
}

void Staging::remove() const {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void Staging::publish() const {
  storage::sync_directory(path_);
  fs::rename(path_, place_);
  storage::sync_directory(place_.parent_path());
}

}  // namespace ledger
