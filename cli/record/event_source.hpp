#pragma once

#include <cstdint>
#include <fstream>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/record/line_reader.hpp"
#include "ledger/csv.hpp"
#include "ledger/ledger.hpp"

namespace cli {

/// Where an event was read, or the cell that a refusal is about.
struct EventPlace {
  std::string file;
  std::int64_t line = 0;
  std::string header = {};  ///< of the cell's column, in a table
};

/// A table that was read, and what it was read from.
struct CsvTable {
  std::string name, bytes;
  ledger::CsvOptions options;
  ledger::CsvFile file;
};

/// A file of events, or a stream that is open already (standard input).
struct Input {
  std::string name;
  std::istream* stream = nullptr;  ///< null: the file `name` is opened when its turn comes
  std::shared_ptr<std::istream> owned = {};    ///< keeps `stream` when nobody else does
  std::shared_ptr<const CsvTable> table = {};  ///< whose events the lines are, if any's

  /// Where the thing is that a JSON Pointer into the event of this line leads to.
  [[nodiscard]] EventPlace place_of(std::int64_t line, std::string_view pointer = {}) const;
};

/// The lines of one batch.
struct BatchLines {
  std::int64_t piece = -1;
  std::vector<std::int64_t> numbers;
  std::vector<std::int64_t> known;  ///< lines left out since they are recorded already
};

/// What is said of a line that was not even kept.
[[nodiscard]] tl::unexpected<ledger::Error> line_too_long();

/// JSON Lines as batches: pieces of lines, parsed at the same time by several threads, cut where
/// the operator changes, signed. Keeps the text of what is not settled yet, so that a refused event
/// can be shown with its file and line, and everything else be tried again without it.
class EventSource final : public ledger::BatchSource {
 public:
  /// Signs events of one operator; refuses when there is no key for it. Called by several threads.
  using Sign = std::function<ledger::Result<ledger::SignedBatch>(std::vector<ledger::Event>)>;
  struct Limits {
    std::size_t batch_events = 1000;
    std::size_t piece_lines = 2000;
    std::size_t piece_bytes = std::size_t{4} << 20U;
  };

  /// A line that is no event, or that nobody here can sign.
  struct BadLine {
    EventPlace place;
    std::string text;
  };

  EventSource(std::vector<Input> inputs, Sign sign, Limits limits,
              std::function<bool()> interrupted);

  std::optional<std::string> next() override;
  std::vector<ledger::Result<ledger::SignedBatch>> prepare(std::string piece) override;
  ledger::SignedBatch without(ledger::SignedBatch batch,
                              const std::vector<std::size_t>& known) override;

  // The members below are for the importing thread.

  /// The first `count` answers still open (batches or refused lines, in order) are final. How many
  /// lines said word for word what another line of the same batch says, and were left out of it.
  std::int64_t settle(std::int64_t count);
  /// The line that `prepare` refused with this error; nothing when the error is not of its making.
  [[nodiscard]] std::optional<BadLine> bad_line(const ledger::Error& error) const;
  /// The lines of a batch not settled yet, by the signed head it had.
  [[nodiscard]] BatchLines lines_of(std::string_view head) const;
  [[nodiscard]] EventPlace place_of(const BatchLines& lines, std::size_t position,
                                    std::string_view pointer = {}) const;
  [[nodiscard]] std::string text_of(const BatchLines& lines, std::size_t position) const;
  /// After an import that stopped at this batch: the next import begins with it again, without the
  /// events at these positions and those known already, and goes on with what came after it.
  void resume_at(const BatchLines& lines, const std::vector<std::size_t>& refused);

 private:
  /// One answer of `prepare`.
  struct Answer {
    std::size_t head_hash = 0;  ///< 0 for a refused line
    std::vector<std::int64_t> lines, known;
    std::int64_t repeats = 0;  ///< lines left out since the batch says the same already
  };
  struct Piece {
    std::size_t input = 0;
    LinePiece lines;
    std::int64_t from_line = 0;
    std::set<std::int64_t> skipped;
    bool is_prepared = false;
    std::size_t settled = 0;
    std::vector<Answer> answers;
  };
  class Cutter;

  std::optional<LinePiece> read_lines();
  [[nodiscard]] const Piece& piece(std::int64_t number) const;

  std::vector<Input> inputs_;
  Sign sign_;
  Limits limits_;
  std::function<bool()> interrupted_;

  std::size_t input_ = 0;
  std::ifstream file_;
  std::unique_ptr<LineReader> reader_;

  mutable std::mutex mutex_;  ///< guards what follows
  std::map<std::int64_t, Piece> pieces_;
  std::int64_t read_ = 0, served_ = 0;  ///< pieces
  /// An error about one of them has -2 - position in `event`, which no other error has.
  std::vector<BadLine> bad_lines_;
};

}  // namespace cli
