#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

/// Pieces of the page /docs.
namespace api::html {

/// Fit to stand between tags and in quoted attributes.
[[nodiscard]] std::string escaped(std::string_view text);
/// The same, with what stands between back-quotes as code.
[[nodiscard]] std::string prose(std::string_view text);

/// What may stand there, in words: "whole number, 1 to 500, else 100".
[[nodiscard]] std::string form_of(const nlohmann::ordered_json& schema);
/// A row for each member of an object.
[[nodiscard]] std::string members_of(const nlohmann::ordered_json& schema);

/// Every problem there is, a row each, with its name as the anchor.
[[nodiscard]] std::string problem_table();

}  // namespace api::html
