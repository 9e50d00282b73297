#pragma once

// Catch2 version 2 is one header, version 3 a folder of them; the tests include only this file.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif
