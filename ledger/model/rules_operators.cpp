#include <fmt/format.h>

#include "ledger/key.hpp"
#include "ledger/model/case.hpp"
#include "ledger/model/known_keys.hpp"
#include "ledger/model/rules.hpp"

namespace ledger::model {
namespace {

constexpr std::uint32_t bit(Role role) {
  return 1U << static_cast<unsigned>(role);
}
constexpr std::uint64_t bit(EventType type) {
  return std::uint64_t{1} << static_cast<unsigned>(type);
}

/// A key comes in under one name only, and no name ever means two keys (design §3, "Keys").
Verdict grant(Case& c, OperatorState& subject, std::string_view vkey, std::string_view pointer) {
  auto read = read_vkey(vkey);
  if (!read) {
    read.error().pointer = pointer;
    return tl::unexpected(read.error());
  }
  if (!read->name.starts_with(subject.id + "/"))
    return refuse(Refusal::id_malformed, std::string(pointer),
                  fmt::format("the key is named {}, a key of {} is named {}/LABEL", read->name,
                              subject.id, subject.id));
  for (const KeyState& known : subject.keys)
    if (known.name == read->name)
      return refuse(Refusal::key_reused, std::string(pointer),
                    fmt::format("the name {} is a key's already", read->name));
  if (const std::string owner = known_as(c.world, read->key); !owner.empty())
    return refuse(Refusal::key_reused, std::string(pointer),
                  fmt::format("these key bytes are known as {}", owner));
  KeyState key;
  key.name = read->name;
  key.key = read->key;
  key.granted = c.index;
  if (c.event.until_s) key.until_s = *c.event.until_s;
  for (const EventType type : c.event.types) key.types |= bit(type);
  key.holder = c.event.holder;
  subject.keys.push_back(std::move(key));
  c.world.add_key_owner(read->key, read->name);
  return {};
}

Result<OperatorState*> enrolled(Case& c, std::string_view id, const char* pointer) {
  const OperatorState* known = c.world.find_operator(id);
  if (known && known->enrolled) return &c.world.edit_operator(*known);
  return refuse(Refusal::unknown_operator, pointer, fmt::format("{} is not enrolled", id));
}

/// A key that ends or may not sign everything could leave the authority without a word.
bool is_lasting(const KeyState& key) {
  return key.revoked < 0 && key.until_s < 0 && key.types == 0;
}

std::uint32_t roles_of(const Event& event) {
  std::uint32_t roles = 0;
  for (const Role role : event.roles) roles |= bit(role);
  return roles;
}

void describe_operator(OperatorState& subject, const Event& event) {
  subject.enrolled = true;
  subject.name = event.name;
  subject.region = event.region;
  subject.listing = event.listing;
  subject.capacity_t = event.capacity_t.value_or(-1);
  subject.sites.clear();
  for (const Site& site : event.sites)
    subject.sites.push_back(SiteState{std::string(site.site), std::string(site.name),
                                      std::string(site.region), site.capacity_t.value_or(-1)});
}

}  // namespace

Verdict judge_establish(Case& c) {
  const Event& e = c.event;
  if (c.world.is_founded() || c.index != 0)
    return refuse(Refusal::already_founded, "/type", "a ledger is founded by its entry 0 alone");
  if (e.authority_id != e.operator_id)
    return refuse(
        Refusal::wrong_operator, "/authority/id",
        fmt::format("{} founds, {} is named as the authority", e.operator_id, e.authority_id));
  if (e.version != rules_known)
    return refuse(Refusal::unknown_version, "/rules",
                  fmt::format("rules version {} is asked for, this program knows {}", e.version,
                              rules_known));
  const auto ledger_key = read_vkey(e.ledger_key);
  if (!ledger_key || ledger_key->name != e.origin_name)
    return refuse(Refusal::id_malformed, "/ledger_key",
                  fmt::format("the ledger's key must be a vkey named {}", e.origin_name));
  c.world.found(Constitution{std::string(e.origin_name), std::string(e.authority_id),
                             std::string(e.ledger_key), std::string(e.recovery_key),
                             e.utc_offset_min, e.mass_tolerance_ppm, e.batch_window_s, e.version,
                             e.at_s});
  OperatorState& authority = c.world.mention_operator(e.authority_id);
  authority.enrolled = true;
  authority.roles = bit(Role::authority);
  authority.name = e.authority_name;
  authority.standing = 0;
  if (auto granted = grant(c, authority, e.authority_key, "/authority/key"); !granted)
    return granted;
  if (e.recovery_key.empty()) return {};
  if (auto granted = grant(c, authority, e.recovery_key, "/recovery_key"); !granted) return granted;
  authority.keys.back().types = bit(EventType::grant_key) | bit(EventType::revoke_key);
  return {};
}

Verdict judge_adopt_rules(Case& c) {
  if (c.event.version == c.world.constitution().rules + 1 && c.event.version <= rules_known) {
    Constitution raised = c.world.constitution();
    raised.rules = c.event.version;
    c.world.found(std::move(raised));
    return {};
  }
  return refuse(Refusal::unknown_version, "/version",
                fmt::format("version {} is in force and this program knows up to {}; {} cannot "
                            "follow",
                            c.world.constitution().rules, rules_known, c.event.version));
}

Verdict judge_enroll(Case& c) {
  const bool is_authority = c.event.subject == c.world.constitution().authority;
  const std::uint32_t roles = roles_of(c.event);
  if ((roles & bit(Role::authority)) && !is_authority)
    return refuse(
        Refusal::role_not_allowed, "/roles",
        fmt::format("the authority is {} since entry 0", c.world.constitution().authority));
  OperatorState& subject = c.world.mention_operator(c.event.subject);
  describe_operator(subject, c.event);
  subject.roles = roles | (is_authority ? bit(Role::authority) : 0U);
  subject.standing = c.index;
  return c.event.key.empty() ? Verdict{} : grant(c, subject, c.event.key, "/key");
}

Verdict judge_grant_key(Case& c) {
  auto subject = enrolled(c, c.event.subject, "/subject");
  if (!subject) return tl::unexpected(subject.error());
  if (!c.event.holder.empty()) {
    const auto holder = enrolled(c, c.event.holder, "/holder");
    if (!holder) return tl::unexpected(holder.error());
  }
  (*subject)->standing = c.index;
  return grant(c, **subject, c.event.key, "/key");
}

Verdict judge_revoke_key(Case& c) {
  auto subject = enrolled(c, c.event.subject, "/subject");
  if (!subject) return tl::unexpected(subject.error());
  if (!c.sender().has(Role::authority) && c.event.subject != c.event.operator_id)
    return refuse(Refusal::role_not_allowed, "/subject",
                  "an operator revokes its own keys, the authority anybody's");
  std::int64_t lasting = 0;
  KeyState* key = nullptr;
  for (KeyState& known : (*subject)->keys) {
    lasting += is_lasting(known) ? 1 : 0;
    if (known.name == c.event.key) key = &known;
  }
  if (!key)
    return refuse(Refusal::unknown_key, "/key",
                  fmt::format("{} has no key named {}", c.event.subject, c.event.key));
  if (key->revoked >= 0)
    return refuse(Refusal::key_revoked, "/key",
                  fmt::format("entry {} revoked {} already", key->revoked, key->name));
  if (is_recovery_key(c.world.constitution(), key->name))
    return refuse(Refusal::last_key, "/key",
                  fmt::format("{} is the recovery key that entry 0 names; it stays", key->name));
  const bool can_be_recovered = !c.world.constitution().recovery_key.empty();
  if (is_lasting(*key) && lasting == 1 && (*subject)->has(Role::authority) && !can_be_recovered)
    return refuse(Refusal::last_key, "/key",
                  fmt::format("{} is the authority's last key without end or limit", key->name));
  if (c.event.untrusted_since && *c.event.untrusted_since > c.index)
    return refuse(Refusal::out_of_range, "/untrusted_since",
                  fmt::format("entry {} is not recorded yet", *c.event.untrusted_since));
  key->revoked = c.index;
  key->untrusted_since = c.event.untrusted_since.value_or(-1);
  (*subject)->standing = c.index;
  return {};
}

Verdict judge_suspend(Case& c) {
  auto subject = enrolled(c, c.event.subject, "/subject");
  if (!subject) return tl::unexpected(subject.error());
  if ((*subject)->has(Role::authority))
    return refuse(Refusal::role_not_allowed, "/subject", "the authority cannot suspend itself");
  if ((*subject)->suspended)
    return refuse(Refusal::suspended, "/subject",
                  fmt::format("{} is suspended already", c.event.subject));
  (*subject)->suspended = true;
  (*subject)->standing = c.index;
  return {};
}

Verdict judge_reinstate(Case& c) {
  auto subject = enrolled(c, c.event.subject, "/subject");
  if (!subject) return tl::unexpected(subject.error());
  if (!(*subject)->suspended)
    return refuse(Refusal::not_suspended, "/subject",
                  fmt::format("{} is not suspended", c.event.subject));
  (*subject)->suspended = false;
  (*subject)->standing = c.index;
  return {};
}

Verdict judge_set_target(Case& c) {
  c.world.add_target(TargetState{c.event.year, c.event.mass_t, c.event.bound,
                                 std::string(c.event.thing.source), c.index});
  return {};
}

}  // namespace ledger::model
