#include "tests/property/world.hpp"

#include <unistd.h>

#include <fmt/format.h>

namespace property {
namespace {

namespace fs = std::filesystem;
constexpr const char* origin = "property.test/ledger";
constexpr Gram tolerance_ppm = 5'000;

/// A made-up credit code that belongs to nobody, with its right check character (GB 32100-2015).
std::string credit_code(int number) {
  constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::string code = fmt::format("91990000MADEUP{:03}", number);
  std::size_t sum = 0, weight = 1;
  for (const char c : code) {
    sum += alphabet.find(c) * weight;
    weight = weight * 3 % 31;
  }
  return code + alphabet[(31 - sum % 31) % 31];
}

fs::path new_folder() {
  std::string path = (fs::temp_directory_path() / "celltrail-property-XXXXXX").string();
  ledger::require(mkdtemp(path.data()) != nullptr, "a temporary folder can be made");
  return path;
}

ledger::Signer signer_of(const std::string& id, std::uint8_t number) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(static_cast<std::uint8_t>(number + 1));
  return ledger::Signer(id + "/K1", seed);
}

const std::vector<std::vector<std::string>> roles{{"recycler"},
                                                  {"recycler", "repurposer"},
                                                  {"repurposer"},
                                                  {"vehicle_dismantler"},
                                                  {"collector"},
                                                  {"battery_maker"},
                                                  {"recycler"},
                                                  {"swap_station"},
                                                  {"vehicle_dismantler", "recycler"}};

}  // namespace

World::World(std::uint64_t seed)
    : directory_(new_folder()),
      generator_(seed),
      authority_(credit_code(1)),
      books_(authority_, tolerance_ppm) {
  signers_.emplace(authority_, signer_of(authority_, 0));
  ledger::Ledger::Founding founding;
  founding.origin = origin;
  founding.authority_name = "Made-up Authority";
  founding.authority = &signers_.at(authority_);
  founding.mass_tolerance_ppm = tolerance_ppm;
  auto made = ledger::Ledger::create(directory_ / "ledger", founding, clock_);
  ledger::require(made.has_value(), "the ledger is founded");
  ledger_ = std::make_unique<ledger::Ledger>(std::move(*made));
  enroll();
}

World::~World() {
  ledger_.reset();
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

void World::enroll() {
  std::vector<ledger::Event> events;
  books_.begin_batch();
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const std::string id = credit_code(static_cast<int>(i) + 2);
    holders_.push_back(id);
    signers_.emplace(id, signer_of(id, static_cast<std::uint8_t>(i + 1)));
    const Json event{{"v", 1},
                     {"type", "enroll"},
                     {"id", fmt::format("enroll-{}", i)},
                     {"operator", authority_},
                     {"at", "2024-10-26T09:00:00+08:00"},
                     {"subject", id},
                     {"name", fmt::format("Made-up Works {}", i)},
                     {"roles", roles[i]},
                     {"region", "CN-FJ"},
                     {"key", signers_.at(id).verifier().text()}};
    events.push_back(ledger::read_event(event.dump()).value());
    books_.book(events.back(), clock_.now_ms() / 1'000);
  }
  ledger::require(ledger_->append(sign(authority_, std::move(events))).has_value(),
                  "the companies are enrolled");
}

ledger::SignedBatch World::sign(const std::string& by, std::vector<ledger::Event> events) const {
  return ledger::sign_batch(origin, std::move(events), ledger_->newest(), signers_.at(by));
}

void World::reopen() {
  ledger_.reset();
  ledger_ = std::make_unique<ledger::Ledger>(
      ledger::Ledger::open(directory_ / "ledger", ledger::Ledger::Access::write, clock_));
}

/// Makes events one after the other, each on the books as they are after those before it.
World::Judged World::judge(const std::string& by) {
  books_.begin_batch();
  Judged judged{{}, {}, books_};
  const auto wanted = static_cast<std::size_t>(generator_.dice().between(1, 20));
  for (int tries = 0; tries < 40 && judged.events.size() < wanted; ++tries) {
    const std::int64_t now_s = clock_.now_ms() / 1'000;
    const auto text = generator_.event(judged.after, by, now_s);
    if (!text) continue;
    auto event = ledger::read_event(*text);
    if (!event) continue;  // no event at all: the reader's own tests
    Refused refusal;
    try {
      judged.after.book(*event, now_s);
    } catch (const Refused& refused) {
      refusal = refused;
      judged.after = books_;
      for (std::size_t i = 0; i < judged.events.size(); ++i)
        if (judged.refusals[i].why.empty()) judged.after.book(judged.events[i], now_s);
    }
    Count& count = counts_[std::string(ledger::text(event->type))];
    ++(refusal.why.empty() ? count.accepted : count.refused);
    judged.events.push_back(std::move(*event));
    judged.refusals.push_back(refusal);
  }
  return judged;
}

Differences World::batch() {
  Dice& dice = generator_.dice();
  clock_.advance(dice.between(1, 16) * 3'600'000);
  if (dice.percent(5) && !last_texts_.empty()) return send_again();
  const std::string by = dice.percent(4) ? authority_ : dice.pick(holders_);
  Judged judged = judge(by);
  if (judged.events.empty()) return {};
  Differences differences;
  if (dice.percent(60)) {
    const auto answers = ledger_->dry_run(judged.events);
    for (std::size_t i = 0; i < answers.size(); ++i)
      if (answers[i].has_value() == judged.refusals[i].why.empty())
        differences.push_back(
            fmt::format("dry run: the books say \"{}\", the ledger {} ({}), of\n  {}",
                        judged.refusals[i].why.empty() ? "accepted" : judged.refusals[i].why,
                        answers[i] ? ledger::describe(answers[i]->refusal).name : "accepted",
                        answers[i] ? answers[i]->pointer + ": " + answers[i]->detail : "",
                        judged.events[i].bytes()));
    if (!differences.empty()) return differences;
  } else {
    std::vector<ledger::Event> all;
    for (const ledger::Event& event : judged.events)
      all.push_back(ledger::read_event(event.bytes()).value());
    differences = record(by, std::move(all), judged, true);
    if (!differences.empty()) return differences;
  }
  std::vector<ledger::Event> good;
  for (std::size_t i = 0; i < judged.events.size(); ++i)
    if (judged.refusals[i].why.empty()) good.push_back(std::move(judged.events[i]));
  if (!good.empty()) differences = record(by, std::move(good), judged, false);
  books_ = std::move(judged.after);
  return differences;
}

/// The event that a whole batch is refused for.
std::int64_t World::first_refused(const Judged& judged) {
  std::int64_t first = -1;
  for (std::size_t i = judged.refusals.size(); i-- > 0;)
    if (!judged.refusals[i].why.empty()) first = static_cast<std::int64_t>(i);
  for (std::size_t i = judged.refusals.size(); i-- > 0;)
    if (judged.refusals[i].of_sender) first = static_cast<std::int64_t>(i);
  return first;
}

/// A batch is all or nothing: refused as a whole, at the first event that the books refuse.
Differences World::record(const std::string& by, std::vector<ledger::Event> events,
                          const Judged& judged, bool with_refused) {
  std::int64_t first_bad = -1;
  if (with_refused) first_bad = first_refused(judged);
  if (with_refused && first_bad < 0) return {};  // the good ones come next
  const auto size = ledger_->info().size;
  const auto count = static_cast<std::int64_t>(events.size());
  std::vector<std::string> texts;
  for (const ledger::Event& event : events) texts.emplace_back(event.bytes());
  const auto answer = ledger_->append(sign(by, std::move(events)));
  const auto expected_size = first_bad < 0 ? size + count : size;
  const std::int64_t found_bad = answer ? -1 : answer.error().event;
  if (found_bad == first_bad && ledger_->info().size == expected_size &&
      answer.has_value() == (first_bad < 0)) {
    if (first_bad < 0) {
      last_by_ = by;
      last_texts_ = std::move(texts);
    }
    return {};
  }
  const auto about =
      static_cast<std::size_t>(std::max<std::int64_t>(0, std::max(found_bad, first_bad)));
  return {fmt::format(
      "append: the books refuse event {} ({}), the ledger event {} ({}); size {}, expected {}; "
      "event\n  {}",
      first_bad, first_bad < 0 ? "" : judged.refusals[static_cast<std::size_t>(first_bad)].why,
      found_bad, answer ? "" : answer.error().detail, ledger_->info().size, expected_size,
      texts.at(about))};
}

/// What is recorded already changes nothing.
Differences World::send_again() {
  std::vector<ledger::Event> events;
  for (const std::string& text : last_texts_) events.push_back(ledger::read_event(text).value());
  const auto size = ledger_->info().size;
  const auto answer = ledger_->append(sign(last_by_, std::move(events)));
  if (answer && answer->repeated && ledger_->info().size == size) return {};
  return {fmt::format("sent again: {}, size {}, expected {}",
                      answer ? "recorded a second time" : answer.error().detail,
                      ledger_->info().size, size)};
}

}  // namespace property
