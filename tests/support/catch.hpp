#pragma once

// The one include of Catch2, so that moving between its versions is one edit.
#ifdef CATCH_VERSION_3
#include <catch2/catch_all.hpp>
using Catch::Matchers::ContainsSubstring;
#else
#include <catch2/catch.hpp>
inline auto ContainsSubstring(const std::string& text) {
  return Catch::Contains(text);
}
#endif
