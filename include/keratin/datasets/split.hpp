#pragma once

#include "keratin/tensor.hpp"

namespace keratin::datasets {

/// Images and the class of each.
struct Labelled {
  Tensor x;
  xt::xarray<int> y;
};

/// What load_data() returns: `auto [train, test] = datasets::mnist::load_data(path);`
struct Split {
  Labelled train, test;
};

}  // namespace keratin::datasets
