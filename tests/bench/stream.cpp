#include "tests/bench/stream.hpp"

#include <algorithm>
#include <fstream>

#include "cli/sample/sample.hpp"

namespace bench {
namespace {

namespace fs = std::filesystem;

/// Events the sample generator makes for a battery, in permille; a little less, so that a stream
/// has at least the events that were asked for.
constexpr std::int64_t events_per_battery_permille = 3190;
constexpr std::size_t piece_events = 2000;

/// A batch in the file: a line "head bytes, events", the head, one line an event.
class SignedFile final : public ledger::BatchSource {
 public:
  explicit SignedFile(const fs::path& file) : in_(file, std::ios::binary) {
    if (!in_) throw ledger::Failure("the signed events " + file.string() + " cannot be opened");
  }

  std::optional<std::string> next() override {
    std::string piece, line;
    std::size_t in_piece = 0;
    while (in_piece < piece_events && std::getline(in_, line)) {
      const std::size_t head_bytes = std::stoull(line);
      const std::size_t events = std::stoull(line.substr(line.find(' ')));
      piece.append(line).push_back('\n');
      const std::size_t at = piece.size();
      piece.resize(at + head_bytes);
      in_.read(piece.data() + at, static_cast<std::streamsize>(head_bytes));
      for (std::size_t i = 0; i < events && std::getline(in_, line); ++i)
        piece.append(line).push_back('\n');
      in_piece += events;
    }
    if (piece.empty()) return std::nullopt;
    return piece;
  }

  std::vector<ledger::Result<ledger::SignedBatch>> prepare(std::string piece) override {
    std::vector<ledger::Result<ledger::SignedBatch>> batches;
    std::string_view rest = piece;
    while (!rest.empty()) batches.push_back(read_batch(rest));
    return batches;
  }

  ledger::SignedBatch without(ledger::SignedBatch, const std::vector<std::size_t>&) override {
    throw ledger::Failure("the events to measure with are not recorded yet");
  }

 private:
  static std::string_view take_line(std::string_view& rest) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    return line;
  }

  static ledger::Result<ledger::SignedBatch> read_batch(std::string_view& rest) {
    const std::string sizes(take_line(rest));
    const std::size_t head_bytes = std::stoull(sizes);
    const std::size_t count = std::stoull(sizes.substr(sizes.find(' ')));
    ledger::SignedBatch batch;
    batch.head = rest.substr(0, head_bytes);
    rest.remove_prefix(head_bytes);
    batch.events.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      auto event = ledger::read_event(take_line(rest));
      if (!event) return tl::unexpected(event.error());
      batch.events.push_back(std::move(*event));
    }
    return batch;
  }

  std::ifstream in_;
};

/// Gathers events of one operator and writes them signed.
class SignedWriter {
 public:
  SignedWriter(const Stream& stream, const ledger::Ledger& ledger, std::size_t batch_events,
               const fs::path& file)
      : stream_(stream),
        origin_(ledger.info().origin),
        after_(ledger.newest()),
        batch_events_(batch_events),
        out_(file, std::ios::binary | std::ios::trunc) {}

  void add(std::string_view line) {
    auto event = ledger::read_event(line);
    if (!event)
      throw ledger::Failure("an event to measure with is refused: " + event.error().pointer + " " +
                            event.error().detail + ": " + std::string(line));
    if (run_.size() == batch_events_ ||
        (!run_.empty() && run_.front().operator_id != event->operator_id))
      sign();
    run_.push_back(std::move(*event));
  }

  std::int64_t finish() {
    sign();
    out_.close();
    if (!out_) throw ledger::Failure("the signed events could not be written");
    return batches_;
  }

 private:
  void sign() {
    if (run_.empty()) return;
    const auto& signer = stream_.signer_of(run_.front().operator_id);
    const auto batch = ledger::sign_batch(origin_, std::move(run_), after_, signer);
    out_ << batch.head.size() << ' ' << batch.events.size() << '\n' << batch.head;
    for (const ledger::Event& event : batch.events) out_ << event.bytes() << '\n';
    run_.clear();
    ++batches_;
  }

  const Stream& stream_;
  std::string origin_;
  ledger::After after_;
  std::size_t batch_events_;
  std::ofstream out_;
  std::vector<ledger::Event> run_;
  std::int64_t batches_ = 0;
};

}  // namespace

const ledger::Signer& Stream::signer_of(std::string_view operator_id) const {
  const auto found = signers.find(operator_id);
  ledger::require(found != signers.end(), "every operator of the stream has a key");
  return found->second;
}

double Stream::mean_bytes() const {
  return static_cast<double>(bytes) / static_cast<double>(events);
}

Stream sample_stream(const fs::path& directory, std::int64_t events) {
  cli::sample::Options options;
  options.directory = directory;
  options.batteries = std::max<std::int64_t>(1, events * 1000 / events_per_battery_permille);
  const auto summary = cli::sample::write_sample(options, {});
  Stream stream;
  stream.authority = summary.authority;
  stream.operators = directory / "operators.jsonl";
  for (const auto& file : fs::directory_iterator(directory))
    if (file.path().filename().string().starts_with("events-")) stream.files.push_back(file.path());
  std::sort(stream.files.begin(), stream.files.end());
  for (const auto& file : stream.files) {
    std::ifstream in(file, std::ios::binary);
    for (std::string line; std::getline(in, line); ++stream.events)
      stream.bytes += static_cast<std::int64_t>(line.size());
  }
  for (const auto& file : fs::directory_iterator(directory / "keys")) {
    auto signer = ledger::read_key_file(file.path(), std::nullopt);
    const std::string name = signer.verifier().name;
    stream.signers.emplace(name.substr(0, name.find('/')), std::move(signer));
  }
  return stream;
}

std::int64_t write_signed(const Stream& stream, const std::vector<fs::path>& events,
                          const ledger::Ledger& ledger, std::size_t batch_events,
                          const fs::path& file) {
  SignedWriter writer(stream, ledger, batch_events, file);
  for (const auto& name : events) {
    std::ifstream in(name, std::ios::binary);
    for (std::string line; std::getline(in, line);) writer.add(line);
  }
  return writer.finish();
}

std::unique_ptr<ledger::BatchSource> open_signed(const fs::path& file) {
  return std::make_unique<SignedFile>(file);
}

}  // namespace bench
