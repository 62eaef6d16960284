#include "cli/record/csv_input.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <utility>

#include "cli/problem.hpp"
#include "cli/text.hpp"

namespace cli {
namespace {

constexpr std::int64_t said_max = 20;

std::string bytes_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes;
  // One byte more than the limit is enough to know that there are too many.
  std::vector<char> block(std::size_t{1} << 16U);
  while (bytes.size() <= ledger::csv_bytes_max &&
         (in.read(block.data(), static_cast<std::streamsize>(block.size())), in.gcount() > 0))
    bytes.append(block.data(), static_cast<std::size_t>(in.gcount()));
  if (in.bad()) throw ledger::Failure("reading " + file + " failed");
  if (bytes.size() > ledger::csv_bytes_max)
    misused(file + " is larger than " + grouped(ledger::csv_bytes_max) + " bytes",
            "split it: each part begins with the heading row");
  return bytes;
}

}  // namespace

bool is_csv(const std::string& file) {
  const std::string extension = std::filesystem::path(file).extension();
  return extension == ".csv" || extension == ".CSV";
}

CsvInputs::CsvInputs(Context& context, ledger::CsvOptions options, OpeningsFile& openings,
                     RefusedFile* refused)
    : context_(context), options_(std::move(options)), openings_(openings), refused_(refused) {}

void CsvInputs::tell(const std::string& file, const ledger::CsvProblem& problem) {
  ++problems_;
  if (refused_ != nullptr) return refused_->add(file, problem);
  if (problems_ > said_max) return;
  std::string what = problem.message;
  if (problem.column > 0)
    what += " (column " + std::to_string(problem.column) +
            (problem.header.empty() ? ")" : ", " + problem.header + ")");
  complain(context_, Problem{.exit = ExitCode::refused,
                             .name = problem.code,
                             .what = what,
                             .hint = problem.hint,
                             .file = file,
                             .line = problem.row});
}

Input CsvInputs::read(const std::string& file) {
  const ledger::CsvFile table = ledger::read_csv(bytes_of(file), options_);
  for (const ledger::CsvProblem& problem : table.problems) tell(file, problem);
  Input input;
  input.name = file;
  auto lines = std::make_shared<std::stringstream>();
  for (const ledger::CsvEvent& event : table.events) {
    *lines << event.json << '\n';
    input.rows.push_back(event.first_row);
    for (const ledger::SealedText& opening : event.openings)
      openings_.add(options_.operator_id, opening);
  }
  input.stream = lines.get();
  input.owned = std::move(lines);
  return input;
}

}  // namespace cli
