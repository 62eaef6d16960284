#include <algorithm>

#include <fmt/format.h>

#include "ledger/encoding/codes.hpp"
#include "ledger/encoding/cross_checks.hpp"

namespace ledger::encoding {
namespace {

constexpr std::int64_t whole_ppm = 1'000'000;

/// What one object says of a unit or a lot; null where it says nothing.
struct Description {
  const Node* unit{};
  const Node* code{};
  const Node* code_scheme{};
  const Node* no_code_reason{};
  const Node* level{};
  const Node* material{};
  const Node* name{};
  const Node* assay{};
};

const Node** place_of(Description& said, std::string_view name) {
  switch (name.size()) {
    case 4:
      return name == "unit"   ? &said.unit
             : name == "code" ? &said.code
             : name == "name" ? &said.name
                              : nullptr;
    case 5:
      return name == "level" ? &said.level : nullptr;
    case 8:
      return name == "material" ? &said.material : nullptr;
    case 9:
      return name == "assay_ppm" ? &said.assay : nullptr;
    case 11:
      return name == "code_scheme" ? &said.code_scheme : nullptr;
    case 14:
      return name == "no_code_reason" ? &said.no_code_reason : nullptr;
    default:
      return nullptr;
  }
}

Description describe_object(const Tape& tape, const Node& object) {
  Description said;
  for (std::uint32_t i = tape.position(object) + 1; i < object.next; i = tape[i].next)
    if (const Node** const place = place_of(said, tape[i].name)) *place = &tape[i];
  return said;
}

class DescriptionCheck {
 public:
  DescriptionCheck(const Tape& tape, const Event& event) : tape_(tape), event_(event) {}

  std::optional<Error> check(const Node& object) const {
    const Description said = describe_object(tape_, object);
    if (event_.type == EventType::identify) {
      if (auto error = check_identify(said)) return error;
    } else if (said.code_scheme != nullptr) {
      if (auto error = check_code(said, *said.unit)) return error;
    }
    if (said.material != nullptr)
      if (auto error = check_name(said, object)) return error;
    if (said.assay != nullptr) return check_assay(*said.assay);
    return std::nullopt;
  }

 private:
  std::optional<Error> check_identify(const Description& said) const {
    if (said.code == nullptr) {
      if (event_.main.empty() && event_.parts.empty())
        return missing(tape_.root(), "code", "identify states a code, main or parts");
      if (said.code_scheme == nullptr) return std::nullopt;
      return missing(tape_.root(), "code", "a code_scheme stands beside its code");
    }
    if (said.code_scheme == nullptr)
      return missing(tape_.root(), "code_scheme", "a code states its scheme");
    return check_code(said, *said.code);
  }

  std::optional<Error> check_code(const Description& said, const Node& code) const {
    const auto scheme = *listed<CodeScheme>(said.code_scheme->text);
    const auto read = read_code(code.text, scheme);
    if (!read)
      return at(Refusal::code_malformed, code,
                fmt::format("found \"{}\", which is no code of {}{}", code.text, text(scheme),
                            advice_beside(code.text)));
    if (said.level != nullptr && read->level != Level::none &&
        text(read->level) != said.level->text)
      return at(Refusal::code_malformed, code,
                fmt::format("the code's letter says {}, the level says {}", text(read->level),
                            said.level->text));
    if (scheme == CodeScheme::provisional && read->reporter != event_.operator_id &&
        !is_input(code.text))
      return at(Refusal::code_malformed, code,
                fmt::format("found a provisional code of {}, expected one of the reporter {}",
                            read->reporter, event_.operator_id));
    return check_reason(said, scheme, code);
  }

  static std::string advice_beside(std::string_view code) {
    const std::string advice = code_advice(code);
    return advice.empty() ? advice : "; " + advice;
  }

  /// An input that lives on keeps the code it has, whoever gave it.
  bool is_input(std::string_view code) const {
    return std::any_of(event_.inputs.begin(), event_.inputs.end(),
                       [code](const Item& input) { return input.unit == code; });
  }

  std::optional<Error> check_reason(const Description& said, CodeScheme scheme,
                                    const Node& code) const {
    const bool is_provisional = scheme == CodeScheme::provisional;
    if (is_provisional && said.no_code_reason == nullptr)
      return beside(code, "no_code_reason", "a provisional code says why there is no other");
    if (!is_provisional && said.no_code_reason != nullptr)
      return at(Refusal::value_not_allowed, *said.no_code_reason,
                "found a reason for a missing code beside a code");
    return std::nullopt;
  }

  std::optional<Error> check_name(const Description& said, const Node& object) const {
    const bool is_other = said.material->text == text(Material::other);
    if (is_other && said.name == nullptr)
      return Error{Refusal::name_required,
                   pointer_step(pointer_of(tape_, object), "name"),
                   "material `other` says what it is in `name`",
                   -1,
                   {}};
    if (!is_other && said.name != nullptr)
      return at(Refusal::value_not_allowed, *said.name,
                fmt::format("found a name beside the material {}, which has its own",
                            said.material->text));
    return std::nullopt;
  }

  std::optional<Error> check_assay(const Node& assay) const {
    std::int64_t sum = 0;
    for (std::uint32_t i = tape_.position(assay) + 1; i < assay.next; ++i) sum += tape_[i].integer;
    if (sum <= whole_ppm) return std::nullopt;
    return at(Refusal::out_of_range, assay,
              fmt::format("found shares of {} ppm together, expected at most {}", sum, whole_ppm));
  }

  std::optional<Error> at(Refusal refusal, const Node& node, std::string detail) const {
    return Error{refusal, pointer_of(tape_, node), std::move(detail), -1, {}};
  }
  std::optional<Error> missing(const Node& object, std::string_view name,
                               std::string detail) const {
    return Error{Refusal::missing_member,
                 pointer_step(pointer_of(tape_, object), name),
                 std::move(detail),
                 -1,
                 {}};
  }
  std::optional<Error> beside(const Node& node, std::string_view name, std::string detail) const {
    const std::string pointer = pointer_of(tape_, node);
    return Error{Refusal::missing_member,
                 pointer_step(pointer.substr(0, pointer.rfind('/')), name),
                 std::move(detail),
                 -1,
                 {}};
  }

  const Tape& tape_;
  const Event& event_;
};

bool describes_things(EventType type) {
  switch (type) {
    case EventType::retire:
    case EventType::bring_in:
    case EventType::identify:
    case EventType::inspect:
    case EventType::dismantle:
    case EventType::repurpose:
    case EventType::process:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<Error> check_descriptions(const Tape& tape, const Event& event) {
  if (!describes_things(event.type)) return std::nullopt;
  const DescriptionCheck check(tape, event);
  if (auto error = check.check(tape.root())) return error;
  for (std::uint32_t i = 1; i < tape.root().next; i = tape[i].next) {
    if (tape[i].kind != NodeKind::array) continue;
    for (std::uint32_t k = i + 1; k < tape[i].next; k = tape[k].next)
      if (tape[k].kind == NodeKind::object)
        if (auto error = check.check(tape[k])) return error;
  }
  return std::nullopt;
}

}  // namespace ledger::encoding
