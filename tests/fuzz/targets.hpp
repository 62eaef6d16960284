#pragma once

#include <array>
#include <string_view>

#include "ledger/result.hpp"

/// One function for each parser of bytes from outside. It takes any bytes, demands what the parser
/// promises of them (and aborts when it does not keep it), and answers whether they were accepted.
/// libFuzzer drives each by itself; the ordinary tests drive all of them with the kept inputs.
namespace fuzz {

bool add_checkpoint(std::string_view input);
bool batch_file(std::string_view input);
bool batch_head(std::string_view input);
bool batches(std::string_view input);
bool bundle(std::string_view input);
bool checkpoint(std::string_view input);
bool cosignature(std::string_view input);
bool csv(std::string_view input);
bool entry(std::string_view input);
bool head_file(std::string_view input);
bool http_head(std::string_view input);
bool key_file(std::string_view input);
bool note(std::string_view input);
bool policy(std::string_view input);
bool proof(std::string_view input);
bool proof_files(std::string_view input);
bool read_event(std::string_view input);
bool tile_path(std::string_view input);
bool verify(std::string_view input);
bool vkey(std::string_view input);
bool witness_answer(std::string_view input);

struct Target {
  std::string_view name;  ///< also of its folder in corpus/
  bool (*run)(std::string_view input);
};
inline constexpr std::array<Target, 21> targets{{
    {"add_checkpoint", add_checkpoint},
    {"batch_file", batch_file},
    {"batch_head", batch_head},
    {"batches", batches},
    {"bundle", bundle},
    {"checkpoint", checkpoint},
    {"cosignature", cosignature},
    {"csv", csv},
    {"entry", entry},
    {"head_file", head_file},
    {"http_head", http_head},
    {"key_file", key_file},
    {"note", note},
    {"policy", policy},
    {"proof", proof},
    {"proof_files", proof_files},
    {"read_event", read_event},
    {"tile_path", tile_path},
    {"verify", verify},
    {"vkey", vkey},
    {"witness_answer", witness_answer},
}};

}  // namespace fuzz
