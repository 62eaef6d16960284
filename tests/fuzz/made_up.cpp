#include "tests/fuzz/made_up.hpp"

#include <array>

#include <fmt/format.h>

#include "ledger/chain/cosignature.hpp"
#include "ledger/chain/tree.hpp"
#include "ledger/crypto/sha256.hpp"
#include "ledger/encoding/base64.hpp"

namespace fuzz {

using namespace ledger;

namespace {

/// tests/vectors/tree/values.json
constexpr std::array<std::string_view, 6> leaf_texts{
    "G5Tx301dGT0w5/gWO9wPl3q/4hwU+Q/KwxKbfZxFAKA=", "kHVM+9p3cLTbe9Z5/kcQlfgvFQU7p6E+F4TGknNp9F8=",
    "Cs0wmPSw8kvPqh6OHU3obJBALFio+iROJfVtm4MayDc=", "G9tmgHa9mz/nekS+nCajoX9+jJQLf5crVsW/y1udqTM=",
    "JYNNNuRKWw5bttFzmglhW+UqMgUphaxpVStd1MhYq4k=", "p0KOcfhkbsTVZub5DAmZGKmJFH46xsDnv95OIHdoFnk="};

std::vector<Hash> read_leaves() {
  std::vector<Hash> all;
  for (const std::string_view text : leaf_texts)
    all.push_back(encoding::fixed_from_base64<32>(text).value());
  return all;
}

std::vector<Hash> true_roots() {
  std::vector<Hash> roots;
  for (std::size_t size = 0; size <= leaves().size(); ++size)
    roots.push_back(chain::root_of({leaves().begin(), leaves().begin() + static_cast<int>(size)}));
  return roots;
}

std::vector<chain::TreeHead> forged_heads() {
  std::vector<Hash> forged = leaves();
  forged.back() = crypto::leaf_hash("forged");
  const Hash root = chain::root_of(forged);
  forged.push_back(crypto::leaf_hash("another"));
  return {{6, root}, {7, chain::root_of(forged)}};
}

}  // namespace

const std::vector<Hash>& leaves() {
  static const std::vector<Hash> all = read_leaves();
  return all;
}

const Signer& ledger_signer() {
  static const Signer signer(std::string(origin),
                             crypto::sha256("celltrail test only: ledger key"));
  return signer;
}

const Signer& witness_signer() {
  static const Signer signer("witness.example/w1",
                             crypto::sha256("celltrail test only: witness key"));
  return signer;
}

std::string policy_text(std::string_view quorum) {
  return fmt::format(
      "log {}\nwitness w1 {} https://w1.example\nquorum {}\n"
      "# celltrail-identity {} {}\n",
      ledger_signer().verifier().text(), chain::cosigner_key(witness_signer()).text(), quorum,
      origin, leaf_texts[0]);
}

Hash root_at(std::size_t size) {
  static const std::vector<Hash> roots = true_roots();
  return roots.at(size);
}

bool is_true(const chain::TreeHead& head) {
  return head.size >= 0 && head.size <= 6 &&
         head.root == root_at(static_cast<std::size_t>(head.size));
}

bool is_signed(const chain::TreeHead& head) {
  static const std::vector<chain::TreeHead> forged = forged_heads();
  return is_true(head) || head == forged[0] || head == forged[1];
}

std::string_view take_part(std::string_view& input) {
  const std::size_t end = std::min(input.find('\0'), input.size());
  const std::string_view part = input.substr(0, end);
  input.remove_prefix(std::min(end + 1, input.size()));
  return part;
}

}  // namespace fuzz
