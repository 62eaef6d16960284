#include <array>
#include <fstream>

#include <fmt/format.h>

#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/encoding/codes.hpp"
#include "ledger/encoding/time.hpp"
#include "tests/bench/stream.hpp"

namespace bench {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t collectors = 20, recyclers = 5, batch = 1000;
constexpr std::int64_t first_at_s = 1'704'240'000;  // 2024-01-03T08:00:00+08:00

/// There is no region 990000: nobody's id.
std::string operator_id(std::string_view category, std::int64_t number) {
  std::string id = fmt::format("{}990000BENCH{:04}", category, number);
  id += ledger::encoding::credit_code_check(id).value();
  return id;
}

ledger::Signer signer_for(const std::string& operator_id) {
  std::array<std::uint8_t, 32> seed{};
  for (std::size_t i = 0; i < seed.size(); ++i)
    seed[i] = static_cast<std::uint8_t>(operator_id[i % operator_id.size()]);
  return ledger::Signer(operator_id + "/desk", seed);
}

/// Serial numbers in no order, as batteries come in: the step has no factor in common with 10^7.
std::string code(std::int64_t unit) {
  return fmt::format("000PE000000000A1A{:07}", unit * 7'654'321 % 10'000'000);
}

/// A paper of the event: hashes are what events are made of, and what nothing can pack smaller.
std::string paper(std::string_view kind, std::string_view of) {
  return fmt::format(R"("documents":[{{"kind":"{}","sha256":"{}"}}])", kind,
                     ledger::encoding::base64(ledger::crypto::leaf_hash(of)));
}

/// The four things that happen to a pack. Members in canonical order.
enum class Step : std::uint8_t { retire, inspect, dispatch, receive };

class Writer {
 public:
  Writer(Stream& stream, const fs::path& directory) : stream_(stream) {
    for (std::int64_t i = 0; i < collectors; ++i) collectors_.push_back(operator_id("91", 1 + i));
    for (std::int64_t i = 0; i < recyclers; ++i) recyclers_.push_back(operator_id("91", 501 + i));
    stream_.authority = operator_id("12", 1);
    add_signer(stream_.authority);
    for (const auto& id : collectors_) add_signer(id);
    for (const auto& id : recyclers_) add_signer(id);
    stream_.operators = directory / "operators.jsonl";
    stream_.files = {directory / "events.jsonl"};
  }

  void write(std::int64_t events) {
    std::ofstream out(stream_.operators, std::ios::binary);
    for (const auto& id : collectors_) enrol(out, id, "collector");
    for (const auto& id : recyclers_) enrol(out, id, "recycler");
    out.close();
    stream_.events = stream_.bytes = 0;
    out.open(stream_.files[0], std::ios::binary);
    // 20,000 packs are on their way at a time: what happens to one lies 20 batches apart.
    for (std::int64_t round = 0; stream_.events < events; ++round)
      for (const Step step : {Step::retire, Step::inspect, Step::dispatch, Step::receive})
        for (std::int64_t i = 0; i < collectors * batch && stream_.events < events; ++i)
          event(out, step, i / batch, round * collectors * batch + i);
    out.close();
    if (!out) throw ledger::Failure("the events to measure with could not be written");
  }

 private:
  void add_signer(const std::string& id) { stream_.signers.emplace(id, signer_for(id)); }

  void line(std::ofstream& out, const std::string& text) {
    out << text << '\n';
    ++stream_.events;
    stream_.bytes += static_cast<std::int64_t>(text.size());
  }

  void enrol(std::ofstream& out, const std::string& id, std::string_view role) {
    line(out,
         fmt::format(R"({{"at":"2024-01-02T09:00:00+08:00","id":"E-{}",)"
                     R"("key":"{}","name":"Made-up company {}","operator":"{}",)"
                     R"("region":"CN-FJ","roles":["{}"],"subject":"{}","type":"enroll","v":1}})",
                     id, signer_for(id).verifier().text(), id, stream_.authority, role, id));
  }

  void event(std::ofstream& out, Step step, std::int64_t collector, std::int64_t unit) {
    const auto at = ledger::encoding::local_time_text(first_at_s + stream_.events / 50, 480);
    const std::string& from = collectors_[static_cast<std::size_t>(collector)];
    const std::string& to = recyclers_[static_cast<std::size_t>(collector % recyclers)];
    const std::int64_t mass_g = 380'000 + unit * 7919 % 90'000;
    switch (step) {
      case Step::retire:
        return line(
            out, fmt::format(
                     R"({{"at":"{}","chemistry":"NCM","code_scheme":"gbt34014-24",{},)"
                     R"("energy_wh":52000,"id":"R-{:07}","level":"pack","mass_basis":"weighed",)"
                     R"("mass_g":{},"operator":"{}","origin":"vehicle","raw_code":"{}",)"
                     R"("region":"CN-FJ","source":"scrapped_vehicle","type":"retire",)"
                     R"("unit":"{}","v":1}})",
                     at, paper("photo", code(unit)), unit, mass_g, from, code(unit), code(unit)));
      case Step::inspect:
        return line(out, fmt::format(R"({{"at":"{}","decision":"recycle",{},"energy_wh":41000,)"
                                     R"("id":"I-{:07}","method":"pulse_test","operator":"{}",)"
                                     R"("soh_permille":{},"type":"inspect","unit":"{}","v":1}})",
                                     at, paper("test", code(unit)), unit, from, 600 + unit % 200,
                                     code(unit)));
      case Step::dispatch:
        return line(
            out,
            fmt::format(R"({{"at":"{}",{},"id":"D-{:07}","items":[{{"mass_g":{},"unit":"{}"}}],)"
                        R"("mass_basis":"weighed","operator":"{}","to":"{}",)"
                        R"("transfer":"WB-{:07}","type":"dispatch","un_number":"UN3480","v":1,)"
                        R"("waste_code":"900-044-49"}})",
                        at, paper("slip", code(unit)), unit, mass_g, code(unit), from, to, unit));
      case Step::receive:
        return line(out,
                    fmt::format(R"({{"at":"{}",{},"from":"{}","id":"A-{}-{:07}","items":[)"
                                R"({{"accepted_g":{},"received_g":{},"refused_g":0,"unit":"{}"}}],)"
                                R"("mass_basis":"weighed","operator":"{}","transfer":"WB-{:07}",)"
                                R"("type":"receive","v":1,"waste_code":"900-044-49"}})",
                                at, paper("weighbridge", code(unit)), from, collector, unit, mass_g,
                                mass_g, code(unit), to, unit));
    }
  }

  Stream& stream_;
  std::vector<std::string> collectors_, recyclers_;
};

}  // namespace

Stream plain_stream(const fs::path& directory, std::int64_t events) {
  fs::create_directories(directory);
  Stream stream;
  Writer(stream, directory).write(events);
  return stream;
}

}  // namespace bench
