#include <fstream>
#include <random>

#include "ledger/chain/proof.hpp"
#include "ledger/chain/tile_path.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/clock.hpp"
#include "ledger/crypto/sha256.hpp"
#include "tests/bench/work.hpp"

namespace bench {
namespace {

namespace chain = ledger::chain;
using ledger::Hash;

constexpr int proofs = 2000;
constexpr std::int64_t tile_bytes = 256 * std::tuple_size_v<Hash>;
const ledger::SystemClock the_clock;

/// The hashes of each level of a tree, one file a level, as tiles lie behind each other.
class LevelFiles {
 public:
  LevelFiles(std::int64_t size, const std::filesystem::path& directory) {
    std::vector<Hash> hashes(static_cast<std::size_t>(size));
    for (std::size_t i = 0; i < hashes.size(); ++i)
      hashes[i] = ledger::crypto::leaf_hash(std::to_string(i));
    for (int level = 0; !hashes.empty(); ++level) {
      const auto file = directory / ("level" + std::to_string(level));
      std::ofstream(file, std::ios::binary)
          .write(reinterpret_cast<const char*>(hashes.data()),
                 static_cast<std::streamsize>(hashes.size() * sizeof(Hash)));
      files_.emplace_back(file, std::ios::binary);
      std::vector<Hash> above;
      for (std::size_t i = 0; i + 256 <= hashes.size(); i += 256)
        above.push_back(chain::tile_root(
            {reinterpret_cast<const char*>(&hashes[i]), static_cast<std::size_t>(tile_bytes)}));
      hashes = std::move(above);
    }
  }

  std::string tile(std::int64_t level, std::int64_t number) {
    std::ifstream& file = files_.at(static_cast<std::size_t>(level));
    std::string bytes(static_cast<std::size_t>(tile_bytes), '\0');
    file.clear();
    file.seekg(number * tile_bytes);
    file.read(bytes.data(), tile_bytes);
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
  }

 private:
  std::vector<std::ifstream> files_;
};

}  // namespace

json export_tiles(const std::filesystem::path& directory, const std::filesystem::path& target) {
  const auto ledger = ledger::Ledger::open(directory, ledger::Ledger::Access::read, the_clock);
  Stopwatch watch;
  watch.start();
  const auto done = ledger.export_tiles(target, {});
  watch.stop();
  return {{"entries", done.size},
          {"files", done.files},
          {"wall_s", watch.wall_s()},
          {"cpu_s", watch.cpu_s()}};
}

json prove_from_tiles(std::int64_t size, const std::filesystem::path& directory) {
  LevelFiles files(size, directory);
  const chain::TileReader tile = [&](std::int64_t level, std::int64_t number) {
    return files.tile(level, number);
  };
  const Hash root = chain::root_from_tiles(size, tile);
  std::mt19937_64 random(1);
  std::vector<double> all;
  for (int i = 0; i < proofs; ++i) {
    const auto index = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(size));
    Stopwatch watch;
    watch.start();
    const auto path = chain::inclusion_path(index, size, tile);
    watch.stop();
    all.push_back(watch.wall_s());
    const Hash leaf = ledger::crypto::leaf_hash(std::to_string(index));
    ledger::require(chain::root_of_inclusion(leaf, index, size, path) == root,
                    "a proof from tiles is right");
  }
  return {{"mean_ms", mean(all) * 1e3}, {"p99_ms", quantile(all, 990) * 1e3}};
}

}  // namespace bench
