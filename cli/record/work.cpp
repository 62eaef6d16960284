#include "cli/record/work.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace cli {
namespace {

namespace fs = std::filesystem;

bool is_workbook(const std::string& file) {
  const std::string extension = fs::path(file).extension();
  return extension == ".xlsx" || extension == ".xls" || extension == ".ods" || extension == ".et";
}

void look_at(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    if (file == "-") continue;
    if (!fs::exists(file)) not_found("there is no file " + file, "look for a slip in the path");
    if (fs::is_directory(file)) misused(file + " is a directory", "name the files in it");
    if (is_workbook(file))
      misused(file + " is a workbook", "save the sheet as \"CSV UTF-8\" and record that file");
    // Opening a pipe and closing it again would take it away from its writer.
    if (fs::is_regular_file(file) && !std::ifstream(file))
      throw ledger::Failure("the file " + file + " cannot be opened; look at its permissions");
  }
}

void make_receipts_directory(const std::string& directory) {
  std::error_code failed;
  fs::create_directories(directory, failed);
  if (!fs::is_directory(directory, failed))
    misused(directory + " is no directory and cannot be made one", "name another for --receipts");
}

ledger::CsvOptions csv_options(const RecordOptions& options, const Keyring& keys) {
  const auto operator_id = options.operator_id ? options.operator_id : keys.only_operator();
  if (!operator_id) misused("who reports the CSV is not known", "add --key FILE, or --operator ID");
  // GB18030 holds every text of GBK.
  const auto encoding =
      options.encoding == "gbk" ? std::optional<std::string>("gb18030") : options.encoding;
  return {*operator_id, keys.of(*operator_id), encoding};
}

void read_inputs(Context& context, const RecordOptions& options, RecordWork& work) {
  std::optional<CsvInputs> tables;
  for (const std::string& file : options.files) {
    const bool is_stdin = file == "-";
    if (is_stdin ? is_csv(context.streams.in) : is_csv(file)) {
      if (!tables)
        tables.emplace(context, csv_options(options, work.keys), work.openings,
                       work.refused_file());
      work.inputs.push_back(tables->read(file));
    } else {
      work.inputs.push_back({file, is_stdin ? &context.streams.in : nullptr});
    }
  }
  const auto is_table = [](const Input& input) { return input.table != nullptr; };
  const auto count = std::count_if(work.inputs.begin(), work.inputs.end(), is_table);
  if (work.refused && count > 0 && count < std::ssize(work.inputs))
    misused("--errors is one table or JSON Lines, and both are to be recorded",
            "record the tables first, then the JSON Lines");
  if (tables) work.left_out = {tables->left_out(), tables->problems(), tables->unsaid()};
}

}  // namespace

RecordWork prepare_work(Context& context, const RecordOptions& options) {
  look_at(options.files);
  RecordWork work;
  const bool has_keys = !options.keys.files.empty() || options.keys.directory;
  if (!options.dry_run || has_keys) work.keys = Keyring(context, options.keys);
  if (options.openings) work.openings = OpeningsFile(*options.openings);
  if (options.errors) work.refused.emplace(*options.errors);
  if (options.receipts) make_receipts_directory(*options.receipts);
  read_inputs(context, options, work);
  return work;
}

std::optional<std::int64_t> count_events(const std::vector<Input>& inputs) {
  std::int64_t events = 0;
  for (const Input& input : inputs) {
    if (input.table) {
      events += std::ssize(input.table->file.events);
      continue;
    }
    if (input.stream != nullptr || !fs::is_regular_file(input.name)) return std::nullopt;
    std::ifstream in(input.name, std::ios::binary);
    for (std::string line; std::getline(in, line);)
      if (line.find_first_not_of(" \t\r") != std::string::npos) ++events;
  }
  return events;
}

std::int64_t count_lines(const Context& context, const std::vector<Input>& inputs) {
  if (!context.environment.err_is_terminal) return 0;
  std::int64_t lines = 0;
  std::vector<char> block(std::size_t{1} << 16U);
  for (const Input& input : inputs) {
    if (input.stream != nullptr || !fs::is_regular_file(input.name)) return 0;
    std::ifstream in(input.name, std::ios::binary);
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())), in.gcount() > 0)
      lines += std::count(block.begin(), block.begin() + in.gcount(), '\n');
  }
  return lines;
}

}  // namespace cli
