#pragma once

// What the examples include, so that a test can include an example into its own namespace and run the
// example's functions.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <keratin/keratin.hpp>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "../../examples/digits.hpp"
#include "../../examples/images.hpp"
#include "../../examples/labels.hpp"
