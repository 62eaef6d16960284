#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "cli/sample/sample.hpp"
#include "cli/sample/table.hpp"
#include "ledger/result.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/cli/sample_books.hpp"

namespace fs = std::filesystem;
using cli::sample::millionths;
using cli::sample::read_table;

namespace {

constexpr const char* header = "year,region,province,city,chemistry,retired_t,energy_mwh\n";

class TableFile {
 public:
  explicit TableFile(const std::string& text) {
    std::string name = (fs::temp_directory_path() / "table-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
    std::ofstream(path()) << text;
  }
  ~TableFile() { fs::remove_all(directory_); }
  TableFile(const TableFile&) = delete;
  TableFile& operator=(const TableFile&) = delete;
  [[nodiscard]] fs::path path() const { return directory_ / "table.csv"; }
  [[nodiscard]] fs::path sample() const { return directory_ / "sample"; }

 private:
  fs::path directory_;
};

}  // namespace

TEST_CASE("tonnes become grams without floating point", "[sample]") {
  CHECK(millionths("0.881") == 881'000);
  CHECK(millionths("12") == 12'000'000);
  CHECK(millionths("0.0000005") == 1);
  CHECK(millionths("0.00000049") == 0);
  CHECK(millionths("1.23456789") == 1'234'568);
  for (const char* wrong : {"", ".", "1.", ".5", "-1", "1e3", "1,5", "1.2.3", " 1", "99999999999"})
    CHECK_FALSE(millionths(wrong).has_value());
}

TEST_CASE("a table's rows are read for one year and sorted by place", "[sample]") {
  const TableFile file(std::string(header) +
                       "2024,CN-NX,Ningxia,Yinchuan City,NCM,1.5,0.2\r\n"
                       "2023,CN-NX,Ningxia,Yinchuan City,LFP,9,1\r\n"
                       "2024,CN-AH,Anhui,\"Bengbu City\",LFP,2.000001,0.25\n");
  const auto rows = read_table(file.path(), 2024);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].city == "Bengbu City");
  CHECK(rows[0].mass_g == 2'000'001);
  CHECK(rows[1].energy_wh == 200'000);
}

TEST_CASE("a mistake in a table is named with its line", "[sample]") {
  const auto refused = [](const std::string& row, const char* why) {
    const TableFile file(header + row);
    CHECK_THROWS_WITH(read_table(file.path(), 2024), ContainsSubstring(why));
  };
  refused("2024,CN-NX,Ningxia,Yinchuan City,NCM,1.5\n", "line 2: expected 7 fields");
  refused("2024,CN-NX,Ningxia,Yinchuan City,NCM,1.5,1,1\n", "line 2: expected 7 fields");
  refused("2024,China,Ningxia,Yinchuan City,NCM,1.5,1\n", "line 2: the region");
  refused("2024,CN-NX,Ningxia,Yinchuan City,LEAD,1.5,1\n", "line 2: the chemistry");
  refused("2024,CN-NX,Ningxia,Yinchuan City,LFP,1e3,1\n", "line 2: retired_t");
  refused("2024,CN-NX,Ningxia,Yin\x01,LFP,1,1\n", "line 2: the city");
  refused("2023,CN-NX,Ningxia,Yinchuan City,LFP,1,1\n", "no rows of the year 2024");
  refused(std::string(5'000, 'x') + "\n", "line 2: longer");
  const TableFile other("year,region,city\n");
  CHECK_THROWS_WITH(read_table(other.path(), 2024),
                    ContainsSubstring("line 1: expected the columns"));
}

TEST_CASE("each city retires what its rows say, to the gram", "[sample]") {
  const TableFile file(std::string(header) +
                       "2024,CN-NX,Ningxia,Yinchuan City,NCM,100.881123,14.5\n"
                       "2024,CN-NX,Ningxia,Yinchuan City,LFP,0.588,0.062\n"
                       "2024,CN-NX,Ningxia,Guyuan City,LFP,0.012,0\n"
                       "2024,CN-AH,Anhui,Anqing City,LFP,250.75,27.1\n");
  cli::sample::Options options;
  options.directory = file.sample();
  options.table = file.path();
  const auto summary = cli::sample::write_sample(options, {});
  std::map<std::string, std::string> city_of;
  std::map<std::string, std::int64_t> grams, energy;
  std::ifstream operators(file.sample() / "operators.jsonl");
  for (std::string line; std::getline(operators, line);) {
    const auto event = nlohmann::json::parse(line);
    if (event.contains("name")) city_of[event.at("subject")] = event.at("name");
  }
  std::ifstream events(file.sample() / "events-0001.jsonl");
  for (std::string line; std::getline(events, line);) {
    const auto event = nlohmann::json::parse(line);
    if (event.at("type") != "retire" || event.contains("lot") ||
        event.at("source") == "second_life_ended")
      continue;
    const std::string key =
        city_of.at(event.at("operator")) + " " + event.at("chemistry").get<std::string>();
    grams[key] += event.at("mass_g").get<std::int64_t>();
    energy[key] += event.value("energy_wh", std::int64_t{0});
    CHECK(event.at("at").get<std::string>().substr(0, 4) == "2024");
  }
  CHECK(grams == std::map<std::string, std::int64_t>{
                     {"Sample vehicle dismantler, Yinchuan City NCM", 100'881'123},
                     {"Sample vehicle dismantler, Yinchuan City LFP", 588'000},
                     {"Sample vehicle dismantler, Guyuan City LFP", 12'000},
                     {"Sample vehicle dismantler, Anqing City LFP", 250'750'000}});
  CHECK(summary.retired_g == 100'881'123 + 588'000 + 12'000 + 250'750'000);
  const auto yinchuan = energy.at("Sample vehicle dismantler, Yinchuan City NCM");
  CHECK(std::abs(yinchuan - 14'500'000) < 14'500'000 / 50);
}
