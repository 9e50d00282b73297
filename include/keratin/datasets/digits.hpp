#pragma once

#include "keratin/tensor.hpp"

/// 1,797 handwritten digits. "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, UCI
/// Machine Learning Repository, CC BY 4.0 (the part in scikit-learn's load_digits, in its order).
namespace keratin::datasets::digits {

/// What load_data() returns.
struct Digits {
  Tensor images;           ///< (1797, 8, 8, 1), whole numbers from 0 (paper) to 16 (ink)
  xt::xarray<int> labels;  ///< (1797), from 0 to 9
};

/// `auto [images, labels] = datasets::digits::load_data();` The digits are part of the library; no file is
/// read.
Digits load_data();

}  // namespace keratin::datasets::digits
