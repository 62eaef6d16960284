#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include <sodium.h>

#include "ledger/result.hpp"
#include "tests/bench/work.hpp"

namespace bench {
namespace {

constexpr std::size_t note_bytes = 230;

/// Verifies until the time is over; returns how often.
std::int64_t verify_until(std::chrono::steady_clock::time_point end) {
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> key{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
  std::array<unsigned char, crypto_sign_SEEDBYTES> seed{};
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  std::array<unsigned char, note_bytes> note{};
  crypto_sign_seed_keypair(key.data(), secret.data(), seed.data());
  crypto_sign_detached(signature.data(), nullptr, note.data(), note.size(), secret.data());
  std::int64_t done = 0;
  while (std::chrono::steady_clock::now() < end) {
    for (int i = 0; i < 100; ++i, ++done)
      ledger::require(
          crypto_sign_verify_detached(signature.data(), note.data(), note.size(), key.data()) == 0,
          "what was signed verifies");
  }
  return done;
}

}  // namespace

json verify_bare(std::size_t threads, double seconds) {
  ledger::require(sodium_init() >= 0, "libsodium starts");
  Stopwatch watch;
  watch.start();
  const auto end = std::chrono::steady_clock::now() +
                   std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                       std::chrono::duration<double>(seconds));
  std::atomic<std::int64_t> done = 0;
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < threads; ++i)
    workers.emplace_back([&] { done += verify_until(end); });
  for (std::thread& worker : workers) worker.join();
  watch.stop();
  return {{"entries", done.load()}, {"wall_s", watch.wall_s()}, {"cpu_s", watch.cpu_s()}};
}

}  // namespace bench
