#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "ledger/encoding/json_reader.hpp"
#include "ledger/event.hpp"

/// What an event may look like, as tables: the one description that reading, refusing and the JSON
/// Schema are derived from.
namespace ledger::encoding {

struct Kind;
struct Shape;

/// A member's value once it has been found good.
struct Found {
  const Node& node;
  std::size_t word{};      ///< position in the closed list
  std::int64_t seconds{};  ///< of a time
};

/// Puts a value where it belongs. `owner` is the Event, Item or Site that the shape describes.
using Keep = void (*)(void* owner, const Found& found);
/// The owner of an object's members: the next element of a list in which `count` are expected in
/// all, or another place. Without it they go where the members around them go.
using Grow = void* (*)(void* owner, std::size_t count);

struct Member {
  std::string_view name;
  bool is_required{};
  const Kind* kind{};
  Keep keep{};  ///< null: checked, but nothing later asks for it
  Grow grow{};  ///< of an object, or a list of them
};

/// One form of an object.
struct Shape {
  std::span<const Member> members;  ///< sorted by name, as canonical text is
  /// The form is chosen by the first of these members that is there; empty: it always fits.
  std::string_view key;
  /// Nonzero: only where `material` is one of these (bits by position in the list).
  std::uint64_t materials = 0;
  std::string_view title;
};

enum class ValueForm : std::uint8_t { boolean, integer, text, time, word, list, object };

/// What a value may be.
struct Kind {
  ValueForm form{};
  std::string_view title;         ///< what it is, for a person
  std::int64_t min = 0, max = 0;  ///< of an integer; characters of a text; elements of a list

  bool (*fits)(std::string_view) = nullptr;  ///< text: beyond its length
  Refusal refusal = Refusal::value_not_allowed;
  std::string_view pattern{};  ///< text: what JSON Schema can say of `fits`
  /// Text that does not fit: what was likely meant, as a phrase, or nothing.
  std::string (*advice)(std::string_view) = nullptr;

  std::span<const std::string_view> words{};  ///< a closed list
  std::uint64_t allowed = 0;                  ///< the words of it that may stand here, by position

  const Kind* element = nullptr;  ///< list
  bool is_distinct = false;
  std::span<const Shape> forms{};  ///< object
};

/// The forms of an event type; empty when the type is reserved or not read yet.
[[nodiscard]] std::span<const Shape> event_forms(EventType type);

namespace shapes {

template <class T>
struct FieldOf;
template <class Class, class Type>
struct FieldOf<Type Class::*> {
  using Owner = Class;
};

inline void put(std::string_view& field, const Found& found) {
  field = found.node.text;
}
inline void put(std::int64_t& field, const Found& found) {
  field = found.node.integer;
}
inline void put(std::optional<std::int64_t>& field, const Found& found) {
  field = found.node.integer;
}
inline void put(bool& field, const Found& found) {
  field = found.node.integer != 0;
}
inline void put(std::vector<std::string_view>& field, const Found& found) {
  field.push_back(found.node.text);
}
template <class E>
requires std::is_enum_v<E>
void put(E& field, const Found& found) {
  field = static_cast<E>(found.word);
}
template <class E>
requires std::is_enum_v<E>
void put(std::vector<E>& field, const Found& found) {
  field.push_back(static_cast<E>(found.word));
}

template <auto Field>
void keep(void* owner, const Found& found) {
  put(static_cast<typename FieldOf<decltype(Field)>::Owner*>(owner)->*Field, found);
}

/// For events about one thing: its members stand at the top level of the event.
template <auto Field>
void keep_of_thing(void* owner, const Found& found) {
  put(static_cast<Event*>(owner)->thing.*Field, found);
}

template <auto Field>
void* grow(void* owner, std::size_t count) {
  auto& list = static_cast<typename FieldOf<decltype(Field)>::Owner*>(owner)->*Field;
  if (list.empty()) list.reserve(count);
  return &list.emplace_back();
}

constexpr Member must(std::string_view name, const Kind& kind, Keep keep = nullptr,
                      Grow grow = nullptr) {
  return {name, true, &kind, keep, grow};
}
constexpr Member may(std::string_view name, const Kind& kind, Keep keep = nullptr,
                     Grow grow = nullptr) {
  return {name, false, &kind, keep, grow};
}

template <std::size_t N>
constexpr std::array<Member, N> sorted(std::array<Member, N> members) {
  std::sort(members.begin(), members.end(),
            [](const Member& a, const Member& b) { return a.name < b.name; });
  return members;
}

template <class... M>
constexpr auto object_of(M... members) {
  return sorted(std::array<Member, sizeof...(M)>{members...});
}

}  // namespace shapes
}  // namespace ledger::encoding
