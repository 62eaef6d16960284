#include "ledger/report/facts.hpp"

#include <nlohmann/json.hpp>

#include "fact_tables.hpp"
#include "ledger/result.hpp"

namespace ledger::report {
namespace {

using nlohmann::json;

json fact_file(std::string_view name) {
  for (const EmbeddedText& each : fact_tables)
    if (each.name == name) return json::parse(each.content);
  require(false, "a table of schema/ is compiled in");
  return {};
}

template <class E>
E listed_or_stop(const json& name) {
  const auto value = listed<E>(name.get<std::string>());
  require(value.has_value(), "a table of schema/ uses listed values");
  return *value;
}

std::vector<NormFact> read_norms() {
  std::vector<NormFact> out;
  const json file = fact_file("norms");
  for (const json& row : file.at("norms")) {
    NormFact fact;
    row.at("id").get_to(fact.id);
    row.at("source").get_to(fact.source);
    for (const json& name : row.at("elements"))
      fact.elements.push_back(listed_or_stop<Element>(name));
    fact.together = row.value("together", false);
    row.at("permille").get_to(fact.permille);
    row.at("valid_from_year").get_to(fact.from_year);
    if (row.contains("valid_to_year")) fact.to_year = row["valid_to_year"].get<std::int64_t>();
    out.push_back(std::move(fact));
  }
  return out;
}

std::vector<NationalFact> read_national() {
  std::vector<NationalFact> out;
  const json file = fact_file("national_figures");
  for (const json& row : file.at("figures"))
    out.push_back({row.at("year").get<std::int64_t>(), row.at("mass_t").get<std::int64_t>(),
                   listed_or_stop<Bound>(row.at("bound")), row.at("kind") == "target",
                   row.at("source").get<std::string>()});
  return out;
}

}  // namespace

const std::vector<NormFact>& norm_facts() {
  static const std::vector<NormFact> facts = read_norms();
  return facts;
}

const std::vector<NationalFact>& national_facts() {
  static const std::vector<NationalFact> facts = read_national();
  return facts;
}

}  // namespace ledger::report
