#include "cli/record/csv_input.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "cli/text.hpp"

namespace cli {
namespace {

std::string bytes_of(const std::string& file, std::istream& in) {
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

std::string extension_of(const std::string& file) {
  std::string extension = std::filesystem::path(file).extension();
  for (char& c : extension)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return extension;
}

}  // namespace

bool is_named_lines(const std::string& file) {
  const std::string extension = extension_of(file);
  return extension == ".jsonl" || extension == ".ndjson" || extension == ".json";
}

bool is_csv(const std::string& file) {
  if (extension_of(file) == ".csv") return true;
  // What is read from a pipe is gone for whoever reads it next.
  if (is_named_lines(file) || !std::filesystem::is_regular_file(file)) return false;
  std::ifstream in(file, std::ios::binary);
  std::string start(std::size_t{4096}, '\0');
  in.read(start.data(), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(in.gcount()));
  const std::size_t mark = start.starts_with("\xef\xbb\xbf") ? 3 : 0;
  const std::size_t first = start.find_first_not_of(" \t\r\n", mark);
  return first != std::string::npos && start[first] != '{' && start[first] != '[';
}

bool is_csv(std::istream& in) {
  const int first = in.peek();
  return first != std::istream::traits_type::eof() &&
         std::string_view("{[ \t\r\n").find(static_cast<char>(first)) == std::string_view::npos;
}

CsvInputs::CsvInputs(Context& context, ledger::CsvOptions options, OpeningsFile& openings,
                     RefusedFile* refused)
    : context_(context), options_(std::move(options)), openings_(openings), refused_(refused) {}

void CsvInputs::tell(const std::string& file, const ledger::CsvProblem& problem) {
  if (++problems_ > problems_said_max) return;
  std::string what = problem.message;
  if (problem.column > 0)
    what += " (column " + std::to_string(problem.column) +
            (problem.header.empty() ? ")" : ", " + problem.header + ")");
  const Problem said{.exit = ExitCode::refused,
                     .name = problem.code,
                     .what = what,
                     .hint = problem.hint,
                     .file = file,
                     .line = problem.row};
  if (context_.globals.json)
    unsaid_.push_back(said);
  else
    complain(context_, said);
}

Input CsvInputs::read(const std::string& file) {
  auto table = std::make_shared<CsvTable>();
  table->name = file;
  table->options = options_;
  std::ifstream opened;
  if (file != "-") opened.open(file, std::ios::binary);
  table->bytes = bytes_of(file, file == "-" ? context_.streams.in : opened);
  table->file = ledger::read_csv(table->bytes, options_);
  for (const ledger::CsvProblem& problem : table->file.problems) tell(file, problem);
  left_out_ += table->file.left_out;
  if (refused_ == nullptr) table->bytes = {};
  Input input;
  input.name = file;
  auto lines = std::make_shared<std::stringstream>();
  for (const ledger::CsvEvent& event : table->file.events) {
    *lines << event.json << '\n';
    for (const ledger::SealedText& opening : event.openings)
      openings_.add(options_.operator_id, opening);
  }
  input.stream = lines.get();
  input.owned = std::move(lines);
  input.table = table;
  if (refused_ != nullptr) refused_->add_table(std::move(table));
  return input;
}

}  // namespace cli
