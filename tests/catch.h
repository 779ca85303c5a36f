// Catch2, version 2 or 3: the Makefile finds out which one the system has. Tests use the names of version 2,
// so the names that differ in version 3 are defined here.
#pragma once

#ifdef HEED_CATCH_3
#include <catch2/catch_all.hpp>
#include <string>

using Catch::Approx;
namespace Catch {
inline auto Contains(const std::string& part) { return Matchers::ContainsSubstring(part); }
}  // namespace Catch
#else
#include <catch2/catch.hpp>
#endif
