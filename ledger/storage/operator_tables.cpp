#include "ledger/storage/operator_tables.hpp"

#include <algorithm>
#include <tuple>

namespace ledger::storage {

namespace {

OperatorState read_operator(const Rows& rows) {
  OperatorState state;
  state.no = rows.integer(0);
  state.id = rows.text(1);
  state.enrolled = rows.flag(2);
  state.suspended = rows.flag(3);
  state.roles = static_cast<std::uint32_t>(rows.integer(4));
  state.name = rows.text(5);
  state.region = rows.text(6);
  state.listing = rows.text(7);
  state.capacity_t = rows.integer(8);
  state.standing = rows.integer(9);
  state.last = rows.integer(10);
  state.last_at_s = rows.integer(11);
  return state;
}

bool same_site(const SiteState& a, const SiteState& b) {
  return std::tie(a.site, a.name, a.region, a.capacity_t) ==
         std::tie(b.site, b.name, b.region, b.capacity_t);
}

bool same_key(const KeyState& a, const KeyState& b) {
  return std::tie(a.name, a.key, a.granted, a.revoked, a.until_s, a.types, a.holder,
                  a.untrusted_since) == std::tie(b.name, b.key, b.granted, b.revoked, b.until_s,
                                                 b.types, b.holder, b.untrusted_since);
}

}  // namespace

void OperatorTables::write(const OperatorState& state) {
  write_row(state);
  // Every event of an operator moves its trail, few change what it is: compare before rewriting.
  OperatorState stored;
  stored.no = state.no;
  read_sites(stored);
  read_keys(stored);
  if (!std::ranges::equal(stored.sites, state.sites, same_site)) write_sites(state);
  if (!std::ranges::equal(stored.keys, state.keys, same_key)) write_keys(state);
}

void OperatorTables::write_row(const OperatorState& state) {
  upsert_.bind(":no", state.no)
      .bind(":id", state.id)
      .bind(":enrolled", state.enrolled)
      .bind(":suspended", state.suspended)
      .bind(":roles", state.roles)
      .bind(":name", state.name)
      .bind(":region", state.region)
      .bind(":listing", state.listing)
      .bind(":capacity_t", state.capacity_t)
      .bind(":standing", state.standing)
      .bind(":last", state.last)
      .bind(":last_at_s", state.last_at_s)
      .run();
}

void OperatorTables::write_sites(const OperatorState& state) {
  delete_sites_.bind(":operator", state.no).run();
  std::int64_t position = 0;
  for (const SiteState& site : state.sites)
    insert_site_.bind(":operator", state.no)
        .bind(":position", position++)
        .bind(":site", site.site)
        .bind(":name", site.name)
        .bind(":region", site.region)
        .bind(":capacity_t", site.capacity_t)
        .run();
}

void OperatorTables::write_keys(const OperatorState& state) {
  delete_keys_.bind(":operator", state.no).run();
  std::int64_t position = 0;
  for (const KeyState& key : state.keys)
    insert_key_.bind(":operator", state.no)
        .bind(":position", position++)
        .bind(":name", key.name)
        .bind(":key", key.key)
        .bind(":granted", key.granted)
        .bind(":revoked", key.revoked)
        .bind(":until_s", key.until_s)
        .bind(":types", static_cast<std::int64_t>(key.types))
        .bind(":holder", key.holder)
        .bind(":untrusted_since", key.untrusted_since)
        .run();
}

void OperatorTables::read_sites(OperatorState& state) {
  Rows rows = sites_.bind(":operator", state.no).query();
  while (rows.next()) {
    SiteState& site = state.sites.emplace_back();
    site.site = rows.text(0);
    site.name = rows.text(1);
    site.region = rows.text(2);
    site.capacity_t = rows.integer(3);
  }
}

void OperatorTables::read_keys(OperatorState& state) {
  Rows rows = keys_.bind(":operator", state.no).query();
  while (rows.next()) {
    KeyState& key = state.keys.emplace_back();
    key.name = rows.text(0);
    rows.fixed(1, key.key);
    key.granted = rows.integer(2);
    key.revoked = rows.integer(3);
    key.until_s = rows.integer(4);
    key.types = static_cast<std::uint64_t>(rows.integer(5));
    key.holder = rows.text(6);
    key.untrusted_since = rows.integer(7);
  }
}

std::optional<OperatorState> OperatorTables::one(Rows&& rows) {
  if (!rows.next()) return std::nullopt;
  OperatorState state = read_operator(rows);
  read_sites(state);
  read_keys(state);
  return state;
}

std::optional<OperatorState> OperatorTables::by_id(std::string_view id) {
  return one(by_id_.bind(":id", id).query());
}

std::optional<OperatorState> OperatorTables::by_no(std::int64_t no) {
  return one(by_no_.bind(":no", no).query());
}

std::optional<std::string> OperatorTables::owner_of_key(const PublicKey& key) {
  Rows rows = owner_of_key_.bind(":key", key).query();
  if (!rows.next()) return std::nullopt;
  return std::string(rows.text(0));
}

std::map<std::string, Index> OperatorTables::doubted_keys() {
  Statement statement(*database_,
                      "SELECT name, untrusted_since FROM operator_key WHERE untrusted_since >= 0");
  Rows rows = statement.query();
  std::map<std::string, Index> keys;
  while (rows.next()) keys.emplace(rows.text(0), rows.integer(1));
  return keys;
}

void OperatorTables::each(const std::function<bool(OperatorState&&)>& take, std::int64_t from_no) {
  Statement statement(*database_,
                      "SELECT no, id, enrolled, suspended, roles, name, region, listing,"
                      " capacity_t, standing, last, last_at_s FROM operator"
                      " WHERE no >= :from_no ORDER BY no");
  Rows rows = statement.bind(":from_no", from_no).query();
  while (rows.next()) {
    OperatorState state = read_operator(rows);
    read_sites(state);
    read_keys(state);
    if (!take(std::move(state))) return;
  }
}

}  // namespace ledger::storage
