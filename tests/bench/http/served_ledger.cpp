#include "tests/bench/http/served_ledger.hpp"

#include "tests/bench/work.hpp"
#include "tests/service/asking.hpp"

namespace bench {
namespace {

namespace fs = std::filesystem;

const ledger::SystemClock the_clock;

/// Beside its code a pack's first event has nothing that begins so.
std::string code_in(const std::string& line) {
  constexpr std::string_view before = R"("unit":")";
  const std::size_t at = line.find(before);
  if (at == std::string::npos) return {};
  const std::size_t from = at + before.size();
  return line.substr(from, line.find('"', from) - from);
}

}  // namespace

ServedLedger::ServedLedger(const fs::path& directory, std::int64_t recorded, std::int64_t posted)
    : book_(directory / "book"), stream_(plain_stream(directory / "plain", recorded + posted)) {
  rest_.open(stream_.files.at(0));
  {
    std::ofstream first(directory / "first.jsonl");
    for (std::int64_t i = 0; i < recorded && std::getline(rest_, row_); ++i) {
      first << row_ << '\n';
      if (std::string code = code_in(row_); !code.empty() && codes_.size() < 10'000)
        codes_.push_back(std::move(code));
    }
  }
  {
    ledger::Ledger ledger = found(book_, stream_);
    write_signed(stream_, {stream_.operators}, ledger, 1000, directory / "operators.signed");
    static_cast<void>(import_into(ledger, directory / "operators.signed"));
    write_signed(stream_, {directory / "first.jsonl"}, ledger, 1000, directory / "first.signed");
    static_cast<void>(import_into(ledger, directory / "first.signed"));
  }
}

std::vector<std::string> ServedLedger::bodies(std::int64_t batches, std::size_t events) {
  const auto ledger = ledger::Ledger::open(book_, ledger::Ledger::Access::read, the_clock);
  const std::string origin = ledger.info().origin;
  std::vector<std::string> all;
  std::string line;
  for (std::int64_t i = 0; i < batches; ++i) {
    std::vector<ledger::Event> run;
    while (run.size() < events && std::getline(rest_, line))
      run.push_back(ledger::read_event(line).value());
    ledger::require(run.size() == events, "the stream has events enough to post");
    const auto& signer = stream_.signer_of(run.front().operator_id);
    all.push_back(
        service::batch_body(ledger::sign_batch(origin, std::move(run), ledger.newest(), signer)));
  }
  return all;
}

}  // namespace bench
