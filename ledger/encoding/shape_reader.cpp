#include "ledger/encoding/shape_reader.hpp"

#include <fmt/format.h>

#include "ledger/encoding/ascii_scan.hpp"
#include "ledger/encoding/time.hpp"
#include "ledger/encoding/utf8.hpp"
#include "ledger/lists.hpp"

namespace ledger::encoding {
namespace {

constexpr std::size_t shown_bytes_max = 80;

std::string_view kind_name(NodeKind kind) {
  constexpr std::array<std::string_view, 5> names{"an object", "a list", "a text", "a number",
                                                  "true or false"};
  return names[static_cast<std::size_t>(kind)];
}

NodeKind node_kind(ValueForm form) {
  switch (form) {
    case ValueForm::boolean:
      return NodeKind::boolean;
    case ValueForm::integer:
      return NodeKind::integer;
    case ValueForm::text:
    case ValueForm::time:
    case ValueForm::word:
      return NodeKind::string;
    case ValueForm::list:
      return NodeKind::array;
    case ValueForm::object:
      break;
  }
  return NodeKind::object;
}

std::string quoted(std::string_view text) {
  if (text.size() <= shown_bytes_max) return fmt::format("\"{}\"", text);
  return fmt::format("a text of {} bytes", text.size());
}

std::string word_list(const Kind& kind) {
  std::string out;
  for (std::size_t i = 0; i < kind.words.size(); ++i)
    if ((kind.allowed >> i & 1) != 0)
      out += fmt::format("{}{}", out.empty() ? "" : ", ", kind.words[i]);
  return out;
}

/// Walks tape and table together. Every member function answers whether it went well.
class ShapeReader {
 public:
  explicit ShapeReader(const Tape& tape) : tape_(tape) {}

  bool read_object(std::span<const Shape> forms, const Node& object, void* owner) {
    const Shape* const shape = choose(forms, object);
    if (shape == nullptr)
      return refuse_member(Refusal::missing_member, object, forms.front().key,
                           "found neither unit nor lot, expected one of them");
    auto member = shape->members.begin();
    const auto end = shape->members.end();
    const std::uint32_t first = tape_.position(object) + 1;
    for (std::uint32_t i = first; i < object.next; i = tape_[i].next) {
      const Node& node = tape_[i];
      int order = -1;
      for (; member != end && (order = order_of(member->name, node.name)) < 0; ++member)
        if (member->is_required) return refuse_missing(*shape, object, *member);
      if (member == end || order != 0) return refuse_unknown(*shape, node);
      if (!read_member(*member, node, owner)) return false;
      ++member;
    }
    for (; member != end; ++member)
      if (member->is_required) return refuse_missing(*shape, object, *member);
    return true;
  }

  [[nodiscard]] Error take_error() { return std::move(error_); }

 private:
  const Node* find(const Node& object, std::string_view name) const {
    for (std::uint32_t i = tape_.position(object) + 1; i < object.next; i = tape_[i].next)
      if (is_same(tape_[i].name, name)) return &tape_[i];
    return nullptr;
  }

  const Shape* choose(std::span<const Shape> forms, const Node& object) const {
    for (const Shape& shape : forms) {
      if (!shape.key.empty() && find(object, shape.key) == nullptr) continue;
      if (shape.materials == 0 || has_material(object, shape.materials)) return &shape;
    }
    return nullptr;
  }

  bool has_material(const Node& object, std::uint64_t materials) const {
    const Node* const node = find(object, "material");
    if (node == nullptr || node->kind != NodeKind::string) return false;
    const auto material = listed<Material>(node->text);
    return material && (materials >> static_cast<unsigned>(*material) & 1) != 0;
  }

  bool read_member(const Member& member, const Node& node, void* owner) {
    const Kind& kind = *member.kind;
    if (node.kind != node_kind(kind.form)) return refuse_type(kind, node);
    if (kind.form == ValueForm::list) return read_list(member, node, owner);
    if (kind.form == ValueForm::object)
      return read_object(kind.forms, node, member.grow ? member.grow(owner, 1) : owner);
    return read_simple(kind, node, member.keep, owner);
  }

  bool read_list(const Member& member, const Node& list, void* owner) {
    const Kind& kind = *member.kind;
    if (list.size < kind.min || list.size > kind.max)
      return fail(
          Refusal::out_of_range, list,
          fmt::format("found {} elements, expected {} to {}", list.size, kind.min, kind.max));
    const Member element{{}, true, kind.element, member.keep, nullptr};
    const std::uint32_t first = tape_.position(list) + 1;
    for (std::uint32_t i = first; i < list.next; i = tape_[i].next) {
      void* const place = member.grow ? member.grow(owner, list.size) : owner;
      if (!read_member(element, tape_[i], place)) return false;
      if (kind.is_distinct && stands_before(first, i)) return refuse_again(tape_[i]);
    }
    return true;
  }

  bool stands_before(std::uint32_t first, std::uint32_t at) const {
    for (std::uint32_t i = first; i < at; i = tape_[i].next)
      if (tape_[i].text == tape_[at].text) return true;
    return false;
  }

  bool read_simple(const Kind& kind, const Node& node, Keep keep, void* owner) {
    Found found{node};
    if (!check(kind, node, found)) return false;
    if (keep != nullptr) keep(owner, found);
    return true;
  }

  bool check(const Kind& kind, const Node& node, Found& found) {
    switch (kind.form) {
      case ValueForm::integer:
        if (node.integer >= kind.min && node.integer <= kind.max) return true;
        return fail(kind.refusal, node,
                    kind.min == kind.max
                        ? fmt::format("found {}, expected {}", node.integer, kind.title)
                        : fmt::format("found {}, expected {} from {} to {}", node.integer,
                                      kind.title, kind.min, kind.max));
      case ValueForm::text:
        return check_text(kind, node);
      case ValueForm::time:
        return check_time(kind, node, found);
      case ValueForm::word:
        return check_word(kind, node, found);
      default:
        return true;
    }
  }

  bool check_text(const Kind& kind, const Node& node) {
    if (kind.max > 0) {
      if (node.text.empty())
        return fail(Refusal::value_not_allowed, node,
                    fmt::format("found an empty text, expected {}", kind.title));
      const auto max = static_cast<std::size_t>(kind.max);
      if (node.text.size() > max && character_count(node.text) > max)
        return fail(Refusal::too_long, node,
                    fmt::format("found {} characters, expected at most {}",
                                character_count(node.text), max));
    }
    if (kind.fits == nullptr || kind.fits(node.text)) return true;
    return refuse_text(kind, node);
  }

  bool check_time(const Kind& kind, const Node& node, Found& found) {
    const auto seconds = read_time(node.text);
    if (!seconds) return refuse_text(kind, node);
    found.seconds = *seconds;
    return true;
  }

  bool check_word(const Kind& kind, const Node& node, Found& found) {
    for (std::size_t i = 0; i < kind.words.size(); ++i) {
      if (!is_same(kind.words[i], node.text) || node.text.empty()) continue;
      found.word = i;
      if ((kind.allowed >> i & 1) != 0) return true;
      return fail(kind.refusal, node, expected_words(kind, node));
    }
    return fail(Refusal::value_not_allowed, node, expected_words(kind, node));
  }

  static std::string expected_words(const Kind& kind, const Node& node) {
    return fmt::format("found {}, expected {}: one of {}", quoted(node.text), kind.title,
                       word_list(kind));
  }

  bool refuse_text(const Kind& kind, const Node& node) {
    std::string detail = fmt::format("found {}, expected {}", quoted(node.text), kind.title);
    const std::string advice = kind.advice != nullptr ? kind.advice(node.text) : "";
    if (!advice.empty()) detail += "; " + advice;
    return fail(kind.refusal, node, std::move(detail));
  }
  bool refuse_type(const Kind& kind, const Node& node) {
    return fail(Refusal::wrong_type, node,
                fmt::format("found {}, expected {} ({})", kind_name(node.kind),
                            kind_name(node_kind(kind.form)), kind.title));
  }
  bool refuse_again(const Node& node) {
    return fail(Refusal::duplicate_item, node,
                fmt::format("{} stands here a second time", quoted(node.text)));
  }
  bool refuse_unknown(const Shape& shape, const Node& node) {
    return fail(Refusal::unknown_member, node,
                fmt::format("{} has no member \"{}\"", shape.title, node.name));
  }
  bool refuse_missing(const Shape& shape, const Node& object, const Member& member) {
    return refuse_member(Refusal::missing_member, object, member.name,
                         fmt::format("{} needs the member \"{}\"", shape.title, member.name));
  }
  bool refuse_member(Refusal refusal, const Node& object, std::string_view name,
                     std::string detail) {
    error_ = {refusal, pointer_step(pointer_of(tape_, object), name), std::move(detail), -1, {}};
    return false;
  }
  bool fail(Refusal refusal, const Node& node, std::string detail) {
    error_ = {refusal, pointer_of(tape_, node), std::move(detail), -1, {}};
    return false;
  }

  const Tape& tape_;
  Error error_;
};

}  // namespace

std::optional<Error> read_shape(const Tape& tape, std::span<const Shape> forms, Event& event) {
  ShapeReader reader(tape);
  if (reader.read_object(forms, tape.root(), &event)) return std::nullopt;
  return reader.take_error();
}

}  // namespace ledger::encoding
