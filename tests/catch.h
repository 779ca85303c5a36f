// Catch2, version 2 or 3: the Makefile finds out which one the system has.
#pragma once

#ifdef HEED_CATCH_3
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
