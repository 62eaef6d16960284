#pragma once

#include <string>
#include <vector>

#include "api/access/token_file.hpp"

namespace api {

/// The tokens of a token file's text. Throws Failure, saying what is wrong, when it is none.
[[nodiscard]] std::vector<Token> tokens_in(const std::string& text);
/// The text of a token file: the same for the same tokens.
[[nodiscard]] std::string text_of(const std::vector<Token>& tokens);

}  // namespace api
