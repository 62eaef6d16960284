// Who there is: made-up companies in real provinces, more of them for more batteries.
#include <algorithm>

#include <fmt/format.h>

#include "cli/sample/shares.hpp"
#include "cli/sample/world.hpp"

namespace cli::sample {
namespace {

using ledger::Role;

constexpr std::int64_t batteries_a_cluster = 30'000;

Operator& add(World& world, Role role, std::string_view trade, std::string_view region) {
  auto company = std::make_unique<Operator>();
  const bool office = role == Role::authority || role == Role::regulator;
  company->id = world.codes.credit_code(office ? "11" : "91");
  company->role = role;
  company->region = region;
  company->name = fmt::format("示例{}号{}（样本）", world.operators.size() + 1, trade);
  if (!office) company->sites = {"S1"};
  world.operators.push_back(std::move(company));
  return *world.operators.back();
}

Dismantler dismantler(World& world, Supply supply, std::string_view region) {
  Operator& company = add(world, Role::vehicle_dismantler, "报废汽车拆解有限公司", region);
  return {&company, std::move(supply)};
}

void license(Operator& company, std::int64_t grams_a_year) {
  // The norms' least capacity is 5,000 t a year (domain.md 1.5).
  company.capacity_t = std::max<std::int64_t>(5'000, grams_a_year / 1'000'000'000 * 1'000 + 1'000);
  company.sites = {"S1", "S2"};
}

/// Collectors, recyclers and the rest for the dismantlers that the cluster has.
void complete(World& world, Cluster& cluster, const std::vector<std::string>& regions) {
  std::int64_t grams = 0;
  for (const Dismantler& each : cluster.dismantlers) grams += each.supply.expected_g();
  const auto region = [&](std::size_t i) { return std::string_view(regions[i % regions.size()]); };
  const int collectors = grams > 2'000'000'000 ? 2 : 1;
  for (int i = 0; i < collectors; ++i)
    cluster.collectors.push_back(&add(world, Role::collector, "动力电池回收服务网点有限公司",
                                      region(static_cast<std::size_t>(i))));
  cluster.recyclers = {&add(world, Role::recycler, "再生利用科技有限公司", region(1)),
                       &add(world, Role::recycler, "电池破碎有限公司", region(0))};
  license(*cluster.recyclers[0], grams);
  license(*cluster.recyclers[1], grams / 2);
  if (cluster.number == 0) {
    cluster.smelter = &add(world, Role::recycler, "火法冶炼有限公司", region(0));
    license(*cluster.smelter, grams / 4);
  }
  cluster.repurposer = &add(world, Role::repurposer, "梯次利用储能有限公司", region(2));
}

// Without a table: each cluster has an equal stretch of the line on which provinces lie by share.
void clusters_by_share(World& world) {
  const std::int64_t batteries = world.options.batteries;
  const std::int64_t count = std::max((batteries + batteries_a_cluster - 1) / batteries_a_cluster,
                                      std::clamp<std::int64_t>(batteries / 500, 1, 6));
  for (std::int64_t k = 0; k < count; ++k) {
    const std::int64_t from = province_line * k / count, to = province_line * (k + 1) / count;
    const std::int64_t packs = batteries * (k + 1) / count - batteries * k / count;
    const std::int64_t companies = packs < 300 ? 1 : packs < 5'000 ? 2 : 3;
    Cluster& cluster = world.clusters.emplace_back();
    cluster.number = static_cast<int>(k);
    std::vector<std::string> regions;
    for (std::int64_t i = 0; i < companies; ++i) {
      regions.emplace_back(province_at(from + (to - from) * (2 * i + 1) / (2 * companies)));
      const std::int64_t share = packs * (i + 1) / companies - packs * i / companies;
      cluster.dismantlers.push_back(
          dismantler(world, Supply(share, from, to, world.options.year), regions.back()));
    }
    complete(world, cluster, regions);
  }
}

// With a table: one dismantler a city, one cluster a region. Rows come sorted by both.
void clusters_by_table(World& world, const std::vector<TableRow>& rows) {
  for (std::size_t i = 0; i < rows.size();) {
    const std::string region = rows[i].region;
    Cluster& cluster = world.clusters.emplace_back();
    cluster.number = static_cast<int>(world.clusters.size()) - 1;
    while (i < rows.size() && rows[i].region == region) {
      const std::string city = rows[i].city;
      std::vector<TableRow> of_city;
      for (; i < rows.size() && rows[i].region == region && rows[i].city == city; ++i)
        of_city.push_back(rows[i]);
      cluster.dismantlers.push_back(dismantler(world, Supply(std::move(of_city)), region));
      cluster.dismantlers.back().company->name = fmt::format("Sample vehicle dismantler, {}", city);
    }
    complete(world, cluster, {region});
  }
}

}  // namespace

void make_companies(World& world, const std::vector<TableRow>& rows) {
  world.authority = &add(world, Role::authority, "主管机关", "CN-BJ");
  add(world, Role::regulator, "监管机构", "CN-BJ");
  world.maker = &add(world, Role::battery_maker, "动力电池制造有限公司", "CN-FJ");
  world.importer = &add(world, Role::importer, "汽车进口有限公司", "CN-SH");
  world.outsiders = {world.codes.credit_code("91"), world.codes.credit_code("91")};
  if (rows.empty()) {
    clusters_by_share(world);
  } else {
    clusters_by_table(world, rows);
  }
  for (Cluster& cluster : world.clusters)
    cluster.random = Random(mix(world.options.seed, static_cast<std::uint64_t>(cluster.number)));
}

}  // namespace cli::sample
