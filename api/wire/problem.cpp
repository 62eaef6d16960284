#include "api/wire/problem.hpp"

#include <array>

#include <nlohmann/json.hpp>

#include "api/wire/views.hpp"

namespace api::wire {
namespace {

constexpr std::array<TroubleText, trouble_count> troubles{{
    {"not_found", 404, "There is nothing here.",
     "check the path and the id for a slip; /docs lists the routes"},
    {"method_not_allowed", 405, "This path takes another method.", "the header Allow names it"},
    {"unknown_parameter", 400, "A query has only the parameters of its route, each once.",
     "remove it, or correct its name; /docs lists those of each route"},
    {"parameter_malformed", 400, "A parameter or a part of the path has its documented form.",
     "give it as /docs shows"},
    {"body_malformed", 400, "A body is one JSON object of the documented form.",
     "send it as /docs shows"},
    {"too_large", 413, "A body is at most as large as its route allows.",
     "send fewer events at a time"},
    {"needs_token", 401, "This is not for everybody to read.",
     "send a token as `Authorization: Bearer TOKEN`; whoever runs the service makes them with "
     "`celltrail token`"},
    {"wrong_token", 401, "A token is one that was made here, not expired and not revoked.",
     "ask whoever runs the service for a new one; recording needs no token, nor does what is "
     "public: leave the header Authorization out"},
    {"not_allowed", 403, "The token shows who you are, and this is not for you to read.",
     "show the token that is named; an operator's reads what it is party to, a regulator's all but "
     "the metrics, a metrics token the metrics"},
    {"read_only", 403, "This service only reads.",
     "send it to the service that writes this ledger"},
    {"busy", 503, "Too much is asked for at once; nothing was done.",
     "send the same again in a little while"},
    {"disk_full", 507, "There is no room left on the disk of the service.",
     "reading goes on; send the same again when whoever runs the service has made room"},
    {"write_stopped", 503, "Nothing is recorded until the service is started again.",
     "reading goes on; whoever runs the service finds the reason in its log; send the same again "
     "later"},
    {"damage", 500, "The stored record does not verify.",
     "tell whoever runs the service: `celltrail audit` shows what is wrong"},
    {"failure", 503, "The machine of the service failed; what became of the request is unknown.",
     "send the same again: what is recorded already is not recorded twice"},
    {"internal", 500, "The service did what it should not.",
     "tell whoever runs the service the request_id: it is in its log"},
}};

/// What a refusal says to somebody who only asked: the library's own words are for who records.
struct ReadText {
  ledger::Refusal refusal;
  int status;
  std::string_view parameter, hint;
};
constexpr std::array<ReadText, 4> read_texts{{
    {ledger::Refusal::unknown_unit, 404, "id",
     "look for a slip in it; a lot is OPERATOR/NO, in a path OPERATOR%2FNO"},
    {ledger::Refusal::unknown_operator, 404, "operator",
     "look for a slip in it; /v1/operators lists them all"},
    {ledger::Refusal::out_of_range, 404, "size",
     "give the size of a checkpoint that was kept; /v1/checkpoints lists them all"},
    {ledger::Refusal::too_long, 422, "id",
     "prove its entries one by one, or the trails of its units and lots"},
}};

template <class Kind>
bool is_a(const std::exception& thrown) {
  return dynamic_cast<const Kind*>(&thrown) != nullptr;
}

}  // namespace

const TroubleText& describe(Trouble trouble) {
  return troubles.at(static_cast<std::size_t>(trouble));
}

// No default: the compiler names the refusal that is missing here.
int status_of(ledger::Refusal refusal) {
  using enum ledger::Refusal;
  switch (refusal) {
    case malformed:
    case too_deep:
    case duplicate_member:
    case unknown_member:
    case missing_member:
    case wrong_type:
    case number_malformed:
    case out_of_range:
    case text_not_allowed:
    case too_long:
    case value_not_allowed:
    case code_malformed:
    case id_malformed:
    case time_malformed:
    case unknown_type:
    case not_supported:
    case too_many_trails:
    case duplicate_item:
    case not_canonical:
    case batch_malformed:
      return 400;
    case event_too_large:
    case batch_too_large:
      return 413;
    case wrong_operator:
    case bad_signature:
    case unknown_key:
    case key_revoked:
    case key_expired:
    case key_scope:
    case role_not_allowed:
    case suspended:
    case not_yours:
      return 403;
    case id_reused:
    case partly_recorded:
    case clock_jump:
      return 409;
    case wrong_origin:
    case wrong_root:
    case other_history:
    case stale_batch:
    case opening_mismatch:
    case not_founded:
    case already_founded:
    case unknown_operator:
    case not_suspended:
    case key_reused:
    case last_key:
    case unknown_site:
    case unknown_version:
    case unknown_unit:
    case unknown_lot:
    case not_holder:
    case already_held:
    case already_consumed:
    case not_missing:
    case claimed:
    case code_taken:
    case part_of_whole:
    case lot_closed:
    case lot_mismatch:
    case unknown_scrap:
    case mass_not_balanced:
    case mass_not_booked:
    case mass_out_of_tolerance:
    case not_enough:
    case material_not_allowed:
    case purpose_not_allowed:
    case mixed_origin:
    case chemistry_required:
    case name_required:
    case parent_required:
    case receiver_not_allowed:
    case already_dispatched:
    case already_received:
    case at_in_future:
      return 422;
  }
  return 500;
}

Problem problem(Trouble trouble, std::string detail) {
  const TroubleText& text = describe(trouble);
  return Problem{text.status,
                 std::string(text.name),
                 std::string(text.title),
                 std::move(detail),
                 std::string(text.hint),
                 "",
                 -1,
                 ""};
}

Problem parameter_problem(Trouble trouble, std::string_view name, std::string detail) {
  Problem said = problem(trouble, std::move(detail));
  said.pointer = name;
  return said;
}

Problem problem_of(const ledger::Error& error) {
  const ledger::RefusalText& text = ledger::describe(error.refusal);
  return Problem{status_of(error.refusal),
                 std::string(text.name),
                 std::string(text.sentence),
                 error.detail,
                 std::string(text.hint),
                 error.pointer,
                 error.event,
                 error.event_id};
}

Problem read_problem_of(const ledger::Error& error) {
  Problem problem = problem_of(error);
  problem.pointer.clear();
  for (const ReadText& text : read_texts)
    if (text.refusal == error.refusal) {
      problem.status = text.status;
      problem.pointer = text.parameter;
      problem.hint = text.hint;
    }
  return problem;
}

Problem problem_of(const std::exception& thrown) {
  // From the special to the general.
  if (is_a<ledger::Busy>(thrown)) return problem(Trouble::busy, "as many batches wait as may wait");
  if (is_a<ledger::DiskFull>(thrown)) return problem(Trouble::disk_full, "writing found no room");
  if (is_a<ledger::WriteStopped>(thrown))
    return problem(Trouble::write_stopped, "an earlier failure stopped all writing");
  if (is_a<ledger::Failure>(thrown)) return problem(Trouble::failure, "reading or writing failed");
  if (is_a<ledger::Damage>(thrown))
    return problem(Trouble::damage, "what was read contradicts itself");
  return problem(Trouble::internal, "the request came to an end it should not");
}

nlohmann::json view(const Problem& problem) {
  nlohmann::json out{{"name", problem.name}, {"title", problem.title}, {"detail", problem.detail}};
  if (!problem.hint.empty()) out["hint"] = problem.hint;
  if (!problem.pointer.empty()) out["pointer"] = problem.pointer;
  if (problem.event >= 0) out["event"] = problem.event;
  if (!problem.event_id.empty()) out["event_id"] = problem.event_id;
  return out;
}

Response response(const Problem& problem, std::string_view request_id) {
  nlohmann::json said = view(problem);
  said["type"] = "/docs#" + problem.name;
  said["status"] = problem.status;
  said["request_id"] = request_id;
  Response answer;
  answer.status = problem.status;
  answer.content_type = "application/problem+json";
  answer.body = written(said) + '\n';
  return answer;
}

}  // namespace api::wire
